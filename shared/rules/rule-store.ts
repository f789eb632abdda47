import type { MerchantId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { ruleDraftKey, ruleScheduleKey, ruleSetKey, ruleSetsPk, sortKeys } from "../table/keys.ts";
import { queryAll, type Table } from "../table/port.ts";
import {
  fromScheduleItem,
  MAX_SCHEDULED,
  noSchedule,
  type RuleSchedule,
  scheduled,
  toScheduleItem,
} from "./rule-schedule.ts";
import type { RuleSet, RuleSetDraft } from "./rule-set.ts";
import {
  bodyOf,
  fromDraftItem,
  fromRuleSetItem,
  type SavedDraft,
  toDraftItem,
  toRuleSetItem,
} from "./rule-set-codec.ts";

export type PublishProblem =
  /** Somebody else published since the schedule was read: look again. */
  | { readonly kind: "changed_meanwhile" }
  | { readonly kind: "unknown_version"; readonly version: number }
  | { readonly kind: "too_many_scheduled"; readonly most: number }
  | { readonly kind: "too_large"; readonly bytes: number; readonly most: number };

export type Publishing = {
  readonly by: string;
  /** From when it counts: now, or an instant in the future. */
  readonly from: string;
  readonly now: string;
  /** Versions before this one are taken by others, such as rules that were set up before there were rule sets. */
  readonly above?: number;
};

/** An item of the table holds 400 KB. */
const mostBytes = 300_000;

export async function readRuleSchedule(table: Table, merchant: MerchantId): Promise<RuleSchedule> {
  const item = await table.get(ruleScheduleKey(merchant));
  return item === null ? noSchedule : fromScheduleItem(item);
}

/** The sets that exist among the versions. */
export async function readRuleSets(
  table: Table,
  merchant: MerchantId,
  versions: readonly number[],
): Promise<readonly RuleSet[]> {
  const keys = [...new Set(versions)].filter((version) => version > 0).map((version) => ruleSetKey(merchant, version));
  return keys.length === 0 ? [] : (await table.getMany(keys)).map(fromRuleSetItem);
}

/** Every version ever published, the newest first. */
export async function listRuleSets(table: Table, merchant: MerchantId): Promise<readonly RuleSet[]> {
  const sk = { kind: "beginsWith", prefix: sortKeys.ruleSet } as const;
  return (await queryAll(table, { pk: ruleSetsPk(merchant), sk, descending: true })).map(fromRuleSetItem);
}

export async function readRuleDraft(table: Table, merchant: MerchantId): Promise<SavedDraft | null> {
  const item = await table.get(ruleDraftKey(merchant));
  return item === null ? null : fromDraftItem(item);
}

/** Takes a checked draft (`checkRuleSet`); the last one saved stays. */
export async function saveRuleDraft(
  table: Table,
  merchant: MerchantId,
  saved: SavedDraft,
): Promise<Result<null, PublishProblem>> {
  const large = tooLarge(saved.draft);
  if (large !== null) return fail(large);
  await table.put(toDraftItem(merchant, saved));
  return ok(null);
}

/** Makes a checked draft the next version, in force from `from` on. The set never changes again; the schedule does. */
export async function publishRuleSet(
  table: Table,
  merchant: MerchantId,
  draft: RuleSetDraft,
  { by, from, now, above = 0 }: Publishing,
): Promise<Result<RuleSet, PublishProblem>> {
  const large = tooLarge(draft);
  if (large !== null) return fail(large);
  const before = await readRuleSchedule(table, merchant);
  const version = Math.max(before.lastVersion, above) + 1;
  const effectiveFrom = from < now ? now : from;
  const set: RuleSet = { ...draft, version, effectiveFrom, publishedAt: now, publishedBy: by };
  const after = scheduled(before, { version, from: effectiveFrom }, now);
  if (after.entries.length > MAX_SCHEDULED) return fail({ kind: "too_many_scheduled", most: MAX_SCHEDULED });
  const written = await table.transact([
    { kind: "put", item: toRuleSetItem(merchant, set), condition: { kind: "absent", path: "pk" } },
    { kind: "put", item: toScheduleItem(merchant, after), condition: unchangedSince(before) },
  ]);
  return written.ok ? ok(set) : fail({ kind: "changed_meanwhile" });
}

/** Puts an older version in force again; 0 ends the use of rule sets. */
export async function bringBackRuleSet(
  table: Table,
  merchant: MerchantId,
  version: number,
  { from, now }: Pick<Publishing, "from" | "now">,
): Promise<Result<RuleSchedule, PublishProblem>> {
  if (version !== 0 && (await readRuleSets(table, merchant, [version])).length === 0) {
    return fail({ kind: "unknown_version", version });
  }
  const before = await readRuleSchedule(table, merchant);
  return store(table, merchant, before, scheduled(before, { version, from: from < now ? now : from }, now));
}

/** Takes back what was scheduled for a later time; what is in force stays. */
export async function unscheduleRuleSet(
  table: Table,
  merchant: MerchantId,
  version: number,
  now: string,
): Promise<Result<RuleSchedule, PublishProblem>> {
  const before = await readRuleSchedule(table, merchant);
  const entries = before.entries.filter((entry) => entry.version !== version || entry.from <= now);
  if (entries.length === before.entries.length) return fail({ kind: "unknown_version", version });
  return store(table, merchant, before, { ...before, entries, change: before.change + 1 });
}

async function store(
  table: Table,
  merchant: MerchantId,
  before: RuleSchedule,
  after: RuleSchedule,
): Promise<Result<RuleSchedule, PublishProblem>> {
  const written = await table.put(toScheduleItem(merchant, after), unchangedSince(before));
  return written.ok ? ok(after) : fail({ kind: "changed_meanwhile" });
}

function unchangedSince({ change }: RuleSchedule): Parameters<Table["put"]>[1] {
  return change === 0 ? { kind: "absent", path: "pk" } : { kind: "compare", path: "change", op: "=", value: change };
}

function tooLarge(draft: RuleSetDraft): PublishProblem | null {
  const bytes = Buffer.byteLength(bodyOf(draft));
  return bytes > mostBytes ? { kind: "too_large", bytes, most: mostBytes } : null;
}

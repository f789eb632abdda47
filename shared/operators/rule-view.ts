import * as z from "zod/mini";
import { fail, never, ok, type Result } from "../kernel/result.ts";
import { parseInstant } from "../kernel/time.ts";
import { invalid, notFound, type Problem } from "../platform/http-answer.ts";
import type { RoutingRules } from "../routing/rules.ts";
import type { RuleMistake } from "../rules/check-rule-set.ts";
import type { RuleSchedule } from "../rules/rule-schedule.ts";
import type { RuleSet, RuleSetDraft } from "../rules/rule-set.ts";
import type { SavedDraft } from "../rules/rule-set-codec.ts";
import type { PublishProblem } from "../rules/rule-store.ts";

/** A rule set as somebody wrote it; what is wrong with it is told rule by rule, not by this shape. */
export const ruleSetBody = z.record(z.string(), z.unknown());

export const fromBody = z.object({ from: z.optional(z.string()) });

/** `now` unless another instant is given; one in the past means now as well. */
export function fromIn({ from }: z.infer<typeof fromBody>, now: string): Result<string, Problem> {
  if (from === undefined) return ok(now);
  const read = parseInstant(from);
  if (!read.ok) return fail(invalid("body", "from: an instant such as 2026-12-01T00:00:00Z"));
  return ok(read.value < now ? now : read.value);
}

/** Without the programs that conditions were understood as. */
export function ruleSetView({ rules, regions, skuLists, note }: RuleSetDraft): Readonly<Record<string, unknown>> {
  return { rules: rules.map(({ program: _, ...rule }) => rule), regions, skuLists, note };
}

export function publishedView(set: RuleSet): Readonly<Record<string, unknown>> {
  return { ...versionView(set), ...ruleSetView(set) };
}

/** What stands beside the rule sets: the currency of their amounts, and what counts while none is in force. */
export type RuleBasis = { readonly currency: string | null; readonly plain: RoutingRules };

export function rulesView(
  { currency, plain }: RuleBasis,
  schedule: RuleSchedule,
  sets: readonly RuleSet[],
  saved: SavedDraft | null,
  now: string,
): Readonly<Record<string, unknown>> {
  const inForce = schedule.entries.findLast(({ from }) => from <= now) ?? null;
  const set = sets.find(({ version }) => version === inForce?.version) ?? null;
  return {
    currency,
    deciding: set === null ? (plain.rules.length > 0 ? "settings" : "priority") : "rule_set",
    plain,
    inForce: set === null || inForce === null ? null : { ...publishedView(set), since: inForce.from },
    scheduled: schedule.entries.filter(({ from }) => from > now),
    draft: saved === null ? null : draftView(saved),
    versions: sets.map(versionView),
  };
}

export function draftView({ draft, savedAt, savedBy }: SavedDraft): Readonly<Record<string, unknown>> {
  return { savedAt, savedBy, ...ruleSetView(draft) };
}

export function scheduleView({ entries }: RuleSchedule): Readonly<Record<string, unknown>> {
  return { schedule: entries };
}

/** A rule set that is wrong, with each mistake and what to write instead. */
export function wrongRules(mistakes: readonly RuleMistake[]): Problem {
  const [first] = mistakes;
  const more = mistakes.length > 1 ? ` (and ${mistakes.length - 1} more)` : "";
  const detail = `${first?.path ?? ""}: ${first?.says ?? ""}${more}`;
  return { status: 400, code: "wrong_rules", title: "The rules are not right", detail, facts: { mistakes } };
}

const noDraft: Problem = {
  status: 409,
  code: "no_draft",
  title: "There is no draft",
  detail: "Save one first: PUT /v1/rules/draft.",
};

export function publishProblem(problem: PublishProblem | { readonly kind: "no_draft" }): Problem {
  switch (problem.kind) {
    case "no_draft":
      return noDraft;
    case "unknown_version":
      return notFound(`rule set ${problem.version}`);
    case "changed_meanwhile": {
      const detail = "Somebody else changed which rules are in force. Look at them, and try again.";
      return { status: 409, code: "changed_meanwhile", title: "Nothing was changed", detail };
    }
    case "too_many_scheduled": {
      const detail = `At most ${problem.most} changes may lie ahead: take one back first.`;
      return { status: 409, code: "too_many_scheduled", title: "Nothing was changed", detail };
    }
    case "too_large":
      return invalid("body", `the rule set takes ${problem.bytes} bytes, at most ${problem.most} fit`);
    default:
      return never(problem);
  }
}

function versionView({
  version,
  effectiveFrom,
  publishedAt,
  publishedBy,
  rules,
  note,
}: RuleSet): Readonly<Record<string, unknown>> {
  return { version, effectiveFrom, publishedAt, publishedBy, ruleCount: rules.length, note };
}

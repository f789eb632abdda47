import * as z from "zod/mini";
import { businessDay, nextDay } from "../../kernel/business-day.ts";
import { compareText } from "../../kernel/compare-text.ts";
import type { MerchantId } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { MerchantSettings } from "../../settings/merchant-settings.ts";
import { type Condition, queryAll, type Table } from "../../table/port.ts";
import { customReportKey, customReportsPk } from "../../table/report-keys.ts";
import { type CustomFields, type CustomReport, customLimits } from "./custom-report.ts";
import { definitionSchema } from "./read-definition.ts";

/** One version of a definition. The business days from `from` on are made by it, until the next one's `from`. */
export type SavedReport = CustomReport & {
  readonly from: string;
  /** No report is made any more from this day on. */
  readonly isDeleted: boolean;
  readonly savedAt: string;
  readonly savedBy: string;
};

export type SaveRefused = { readonly kind: "too_many"; readonly most: number };

const savedSchema = z.object({
  id: z.string(),
  version: z.number(),
  from: z.string(),
  isDeleted: z.boolean(),
  savedAt: z.string(),
  savedBy: z.string(),
  definition: definitionSchema,
});

const MAX_TRIES = 5;

/** Every version of every definition, by id, oldest first. Strongly consistent. */
export async function readSavedReports(table: Table, merchant: MerchantId): Promise<readonly SavedReport[]> {
  const items = await queryAll(table, { pk: customReportsPk(merchant) });
  const saved = items.map((item): SavedReport => {
    const { definition, ...head } = savedSchema.parse(item);
    return { ...head, ...(definition as CustomFields) };
  });
  return saved.toSorted((a, b) => compareText(a.id, b.id) || compareText(a.from, b.from));
}

/** The definitions that a business day is made by. Once the day is closed this is the same for ever. */
export function inForceOn(saved: readonly SavedReport[], day: string): readonly SavedReport[] {
  return newestOfEach(saved.filter(({ from }) => from <= day));
}

/** As they were saved last: what days to come are made by. */
export function newestOfEach(saved: readonly SavedReport[]): readonly SavedReport[] {
  return [...new Map(saved.map((each) => [each.id, each])).values()].filter(({ isDeleted }) => !isDeleted);
}

/**
 * From the first day that is not closed yet; a day that is closed stays with the definition that it had. What is saved again
 * as it is changes nothing. Two that are saved at the same moment may be one more than the limit.
 */
export async function saveCustomReport(
  table: Table,
  merchant: MerchantSettings,
  { id, ...fields }: CustomFields & { readonly id: string },
  saved: { readonly at: string; readonly by: string },
): Promise<Result<SavedReport, SaveRefused>> {
  const from = firstOpenDay(merchant, saved.at);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const all = await readSavedReports(table, merchant.merchantId);
    const before = all.findLast((each) => each.id === id) ?? null;
    const others = newestOfEach(all).filter((each) => each.id !== id).length;
    if (others >= customLimits.reports) return fail({ kind: "too_many", most: customLimits.reports });
    if (before !== null && !before.isDeleted && isSame(before, fields)) return ok(before);
    const version = (before?.version ?? 0) + 1;
    const head = { id, version, from, isDeleted: false, savedAt: saved.at, savedBy: saved.by };
    if (await write(table, merchant.merchantId, before, { ...head, ...fields })) return ok({ ...head, ...fields });
  }
  throw new Error(`others kept changing the report ${id}`);
}

/** Days that are closed keep their reports. False: there is none of this id. */
export async function deleteCustomReport(
  table: Table,
  merchant: MerchantSettings,
  id: string,
  saved: { readonly at: string; readonly by: string },
): Promise<boolean> {
  const from = firstOpenDay(merchant, saved.at);
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const own = (await readSavedReports(table, merchant.merchantId)).filter((each) => each.id === id);
    const before = own.at(-1);
    if (before === undefined || before.isDeleted) return false;
    if (own.length === 1 && before.from >= from) {
      // No day was ever made by it.
      const gone = await table.delete(customReportKey(merchant.merchantId, id, before.from), unchanged(before));
      if (gone.ok) return true;
      continue;
    }
    const { version, ...kept } = before;
    const ended = { ...kept, from, version: version + 1, isDeleted: true, savedAt: saved.at, savedBy: saved.by };
    if (await write(table, merchant.merchantId, before, ended)) return true;
  }
  throw new Error(`others kept changing the report ${id}`);
}

/** Of the same day: in place of the one before. */
async function write(
  table: Table,
  merchant: MerchantId,
  before: SavedReport | null,
  report: SavedReport,
): Promise<boolean> {
  const { id, version, from, isDeleted, savedAt, savedBy } = report;
  const head = { id, version, from, isDeleted, savedAt, savedBy };
  const condition: Condition =
    before !== null && before.from === from ? unchanged(before) : { kind: "absent", path: "pk" };
  const key = customReportKey(merchant, id, from);
  const put = await table.put({ ...key, schemaVersion: 1, ...head, definition: fieldsOf(report) as never }, condition);
  return put.ok;
}

function unchanged({ version }: SavedReport): Condition {
  return { kind: "compare", path: "version", op: "=", value: version };
}

function isSame(before: CustomFields, now: CustomFields): boolean {
  return JSON.stringify(fieldsOf(before)) === JSON.stringify(fieldsOf(now));
}

function fieldsOf({ title, source, dimensions, measures, filters, periods, formats }: CustomFields): CustomFields {
  return { title, source, dimensions, measures, filters, periods, formats };
}

function firstOpenDay({ closedThrough, zone, cutoffMinutes }: MerchantSettings, now: string): string {
  return closedThrough === null ? businessDay(now, zone, cutoffMinutes) : nextDay(closedThrough);
}

/** The definition alone, as manifests tell it. */
export function customReportOf(saved: SavedReport): CustomReport {
  return { id: saved.id, version: saved.version, ...fieldsOf(saved) };
}

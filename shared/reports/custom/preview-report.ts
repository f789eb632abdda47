import { daysAfter, daysBetween } from "../../kernel/business-day.ts";
import { inChunks } from "../../kernel/in-chunks.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ObjectFiles } from "../../platform/ports.ts";
import type { MerchantSettings } from "../../settings/merchant-settings.ts";
import type { Column } from "../../sheets/sheet.ts";
import type { Table } from "../../table/port.ts";
import type { Span } from "../backfill.ts";
import { openFacts, type SealedFacts } from "../facts/sealed-facts.ts";
import { periodsEndingOn } from "../list/periods.ts";
import type { ReportDefinition, Row } from "../report-definition.ts";
import { readSealsBetween } from "../seal-store.ts";
import type { CustomReport } from "./custom-report.ts";
import { toReport } from "./to-report.ts";

/** What a preview may ask for: a call of the API has seconds. */
export const previewLimits = { days: 92, facts: 500_000, rows: 20_000 } as const;

/** A month that ends on the first day of a span begins so long before. */
const LONGEST_PERIOD = 31;
const MANIFESTS_AT_ONCE = 16;

export type Preview = {
  readonly columns: readonly Column[];
  /** What the nights of the span would have published, oldest first. */
  readonly rows: readonly Row[];
  readonly days: readonly string[];
  /** Days of the span that are not sealed: they are missing in the rows. */
  readonly missing: readonly string[];
};

export type PreviewRefused =
  | { readonly kind: "backwards" }
  | { readonly kind: "too_long"; readonly most: number }
  | { readonly kind: "too_many_facts" | "too_many_rows"; readonly found: number; readonly most: number }
  | { readonly kind: "not_sealed" };

/** What a definition would have made of days that are sealed. Nothing is published and no sealed day changes. */
export async function previewReport(
  { table, exports }: { readonly table: Table; readonly exports: ObjectFiles },
  { merchantId, zone }: MerchantSettings,
  custom: CustomReport,
  { from, to }: Span,
): Promise<Result<Preview, PreviewRefused>> {
  if (to < from) return fail({ kind: "backwards" });
  const count = daysBetween(from, to) + 1;
  if (count > previewLimits.days) return fail({ kind: "too_long", most: previewLimits.days });
  const seals = await readSealsBetween(table, merchantId, daysAfter(from, -LONGEST_PERIOD), to);
  const sealed = seals.filter(({ report, state }) => report === "facts" && state === "sealed");
  // Versions of a day come oldest first.
  const newest = [...new Map(sealed.map((seal) => [seal.day, seal])).values()];
  const opened: SealedFacts[] = [];
  for (const group of inChunks(newest, MANIFESTS_AT_ONCE)) {
    const facts = await Promise.all(group.map(({ day, version }) => openFacts(exports, merchantId, day, version)));
    opened.push(...facts.filter((each) => each !== null));
  }
  const ofSpan = opened.filter(({ manifest }) => manifest.day >= from);
  if (ofSpan.length === 0) return fail({ kind: "not_sealed" });
  const report = toReport(custom);
  const found = factsToRead(report, custom, opened, from);
  if (found > previewLimits.facts) return fail({ kind: "too_many_facts", found, most: previewLimits.facts });
  const days = async function* (first: string, last: string): AsyncGenerator<SealedFacts> {
    for (const facts of opened) if (facts.manifest.day >= first && facts.manifest.day <= last) yield facts;
  };
  const rows: Row[] = [];
  for (const facts of ofSpan) {
    for await (const batch of report.rows({ facts, days, zone })) rows.push(...batch);
    if (rows.length > previewLimits.rows)
      return fail({ kind: "too_many_rows", found: rows.length, most: previewLimits.rows });
  }
  const there = new Set(ofSpan.map(({ manifest }) => manifest.day));
  const asked = Array.from({ length: count }, (_, at) => daysAfter(from, at));
  return ok({ columns: report.columns, rows, days: [...there], missing: asked.filter((day) => !there.has(day)) });
}

/** Each period is gone through by itself; the manifests say how much that is. */
function factsToRead(
  { uses }: ReportDefinition,
  { periods }: CustomReport,
  opened: readonly SealedFacts[],
  from: string,
): number {
  const countOf = ({ manifest }: SealedFacts): number =>
    uses.reduce((sum, kind) => sum + (manifest.rows[kind] ?? 0), 0);
  let facts = 0;
  for (const { manifest } of opened) {
    if (manifest.day < from) continue;
    for (const ending of periodsEndingOn(manifest.day)) {
      if (!periods.includes(ending.period)) continue;
      const own = opened.filter((each) => each.manifest.day >= ending.from && each.manifest.day <= manifest.day);
      facts += own.reduce((sum, each) => sum + countOf(each), 0);
    }
  }
  return facts;
}

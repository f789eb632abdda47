import { createHash } from "node:crypto";
import { localeOf } from "../kernel/locale.ts";
import type { ObjectFiles, ObjectUploads } from "../platform/ports.ts";
import { writeObject } from "../sheets/write-object.ts";
import type { CheckedReport, ColumnTotal } from "./check-report.ts";
import type { CustomReport } from "./custom/custom-report.ts";
import { factsManifestKey } from "./facts/sealed-facts.ts";
import { allFormats } from "./formats/all-formats.ts";
import type { AnyReportName, CurrencySums, DayWindow } from "./report.ts";
import type { ReportDefinition, ReportSource, StreamedSheet } from "./report-definition.ts";
import { summaryLines } from "./summary-lines.ts";
import { type Check, sumsByCurrency } from "./tie-out.ts";
import { sheetWords } from "./words/sheet-words.ts";

/** What finance checks a download against. Amounts are decimal text; hashes are of the file as stored. */
export type Manifest = {
  readonly report: AnyReportName;
  readonly merchantId: string;
  readonly day: string;
  readonly version: number;
  readonly zone: string;
  readonly cutoffMinutes: number;
  readonly window: DayWindow;
  /** When the facts were read. */
  readonly cutAt: string;
  readonly rows: number;
  readonly columns: readonly string[];
  readonly sums: Readonly<Record<string, CurrencySums>>;
  /** What the columns of amounts of a custom report come to. */
  readonly totals?: readonly ColumnTotal[];
  /** Of a custom report: what it was made by. */
  readonly definition?: CustomReport;
  /** Every sum that was made in two ways before the report was published. */
  readonly tieOut: readonly Check[];
  /** The code and the rules of booking behind it, and the sealed facts that it is made from. */
  readonly factsVersion: string;
  readonly factsManifestKey: string;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
};

/** `demo/sales/date=2026-11-20/v1/`: versions stand beside each other, `latest.json` names the current one. */
export function versionPrefix(merchantId: string, report: AnyReportName, day: string, version: number): string {
  return `${dayPrefix(merchantId, report, day)}v${version}/`;
}

export function dayPrefix(merchantId: string, report: AnyReportName, day: string): string {
  return `${merchantId}/${report}/date=${day}/`;
}

/** Writes the files of the report and says what they are. The same facts give the same bytes. */
export async function renderReport(
  files: ObjectFiles & ObjectUploads,
  definition: ReportDefinition,
  source: ReportSource,
  checked: CheckedReport,
): Promise<Manifest> {
  const { name: report, columns, uses, custom, formats = allFormats } = definition;
  const facts = source.facts.manifest;
  const { merchantId, day, version, zone, cutoffMinutes, window, cutAt, factsVersion } = facts;
  const isOfEntries = uses.includes("entries") || uses.includes("lines");
  const sums = isOfEntries && custom === undefined ? sumsByCurrency(facts.totals) : {};
  const words = sheetWords(report, localeOf(facts.locale ?? "en"));
  const sheet: StreamedSheet = {
    name: `${report.slice(0, 20)} ${day}`,
    columns,
    rows: () => definition.rows(source),
    summary: summaryLines(definition, facts, checked, sums, words),
    words,
  };
  const prefix = versionPrefix(merchantId, report, day, version);
  const written = [];
  for (const { extension, contentType, encode } of formats) {
    const name = `${report}-${day}${extension}`;
    written.push({ name, ...(await writeObject(files, `${prefix}${name}`, contentType, encode(sheet))) });
  }
  return {
    report,
    merchantId,
    day,
    version,
    zone,
    cutoffMinutes,
    window,
    cutAt,
    rows: checked.rows,
    columns: columns.map((column) => column.name),
    sums,
    ...(custom === undefined ? {} : { totals: checked.totals, definition: custom }),
    tieOut: checked.checks,
    factsVersion,
    factsManifestKey: factsManifestKey(merchantId, day, version),
    files: written,
  };
}

export function sha256(body: string | Uint8Array): string {
  return createHash("sha256").update(body).digest("hex");
}

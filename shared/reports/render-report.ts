import { createHash } from "node:crypto";
import { minorFromDecimal } from "../kernel/money.ts";
import type { ObjectFiles, ObjectUploads } from "../platform/ports.ts";
import { writeObject } from "../sheets/write-object.ts";
import { equal } from "./facts/check-facts.ts";
import { add, type Sums } from "./facts/fact-totals.ts";
import type { FactsManifest } from "./facts/facts-manifest.ts";
import { factsManifestKey } from "./facts/sealed-facts.ts";
import { allFormats } from "./formats/all-formats.ts";
import type { CurrencySums, DayWindow, ReportName } from "./report.ts";
import type { ReportDefinition, ReportSource, StreamedSheet, SummaryLine, Tie } from "./report-definition.ts";
import { type Check, sumsByCurrency } from "./tie-out.ts";

/** What finance checks a download against. Amounts are decimal text; hashes are of the file as stored. */
export type Manifest = {
  readonly report: ReportName;
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
  /** Every sum that was made in two ways before the report was published. */
  readonly tieOut: readonly Check[];
  /** The code and the rules of booking behind it, and the sealed facts that it is made from. */
  readonly factsVersion: string;
  readonly factsManifestKey: string;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
};

/** `demo/sales/date=2026-11-20/v1/`: versions stand beside each other, `latest.json` names the current one. */
export function versionPrefix(merchantId: string, report: ReportName, day: string, version: number): string {
  return `${dayPrefix(merchantId, report, day)}v${version}/`;
}

export function dayPrefix(merchantId: string, report: ReportName, day: string): string {
  return `${merchantId}/${report}/date=${day}/`;
}

/** Goes through the report once: how many rows it has, and whether its columns of amounts come to the sums of the day. */
export async function checkReport(
  definition: ReportDefinition,
  source: ReportSource,
): Promise<{ readonly rows: number; readonly checks: readonly Check[] }> {
  const { columns, ties } = definition;
  const { totals } = source.facts.manifest;
  const places = ties.map(({ amount, currency }) => [placeOf(amount, columns), placeOf(currency, columns)] as const);
  const found: readonly Sums[] = ties.map(() => ({}));
  let rows = 0;
  for await (const batch of definition.rows(source)) {
    rows += batch.length;
    for (const [at, [amount, currency]] of places.entries())
      for (const row of batch) addCell(found[at], row[amount], row[currency]);
  }
  return { rows, checks: ties.flatMap((tie, at) => equal(nameOf(tie), totals[tie.equals], found[at] ?? {})) };
}

/** Writes the files of the report and says what they are. The same facts give the same bytes. */
export async function renderReport(
  files: ObjectFiles & ObjectUploads,
  definition: ReportDefinition,
  source: ReportSource,
  checked: { readonly rows: number; readonly checks: readonly Check[] },
): Promise<Manifest> {
  const { name: report, columns, uses } = definition;
  const facts = source.facts.manifest;
  const { merchantId, day, version, zone, cutoffMinutes, window, cutAt, factsVersion } = facts;
  const sums = uses.includes("entries") || uses.includes("lines") ? sumsByCurrency(facts.totals) : {};
  const sheet: StreamedSheet = {
    name: `${report} ${day}`.slice(0, 31),
    columns,
    rows: () => definition.rows(source),
    summary: summaryOf(report, facts, checked.rows, sums),
  };
  const prefix = versionPrefix(merchantId, report, day, version);
  const written = [];
  for (const { extension, contentType, encode } of allFormats) {
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
    tieOut: checked.checks,
    factsVersion,
    factsManifestKey: factsManifestKey(merchantId, day, version),
    files: written,
  };
}

/** What the file covers and what it comes to. */
function summaryOf(
  report: ReportName,
  facts: FactsManifest,
  rows: number,
  sums: Readonly<Record<string, CurrencySums>>,
): readonly SummaryLine[] {
  const about: readonly (readonly [string, string])[] = [
    ["report", report],
    ["merchant", facts.merchantId],
    ["business day", facts.day],
    ["version", String(facts.version)],
    ["from (UTC)", facts.window.startsAt],
    ["to, not included (UTC)", facts.window.endsAt],
    [`from (${facts.zone})`, facts.window.startsAtLocal],
    [`to, not included (${facts.zone})`, facts.window.endsAtLocal],
    ["rows", String(rows)],
  ];
  const money = Object.entries(sums).flatMap(([currency, sum]) =>
    (["sales", "refunds", "cancellations", "adjustments", "net"] as const).map((kind) => {
      return { what: `${kind} ${currency}`, value: currency, amount: sum[kind] };
    }),
  );
  return [...about.map(([what, value]) => ({ what, value, amount: null })), ...money];
}

function nameOf({ amount, equals }: Tie): string {
  return `sum of ${amount} = ${equals} of the day`;
}

function placeOf(name: string, columns: ReportDefinition["columns"]): number {
  const place = columns.findIndex((column) => column.name === name);
  if (place < 0) throw new Error(`a report is to be summed by its column ${name}, which it does not have`);
  return place;
}

function addCell(sums: Sums | undefined, amount: unknown, currency: unknown): void {
  if (sums === undefined || amount === null || amount === undefined || amount === "") return;
  const minor = minorFromDecimal(String(amount), String(currency));
  if (!minor.ok) throw new Error(`"${String(amount)}" ${String(currency)} of a report is no amount`);
  add(sums, String(currency), minor.value);
}

export function sha256(body: string | Uint8Array): string {
  return createHash("sha256").update(body).digest("hex");
}

import type { CheckedReport } from "./check-report.ts";
import type { FactsManifest } from "./facts/facts-manifest.ts";
import type { CurrencySums } from "./report.ts";
import type { ReportDefinition, SummaryLine } from "./report-definition.ts";
import type { SheetWords } from "./words/sheet-words.ts";

/** What the file covers and what it comes to; where headings are words, also the names of the columns. */
export function summaryLines(
  { name, columns, custom }: ReportDefinition,
  facts: FactsManifest,
  { rows, totals }: CheckedReport,
  sums: Readonly<Record<string, CurrencySums>>,
  { heading, title, summary: words }: SheetWords,
): readonly SummaryLine[] {
  const { window, zone } = facts;
  const at = (text: string, place: string): string => text.replace("{zone}", place);
  const about: readonly (readonly [string, string])[] = [
    [words.report, title === name ? name : `${title} (${name})`],
    ...(custom === undefined ? [] : [[words.definition, `${custom.title} (v${custom.version})`] as const]),
    [words.merchant, facts.merchantId],
    [words.day, facts.day],
    [words.version, String(facts.version)],
    [at(words.from, "UTC"), window.startsAt],
    [at(words.to, "UTC"), window.endsAt],
    [at(words.from, zone), window.startsAtLocal],
    [at(words.to, zone), window.endsAtLocal],
    [words.rows, String(rows)],
  ];
  const ofDay = Object.entries(sums).flatMap(([currency, sum]) =>
    (["sales", "refunds", "cancellations", "adjustments", "net"] as const).map((kind) => {
      return { what: `${words.sums[kind]} ${currency}`, value: currency, amount: sum[kind] };
    }),
  );
  const ofColumns = totals
    .toSorted((a, b) => (a.currency === b.currency ? 0 : a.currency < b.currency ? -1 : 1))
    .map(({ amount, currency, sum }) => ({ what: `${heading(amount)} ${currency}`, value: currency, amount: sum }));
  const headed = columns
    .filter((column) => heading(column.name) !== column.name)
    .map((column) => ({ what: `${words.column}: ${heading(column.name)}`, value: column.name, amount: null }));
  return [...about.map(([what, value]) => ({ what, value, amount: null })), ...ofDay, ...ofColumns, ...headed];
}

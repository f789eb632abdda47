import type { Column, Sheet } from "../../../sheets/sheet.ts";
import type { SummaryLine } from "../../report-definition.ts";
import type { SummaryWords } from "../../words/sheet-words.ts";

/** What the file covers and what it comes to. */
export function summarySheet(lines: readonly SummaryLine[], words: SummaryWords): Sheet {
  const [what, value, amount] = words.columns;
  const columns: readonly Column[] = [
    { name: what, kind: "text", width: 34 },
    { name: value, kind: "text", width: 34 },
    { name: amount, kind: "decimal", width: 18 },
  ];
  return { name: words.sheet, columns, rows: lines.map(({ what, value, amount }) => [what, value, amount]) };
}

/** A run of amounts of one kind, e.g. of one currency, in the rows of the sheet from `firstRow` (counted from 1). */
export type ChartedSums = {
  readonly title: string;
  readonly firstRow: number;
  readonly sums: readonly { readonly what: string; readonly amount: string }[];
};

/** More charts than anybody looks at are not drawn. */
const MAX_CHARTS = 12;

/** Amounts of different currencies never share an axis. */
export function chartedSums(lines: readonly SummaryLine[]): readonly ChartedSums[] {
  const runs: (Omit<ChartedSums, "sums"> & { readonly sums: { what: string; amount: string }[] })[] = [];
  for (const [at, { what, value, amount }] of lines.entries()) {
    if (amount === null) continue;
    const last = runs.at(-1);
    const row = at + 2;
    if (last?.title === value && last.firstRow + last.sums.length === row) last.sums.push({ what, amount });
    else runs.push({ title: value, firstRow: row, sums: [{ what, amount }] });
  }
  return runs.filter(({ sums }) => sums.length > 1).slice(0, MAX_CHARTS);
}

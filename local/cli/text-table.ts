import { clip, displayWidth, pad, wrap } from "./text-width.ts";

export type TextColumn = {
  readonly title: string;
  readonly align?: "left" | "right";
  /** Gives way when the table is too wide; the others keep their width. `wraps`: goes on in lines below instead of being cut. */
  readonly shrinks?: boolean;
  readonly wraps?: boolean;
};

/** Terminals of 100 columns are common; wider tables wrap and cannot be read. */
export const PAGE_WIDTH = 100;
const GAP = 2;
const LEAST = 6;

/** A plain table: titles, a rule, rows. Never wider than `width` columns as long as something may shrink. */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  width = PAGE_WIDTH,
): string {
  const widths = fitted(
    columns,
    columns.map(({ title }, at) => Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row[at] ?? "")))),
    width,
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, at) => pad(cells[at] ?? "", widths[at] ?? 0, align === "right" ? "left" : "right"))
      .join(" ".repeat(GAP))
      .trimEnd();
  const rule = widths.map((each) => "─".repeat(each)).join(" ".repeat(GAP));
  const titles = line(columns.map(({ title }, at) => clip(title, widths[at] ?? 0)));
  return [titles, rule, ...rows.flatMap((row) => linesOf(columns, row, widths).map(line))].join("\n");
}

/** The lines that one row takes: one, unless a cell wraps. */
function linesOf(
  columns: readonly TextColumn[],
  row: readonly string[],
  widths: readonly number[],
): readonly (readonly string[])[] {
  const cells = columns.map(({ wraps }, at) => {
    const text = oneLine(row[at] ?? "");
    return wraps === true ? wrap(text, widths[at] ?? 0) : [clip(text, widths[at] ?? 0)];
  });
  const height = Math.max(1, ...cells.map((each) => each.length));
  return Array.from({ length: height }, (_, at) => cells.map((each) => each[at] ?? ""));
}

/** `name  value` lines, names aligned, long values wrapped; empty values are left out. */
export function factLines(facts: readonly (readonly [name: string, value: string])[], indent = 2): string {
  const shown = facts.filter(([, value]) => value !== "");
  const width = Math.max(0, ...shown.map(([name]) => displayWidth(name)));
  const start = indent + width + GAP;
  return shown
    .map(([name, value]) => {
      const lines = displayWidth(value) <= PAGE_WIDTH - start ? [value] : wrap(value, PAGE_WIDTH - start);
      return `${" ".repeat(indent)}${pad(name, width)}  ${lines.join(`\n${" ".repeat(start)}`)}`;
    })
    .join("\n");
}

/** The widest of the columns that may shrink gives way first, one column at a time. */
function fitted(columns: readonly TextColumn[], natural: readonly number[], width: number): readonly number[] {
  const widths = [...natural];
  let excess = widths.reduce((sum, each) => sum + each, 0) + GAP * (widths.length - 1) - width;
  while (excess > 0) {
    let widest = -1;
    for (const [at, column] of columns.entries()) {
      const isCandidate = (column.shrinks === true || column.wraps === true) && (widths[at] ?? 0) > LEAST;
      if (isCandidate && (widest < 0 || (widths[at] ?? 0) > (widths[widest] ?? 0))) widest = at;
    }
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  return widths;
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, " ");
}

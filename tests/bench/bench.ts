import type { TextColumn } from "../../local/cli/text-table.ts";

/** One table of a bench's answer. */
export type BenchTable = {
  readonly title: string;
  readonly columns: readonly TextColumn[];
  readonly rows: readonly (readonly string[])[];
};

export type BenchResult = {
  readonly tables: readonly BenchTable[];
  /** Assumptions and sources, one sentence each. */
  readonly notes: readonly string[];
  /** The figures behind the tables, for `--json`. */
  readonly figures: Readonly<Record<string, unknown>>;
};

export type Bench = {
  readonly name: string;
  readonly about: string;
  readonly run: () => Promise<BenchResult>;
  /** Runs only when it is asked for by name. */
  readonly isLong?: boolean;
};

/** A column of figures. */
export function figure(title: string): TextColumn {
  return { title, align: "right" };
}

export function show(value: number, digits = 2): string {
  return value === 0 ? "0" : value.toFixed(digits);
}

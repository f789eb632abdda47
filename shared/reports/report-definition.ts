import type { Cell, Column } from "../sheets/sheet.ts";
import type { FactKind } from "./facts/fact.ts";
import type { FactTotals } from "./facts/facts-manifest.ts";
import type { SealedFacts } from "./facts/sealed-facts.ts";
import type { ReportName } from "./report.ts";

export type Row = readonly Cell[];

/** What a report is made from, and nothing else: the facts of its day, and for longer spans those of other sealed days. */
export type ReportSource = {
  readonly facts: SealedFacts;
  /** The newest facts of each sealed day from `from` to `to`, both included, oldest first. */
  readonly days: (from: string, to: string) => AsyncIterable<SealedFacts>;
  /** The merchant's zone and language: for local times and words. */
  readonly zone: string;
  readonly locale: string;
};

/**
 * One column of amounts that must come to a sum of the day, currency by currency, to the minor unit: `amount` and `currency`
 * name columns of the report. A report of which one does not is not published.
 */
export type Tie = { readonly amount: string; readonly currency: string; readonly equals: keyof FactTotals };

/** A report of one business day. The same facts give the same rows, always. */
export type ReportDefinition = {
  readonly name: ReportName;
  /** The kinds of facts it is made from: a restatement that changes none of them leaves the report as it is. */
  readonly uses: readonly FactKind[];
  /** The first column is the entry id, unique in the report. */
  readonly columns: readonly Column[];
  /** In batches, so that a day of a million rows needs no more memory than any other; may be asked for more than once. */
  readonly rows: (source: ReportSource) => AsyncIterable<readonly Row[]>;
  readonly ties: readonly Tie[];
};

/** A table that is written while it is made. */
export type StreamedSheet = {
  /** At most 31 characters, none of `[]:*?/\`. */
  readonly name: string;
  readonly columns: readonly Column[];
  /** May be asked for more than once. */
  readonly rows: () => AsyncIterable<readonly Row[]>;
  /** What the file covers and what it comes to, for formats that have a place for it. */
  readonly summary: readonly SummaryLine[];
};

/** `amount` is exact decimal text. */
export type SummaryLine = { readonly what: string; readonly value: string; readonly amount: string | null };

/** A form of file. The same sheet gives the same bytes. */
export type FileFormat = {
  /** With its dot: `.csv`. */
  readonly extension: string;
  readonly contentType: string;
  readonly encode: (sheet: StreamedSheet) => AsyncIterable<Uint8Array>;
};

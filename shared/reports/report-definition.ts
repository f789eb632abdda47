import type { Cell, Column } from "../sheets/sheet.ts";
import type { CustomReport } from "./custom/custom-report.ts";
import type { FactKind } from "./facts/fact.ts";
import type { FactTotals } from "./facts/facts-manifest.ts";
import type { SealedFacts } from "./facts/sealed-facts.ts";
import type { AnyReportName, Period } from "./report.ts";
import type { SheetWords } from "./words/sheet-words.ts";

export type Row = readonly Cell[];

/** What a report is made from, and nothing else: the facts of its day, and for longer spans those of other sealed days. */
export type ReportSource = {
  readonly facts: SealedFacts;
  /** The newest facts of each sealed day from `from` to `to`, both included, oldest first. */
  readonly days: (from: string, to: string) => AsyncIterable<SealedFacts>;
  /** The merchant's, for local times. */
  readonly zone: string;
};

/** One column of amounts: `amount` and `currency` name columns of the report. With `period`, only in rows of that `period`. */
export type Summed = { readonly amount: string; readonly currency: string; readonly period?: Period };

/**
 * One column of amounts that must come to a sum of the day, or of the days of its period, currency by currency, to the minor
 * unit. A report of which one does not is not published.
 */
export type Tie = Summed & { readonly equals: keyof FactTotals };

/** A report of one business day. The same facts give the same rows, always. */
export type ReportDefinition = {
  readonly name: AnyReportName;
  /** The kinds of facts it is made from: a restatement that changes none of them leaves the report as it is. */
  readonly uses: readonly FactKind[];
  /** The first column is the entry id, unique in the report. */
  readonly columns: readonly Column[];
  /** In batches, so that a day of a million rows needs no more memory than any other; may be asked for more than once. */
  readonly rows: (source: ReportSource) => AsyncIterable<readonly Row[]>;
  readonly ties: readonly Tie[];
  /** Columns of amounts whose sums the summary sheet and the manifest tell beside those of the day. */
  readonly totals?: readonly Summed[];
  /** Which files are made; all of them unless given. */
  readonly formats?: readonly FileFormat[];
  /** The saved definition that it is made by. */
  readonly custom?: CustomReport;
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
  /** For formats that people read; English unless given. */
  readonly words?: SheetWords;
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

import type { CustomReportName, Period } from "../report.ts";

/** What a custom report is made from: one kind of facts. */
export const sourceNames = ["lines", "entries", "payments", "fees", "shipments", "movements", "stock"] as const;
export type SourceName = (typeof sourceNames)[number];

export const formatNames = ["csv", "xlsx", "jsonl", "parquet"] as const;
export type FormatName = (typeof formatNames)[number];

/** Exactly one of the three. Of a field with many values (tags) one of them decides. */
export type Filter = { readonly field: string } & (
  | { readonly is: readonly string[] }
  | { readonly is_not: readonly string[] }
  | { readonly begins_with: readonly string[] }
);

/** What a merchant says of a report; `sources.ts` knows the names of dimensions and measures. */
export type CustomFields = {
  /** What people read. */
  readonly title: string;
  readonly source: SourceName;
  /** One row for each combination of their values; none: one row for everything. */
  readonly dimensions: readonly string[];
  readonly measures: readonly string[];
  /** All of them must hold. */
  readonly filters: readonly Filter[];
  /** Weeks end on Sundays, months on their last day. */
  readonly periods: readonly Period[];
  readonly formats: readonly FormatName[];
};

export type CustomReport = CustomFields & {
  /** Part of addresses and file names: `tea-by-region`. */
  readonly id: string;
  /** Counts the changes of the definition, from 1. */
  readonly version: number;
};

/** How large a merchant's own reports may become. */
export const customLimits = {
  reports: 20,
  dimensions: 6,
  measures: 12,
  filters: 10,
  valuesOfFilter: 100,
  characters: 80,
  /** Rows of one period; what goes beyond them is summed in one row for each currency. */
  rows: 20_000,
} as const;

export function isCustomId(text: string): boolean {
  return /^[a-z][a-z0-9-]{0,39}$/.test(text);
}

export function customReportName(id: string): CustomReportName {
  return `custom-${id}`;
}

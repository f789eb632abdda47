import type { Cell, Column } from "../sheets/sheet.ts";

export const reportNames = ["sales", "order-lines", "stock"] as const;
export type ReportName = (typeof reportNames)[number];

/**
 * What is sealed for a closed day. Stock is a picture of the moment, so it is taken for the day that was closed last only:
 * for any earlier day it would show the goods of another.
 */
export function reportsOf(day: string, closedThrough: string): readonly ReportName[] {
  return day === closedThrough ? reportNames : reportNames.filter((name) => name !== "stock");
}

export function isReportName(text: string): text is ReportName {
  return reportNames.some((name) => name === text);
}

/** Half-open span of a business day, `[startsAt, endsAt)` in UTC, and the same two moments as the merchant's clock shows them. */
export type DayWindow = {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly startsAtLocal: string;
  readonly endsAtLocal: string;
};

/**
 * Everything a sealed report says, and all that its files are made from: the CSV, the workbook and the manifest are pure
 * functions of it. It is stored first and never replaced, so that two workers sealing at once end with the same bytes.
 */
export type ReportSnapshot = {
  readonly report: ReportName;
  readonly merchantId: string;
  /** `YYYY-MM-DD` in the merchant's zone. */
  readonly day: string;
  readonly version: number;
  readonly zone: string;
  readonly cutoffMinutes: number;
  readonly window: DayWindow;
  /** When the rows were read. */
  readonly cutAt: string;
  /** Money facts by entry, in minor units: what the sums and a later verification are made from. */
  readonly ledger: readonly LedgerEntry[];
  readonly columns: readonly Column[];
  /** The first cell of a row is its entry id, unique within the report. */
  readonly rows: readonly (readonly Cell[])[];
};

export type LedgerKind = "sale" | "void" | "refund" | "cancellation" | "adjustment";

/** One booked amount: sales add, refunds and cancellations are negative, a void (cancelled the same day) is 0. */
export type LedgerEntry = {
  readonly entryId: string;
  readonly kind: LedgerKind;
  readonly currency: string;
  readonly amountMinor: number;
};

/** Sums of one currency, as decimal text with all of the currency's digits. */
export type CurrencySums = {
  readonly entries: number;
  readonly sales: string;
  readonly refunds: string;
  readonly cancellations: string;
  readonly adjustments: string;
  readonly net: string;
};

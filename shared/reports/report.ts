/** Every report of a business day, in the order in which they are made. Data only: the definitions stand in `all-reports.ts`. */
export const reportNames = ["sales", "order-lines", "stock"] as const;
export type ReportName = (typeof reportNames)[number];

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

/** Sums of one currency, as decimal text with all of the currency's digits. */
export type CurrencySums = {
  readonly entries: number;
  readonly sales: string;
  readonly refunds: string;
  readonly cancellations: string;
  readonly adjustments: string;
  readonly net: string;
};

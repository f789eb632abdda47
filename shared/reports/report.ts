/** Every report of a business day, in the order in which they are made. Data only: the definitions stand in `all-reports.ts`. */
export const reportNames = [
  "sales",
  "order-lines",
  "stock",
  "sales-summary",
  "refunds",
  "payments",
  "fees",
  "tax",
  "receivables",
  "shipments",
  "fulfilment",
  "channel-profit",
  "product-ranking",
  "exceptions",
  "purchase-proposals",
  "stock-turnover",
  "customers",
  "demand-forecast",
  "bought-together",
] as const;
export type ReportName = (typeof reportNames)[number];

/** A report by a merchant's own definition: `custom-` and the definition's id. */
export type CustomReportName = `custom-${string}`;
export type AnyReportName = ReportName | CustomReportName;

export type Period = "day" | "week" | "month";

/** Those that look back over weeks. */
const onSundays: ReadonlySet<AnyReportName> = new Set([
  "stock-turnover",
  "customers",
  "demand-forecast",
  "bought-together",
]);

/** Whether a report is made for this business day. */
export function isDue(report: AnyReportName, day: string): boolean {
  return !onSundays.has(report) || isSunday(day);
}

export function isSunday(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).getUTCDay() === 0;
}

export function isReportName(text: string): text is AnyReportName {
  return reportNames.some((name) => name === text) || isCustomReportName(text);
}

export function isCustomReportName(text: string): text is CustomReportName {
  return /^custom-[a-z][a-z0-9-]{0,39}$/.test(text);
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

import { decimalFromMinor } from "../../kernel/money.ts";
import type { EntryFact } from "../facts/fact.ts";
import type { ReportDefinition, Row } from "../report-definition.ts";
import { rateCells } from "../sales-report.ts";

/** Everything that was taken back or corrected, with the day it belongs to and why. */
export const refundsReport: ReportDefinition = {
  name: "refunds",
  uses: ["entries"],
  ties: [],
  columns: [
    { name: "entry_id", kind: "text", width: 38 },
    { name: "kind", kind: "text", width: 13 },
    { name: "business_day", kind: "day" },
    { name: "original_business_day", kind: "day", width: 20 },
    { name: "order_id", kind: "text", width: 32 },
    { name: "channel", kind: "text", width: 14 },
    { name: "connection", kind: "text", width: 18 },
    { name: "channel_order_no", kind: "text" },
    { name: "at_utc", kind: "instant" },
    { name: "currency", kind: "text", width: 10 },
    { name: "items", kind: "decimal" },
    { name: "shipping", kind: "decimal" },
    { name: "tax", kind: "decimal" },
    { name: "total", kind: "decimal" },
    { name: "reporting_currency", kind: "text", width: 18 },
    { name: "reporting_total", kind: "decimal" },
    { name: "rate", kind: "text", width: 12 },
    { name: "rate_day", kind: "day" },
    { name: "rate_source", kind: "text" },
    { name: "reason", kind: "text", width: 30 },
  ],
  rows: async function* ({ facts }) {
    const { currency, rates } = facts.manifest;
    for await (const entries of facts.read("entries"))
      yield entries.filter(isTakenBack).map((entry) => rowOf(entry, currency, rates));
  },
};

function isTakenBack({ kind }: EntryFact): boolean {
  return kind === "refund" || kind === "cancellation" || kind === "adjustment";
}

function rowOf(entry: EntryFact, reporting: string, rates: Parameters<typeof rateCells>[2]): Row {
  const show = (minor: number): string => decimalFromMinor(minor, entry.currency);
  return [
    ...[entry.id, entry.kind, entry.day, entry.originalDay, entry.orderId, entry.channel, entry.shop, entry.orderNo],
    ...[entry.at, entry.currency],
    ...[entry.itemsMinor, entry.shippingMinor, entry.taxMinor, entry.totalMinor].map(show),
    reporting,
    ...rateCells(entry, reporting, rates),
    entry.reason,
  ];
}

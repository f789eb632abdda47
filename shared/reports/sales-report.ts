import { localTime } from "../kernel/business-day.ts";
import { decimalFromMinor } from "../kernel/money.ts";
import type { EntryFact } from "./facts/fact.ts";
import type { FactsManifest } from "./facts/facts-manifest.ts";
import type { ReportDefinition, Row } from "./report-definition.ts";

/** One row for each sale and each later change booked to the day. Sums to what the day changed in the books. */
export const salesReport: ReportDefinition = {
  name: "sales",
  uses: ["entries"],
  ties: [{ amount: "total", currency: "currency", equals: "net" }],
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
    { name: "at_local", kind: "instant" },
    { name: "payment", kind: "text", width: 18 },
    { name: "currency", kind: "text", width: 10 },
    { name: "items", kind: "decimal" },
    { name: "discount", kind: "decimal" },
    { name: "shipping", kind: "decimal" },
    { name: "fees", kind: "decimal" },
    { name: "tax", kind: "decimal" },
    { name: "tax_in_prices", kind: "text", width: 13 },
    { name: "discrepancy", kind: "decimal" },
    { name: "total", kind: "decimal" },
    { name: "reason", kind: "text" },
    { name: "reporting_currency", kind: "text", width: 18 },
    { name: "reporting_total", kind: "decimal" },
    { name: "rate", kind: "text", width: 12 },
    { name: "rate_day", kind: "day" },
    { name: "rate_source", kind: "text" },
    { name: "country", kind: "text", width: 10 },
    { name: "region", kind: "text" },
    { name: "tags", kind: "text" },
    { name: "customer", kind: "text", width: 32 },
    { name: "customer_tags", kind: "text" },
  ],
  rows: async function* ({ facts, zone }) {
    for await (const entries of facts.read("entries")) yield entries.map((entry) => rowOf(entry, facts.manifest, zone));
  },
};

function rowOf(entry: EntryFact, { currency: reporting, rates }: FactsManifest, zone: string): Row {
  const { currency } = entry;
  const show = (minor: number): string => decimalFromMinor(minor, currency);
  return [
    entry.id,
    entry.kind,
    entry.day,
    entry.originalDay,
    entry.orderId,
    entry.channel,
    entry.shop,
    entry.orderNo,
    entry.at,
    localTime(entry.at, zone),
    entry.payment,
    currency,
    show(entry.itemsMinor),
    show(entry.discountMinor),
    show(entry.shippingMinor),
    show(entry.feesMinor),
    show(entry.taxMinor),
    entry.taxIncluded ? "yes" : "no",
    show(entry.otherMinor),
    show(entry.totalMinor),
    entry.reason,
    reporting,
    ...rateCells(entry, reporting, rates),
    entry.country,
    entry.region,
    entry.tags.join(", "),
    entry.customer ?? "",
    entry.customerTags.join(", "),
  ];
}

/** The amount in the merchant's currency and the rate it was turned by; empty where nobody has stated one. */
export function rateCells(
  { rateId, reportingMinor, currency }: Pick<EntryFact, "rateId" | "reportingMinor" | "currency">,
  reporting: string,
  rates: FactsManifest["rates"],
): readonly (string | null)[] {
  if (reportingMinor === null) return [null, "", null, "no rate"];
  const rate = rateId === null ? undefined : rates[rateId];
  const amount = decimalFromMinor(reportingMinor, reporting);
  return currency === reporting || rate === undefined
    ? [amount, "", null, ""]
    : [amount, rate.rate, rate.day, rate.source];
}

import { daysBetween } from "../../kernel/business-day.ts";
import { compareText } from "../../kernel/compare-text.ts";
import type { EntryFact } from "../facts/fact.ts";
import type { ReportDefinition } from "../report-definition.ts";
import { amountCell, averageMinor } from "./measure-lines.ts";
import { lookBack } from "./periods.ts";

const WINDOW_DAYS = 365;

type Buyer = {
  shop: string;
  tags: readonly string[];
  readonly orders: Set<string>;
  firstDay: string;
  lastDay: string;
  netMinor: number | null;
};

/**
 * What buyers were worth over a year, how often and how lately they bought, weekly. A buyer is a pseudonym of one shop: the
 * report names nobody.
 */
export const customersReport: ReportDefinition = {
  name: "customers",
  uses: ["entries"],
  ties: [],
  columns: [
    { name: "entry_id", kind: "text", width: 38 },
    { name: "customer", kind: "text", width: 36 },
    { name: "connection", kind: "text", width: 18 },
    { name: "customer_tags", kind: "text" },
    { name: "orders", kind: "integer" },
    { name: "first_order", kind: "day" },
    { name: "last_order", kind: "day" },
    { name: "days_since", kind: "integer" },
    { name: "reporting_currency", kind: "text", width: 18 },
    { name: "value", kind: "decimal" },
    { name: "average_order", kind: "decimal" },
  ],
  rows: async function* (source) {
    const { day, currency } = source.facts.manifest;
    const buyers = new Map<string, Buyer>();
    for await (const facts of lookBack(source, WINDOW_DAYS))
      for await (const entries of facts.read("entries")) for (const entry of entries) count(buyers, entry);
    const bought = [...buyers].filter(([, { orders }]) => orders.size > 0);
    const worth = ({ netMinor }: Buyer): number => netMinor ?? 0;
    bought.sort(([a, one], [b, other]) => worth(other) - worth(one) || compareText(a, b));
    yield bought.map(([customer, { shop, tags, orders, firstDay, lastDay, netMinor }]) => [
      ...[`customer:${customer}`, customer, shop, tags.join(", "), orders.size, firstDay, lastDay],
      ...[daysBetween(lastDay, day), currency, amountCell(netMinor, currency)],
      amountCell(netMinor === null ? null : averageMinor(netMinor, orders.size), currency),
    ]);
  },
};

function count(buyers: Map<string, Buyer>, entry: EntryFact): void {
  const { customer, shop, day, kind, orderId, reportingMinor } = entry;
  if (customer === null) return;
  const none = { shop, tags: [], orders: new Set<string>(), firstDay: day, lastDay: day, netMinor: 0 };
  const buyer = buyers.get(customer) ?? none;
  buyers.set(customer, buyer);
  buyer.netMinor = buyer.netMinor === null || reportingMinor === null ? null : buyer.netMinor + reportingMinor;
  buyer.tags = entry.customerTags;
  if (kind !== "sale") return;
  buyer.orders.add(orderId);
  buyer.lastDay = day;
}

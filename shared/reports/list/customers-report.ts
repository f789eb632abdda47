import { daysBetween } from "../../kernel/business-day.ts";
import type { ReportDefinition, Row } from "../report-definition.ts";
import { makeBuyers } from "./buyers.ts";
import { amountCell, averageMinor } from "./measure-lines.ts";
import { lookBack } from "./periods.ts";

const WINDOW_DAYS = 365;
const ROWS_AT_ONCE = 2_000;

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
    const buyers = makeBuyers();
    for await (const facts of lookBack(source, WINDOW_DAYS))
      for await (const entries of facts.read("entries")) for (const entry of entries) buyers.count(entry);
    let rows: Row[] = [];
    for (const { customer, shop, tags, orders, firstDay, lastDay, netMinor } of buyers.bestFirst()) {
      rows.push([
        ...[`customer:${customer}`, customer, shop, tags, orders, firstDay, lastDay],
        ...[daysBetween(lastDay, day), currency, amountCell(netMinor, currency)],
        amountCell(netMinor === null ? null : averageMinor(netMinor, orders), currency),
      ]);
      if (rows.length < ROWS_AT_ONCE) continue;
      yield rows;
      rows = [];
    }
    yield rows;
  },
};

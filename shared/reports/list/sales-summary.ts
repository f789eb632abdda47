import { compareText } from "../../kernel/compare-text.ts";
import type { LineFact } from "../facts/fact.ts";
import type { Period } from "../report.ts";
import type { ReportDefinition, ReportSource, Row } from "../report-definition.ts";
import { addLine, amountCell, averageMinor, type LineSums, noLines } from "./measure-lines.ts";
import { factsSince, periodsEndingOn } from "./periods.ts";

/** What sales are looked at by. Tags are one value together, so that no amount is counted twice. */
const views: Readonly<Record<string, (line: LineFact) => string>> = {
  total: () => "",
  channel: ({ channel }) => channel,
  shop: ({ shop }) => shop,
  product: ({ sku }) => sku,
  category: ({ category }) => category,
  region: ({ country, region }) => [country, region].filter((part) => part !== "").join(" "),
  warehouse: ({ warehouse }) => warehouse,
  customer_tags: ({ customerTags }) => customerTags.join(", "),
};

/**
 * Sales of the day by each view, and of the week and the month on their last days. Within a period every view comes to the
 * same sum, which for the day is the day's own.
 */
export const salesSummary: ReportDefinition = {
  name: "sales-summary",
  uses: ["lines"],
  ties: [{ amount: "net_of_day", currency: "currency", equals: "net" }],
  columns: [
    { name: "entry_id", kind: "text", width: 38 },
    { name: "period", kind: "text", width: 8 },
    { name: "from", kind: "day" },
    { name: "to", kind: "day" },
    { name: "by", kind: "text", width: 14 },
    { name: "value", kind: "text", width: 24 },
    { name: "currency", kind: "text", width: 10 },
    { name: "orders", kind: "integer" },
    { name: "units", kind: "integer" },
    { name: "returned_units", kind: "integer" },
    { name: "sales", kind: "decimal" },
    { name: "average_order", kind: "decimal" },
    { name: "discount", kind: "decimal" },
    { name: "shipping", kind: "decimal" },
    { name: "tax", kind: "decimal" },
    { name: "taken_back", kind: "decimal" },
    { name: "net", kind: "decimal" },
    { name: "net_of_day", kind: "decimal" },
    { name: "reporting_currency", kind: "text", width: 18 },
    { name: "reporting_net", kind: "decimal" },
  ],
  rows: async function* (source) {
    for (const { period, from } of periodsEndingOn(source.facts.manifest.day)) yield await rowsOf(source, period, from);
  },
};

async function rowsOf(source: ReportSource, period: Period, from: string): Promise<readonly Row[]> {
  const { day, currency: reporting } = source.facts.manifest;
  const groups = new Map<string, LineSums>();
  for await (const facts of factsSince(source, from))
    for await (const lines of facts.read("lines")) for (const line of lines) count(groups, line);
  const keys = [...groups.keys()].sort(compareText);
  return keys.map((key): Row => {
    const [by = "", value = "", currency = ""] = key.split("\n");
    const sums = groups.get(key) ?? noLines();
    const show = (minor: number | null): string | null => amountCell(minor, currency);
    return [
      `${period}:${by}:${value}:${currency}`,
      ...[period, from, day, by, value, currency],
      ...[sums.orders, sums.units, sums.returnedUnits],
      show(sums.salesMinor),
      show(averageMinor(sums.salesMinor, sums.orders)),
      ...[sums.discountMinor, sums.shippingMinor, sums.taxMinor, sums.takenBackMinor, sums.netMinor].map(show),
      // Only once for each currency, so that the column adds up to the day.
      period === "day" && by === "total" ? show(sums.netMinor) : null,
      reporting,
      amountCell(sums.reportingNetMinor, reporting),
    ];
  });
}

function count(groups: Map<string, LineSums>, line: LineFact): void {
  for (const [by, viewed] of Object.entries(views)) {
    const key = [by, viewed(line).replaceAll("\n", " "), line.currency].join("\n");
    const sums = groups.get(key) ?? noLines();
    groups.set(key, sums);
    addLine(sums, line);
  }
}

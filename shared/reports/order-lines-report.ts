import { decimalFromMinor } from "../kernel/money.ts";
import type { LineFact } from "./facts/fact.ts";
import type { FactsManifest } from "./facts/facts-manifest.ts";
import type { ReportDefinition, Row } from "./report-definition.ts";
import { rateCells } from "./sales-report.ts";

/** What of each sale, refund and change belongs to which line: cent by cent, so that the lines add up to the sales report. */
export const orderLinesReport: ReportDefinition = {
  name: "order-lines",
  uses: ["lines"],
  ties: [{ amount: "total", currency: "currency", equals: "net" }],
  columns: [
    { name: "entry_id", kind: "text", width: 38 },
    { name: "sales_entry_id", kind: "text", width: 38 },
    { name: "kind", kind: "text", width: 13 },
    { name: "business_day", kind: "day" },
    { name: "original_business_day", kind: "day", width: 20 },
    { name: "order_id", kind: "text", width: 32 },
    { name: "channel", kind: "text", width: 14 },
    { name: "connection", kind: "text", width: 18 },
    { name: "channel_order_no", kind: "text" },
    { name: "line_id", kind: "text" },
    { name: "sku", kind: "text" },
    { name: "title", kind: "text", width: 36 },
    { name: "variant", kind: "text" },
    { name: "category", kind: "text" },
    { name: "warehouse", kind: "text" },
    { name: "quantity", kind: "integer" },
    { name: "currency", kind: "text", width: 10 },
    { name: "unit_price", kind: "decimal" },
    { name: "items", kind: "decimal" },
    { name: "discount", kind: "decimal" },
    { name: "shipping", kind: "decimal" },
    { name: "fees", kind: "decimal" },
    { name: "tax", kind: "decimal" },
    { name: "discrepancy", kind: "decimal" },
    { name: "total", kind: "decimal" },
    { name: "reporting_currency", kind: "text", width: 18 },
    { name: "reporting_total", kind: "decimal" },
    { name: "rate", kind: "text", width: 12 },
    { name: "rate_day", kind: "day" },
    { name: "rate_source", kind: "text" },
    { name: "unit_cost", kind: "decimal" },
  ],
  rows: async function* ({ facts }) {
    for await (const lines of facts.read("lines")) yield lines.map((line) => rowOf(line, facts.manifest));
  },
};

function rowOf(line: LineFact, { currency: reporting, rates }: FactsManifest): Row {
  const { currency, unitCostMinor } = line;
  const show = (minor: number): string => decimalFromMinor(minor, currency);
  return [
    line.id,
    line.entryId,
    line.kind,
    line.day,
    line.originalDay,
    line.orderId,
    line.channel,
    line.shop,
    line.orderNo,
    line.lineId,
    line.sku,
    line.title,
    line.variant,
    line.category,
    line.warehouse,
    line.quantity,
    currency,
    show(line.unitPriceMinor),
    show(line.itemsMinor),
    show(line.discountMinor),
    show(line.shippingMinor),
    show(line.feesMinor),
    show(line.taxMinor),
    show(line.otherMinor),
    show(line.totalMinor),
    reporting,
    ...rateCells(line, reporting, rates),
    unitCostMinor === null ? null : decimalFromMinor(unitCostMinor, reporting),
  ];
}

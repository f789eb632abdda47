import type { ReportDefinition } from "../report-definition.ts";
import { amountCell } from "./measure-lines.ts";

/** What the hub proposed to buy when the day ended: one row for each article whose stock does not suffice. */
export const purchaseProposals: ReportDefinition = {
  name: "purchase-proposals",
  uses: ["purchases"],
  ties: [],
  columns: [
    { name: "entry_id", kind: "text", width: 28 },
    { name: "sku", kind: "text" },
    { name: "title", kind: "text", width: 36 },
    { name: "category", kind: "text" },
    { name: "supplier", kind: "text", width: 24 },
    { name: "quantity", kind: "integer" },
    { name: "packs", kind: "integer" },
    { name: "pack_size", kind: "integer" },
    { name: "lead_time_days", kind: "integer", width: 16 },
    { name: "reporting_currency", kind: "text", width: 18 },
    { name: "expected_cost", kind: "decimal" },
    { name: "available_and_incoming", kind: "integer", width: 20 },
    { name: "reorder_point", kind: "integer" },
    { name: "units_per_day", kind: "decimal" },
    { name: "stock_out_at_utc", kind: "instant" },
    { name: "may_ship_late", kind: "text", width: 14 },
    { name: "proposed_at_utc", kind: "instant" },
  ],
  rows: async function* ({ facts }) {
    const { currency } = facts.manifest;
    for await (const purchases of facts.read("purchases"))
      yield purchases.map((fact) => [
        ...[fact.id, fact.sku, fact.title, fact.category, fact.supplier],
        ...[fact.quantity, fact.quantity / fact.packSize, fact.packSize, fact.leadTimeDays, currency],
        ...[amountCell(fact.costMinor, currency), fact.position, fact.reorderPoint, fact.unitsPerDay.toFixed(2)],
        ...[fact.stockOutAt, fact.isLate ? "yes" : "no", fact.at],
      ]);
  },
};

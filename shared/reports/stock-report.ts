import type { ReportDefinition } from "./report-definition.ts";

/** Every sku in every warehouse as it stood at the end of the day, in one order, so that two days can be laid side by side. */
export const stockReport: ReportDefinition = {
  name: "stock",
  uses: ["stock"],
  ties: [],
  columns: [
    { name: "entry_id", kind: "text", width: 28 },
    { name: "sku", kind: "text" },
    { name: "warehouse", kind: "text" },
    { name: "on_hand", kind: "integer" },
    { name: "allocated", kind: "integer" },
    { name: "available", kind: "integer" },
    { name: "damaged", kind: "integer" },
    { name: "on_hold", kind: "integer" },
    { name: "safety_stock", kind: "integer" },
    { name: "incoming", kind: "integer" },
    { name: "low_stock_threshold", kind: "integer", width: 20 },
    { name: "is_low", kind: "text" },
    { name: "changed_at_utc", kind: "instant" },
    { name: "title", kind: "text", width: 36 },
    { name: "category", kind: "text" },
  ],
  rows: async function* ({ facts }) {
    for await (const stocks of facts.read("stock"))
      yield stocks.map((stock) => [
        stock.id,
        stock.sku,
        stock.warehouse,
        stock.onHand,
        stock.allocated,
        stock.available,
        stock.damaged,
        stock.onHold,
        stock.safetyStock,
        stock.incoming,
        stock.lowStockThreshold,
        stock.lowStockThreshold !== null && stock.available <= stock.lowStockThreshold ? "yes" : "no",
        stock.at,
        stock.title,
        stock.category,
      ]);
  },
};

import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { count, day, schemaOf, sku, text, units, whole, words } from "../fields.ts";

export const summary = "Once a day: the open low-stock alerts and the purchases that are proposed.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    day: day("The merchant's day it was made on."),
    openAlerts: count("All open alerts."),
    openProposals: count("All purchases that are proposed and not ordered."),
    lateProposals: count("Those whose goods would come after the stock has ended."),
    workbook: words("The key of the workbook with all of them in the bucket of exports."),
    alerts: z
      .array(
        z.object({
          sku: sku(),
          warehouse: words("null: all warehouses together."),
          available: whole("Units on hand and not promised, when the alert opened."),
          stockOutAt: words("When the stock ends at the recent rate; null when nobody can say."),
        }),
      )
      .check(z.describe("The first of them, soonest end first.")),
    proposals: z
      .array(z.object({ sku: sku(), quantity: units("Units to order."), supplier: words("Who sells it.") }))
      .check(z.describe("The first of them.")),
    note: text("A sentence for people."),
  }),
);

export type StockDigested = DetailFrom<typeof schema>;

export const sample: StockDigested = {
  day: "2026-11-21",
  openAlerts: 1,
  openProposals: 1,
  lateProposals: 1,
  workbook: "demo/stock-digest/date=2026-11-21/low-stock.xlsx",
  alerts: [{ sku: "TEA-250", warehouse: "SHA", available: 4, stockOutAt: "2026-11-24T10:31:51.000Z" }],
  proposals: [{ sku: "TEA-250", quantity: 240, supplier: "West Lake Tea Co." }],
  note: "1 alert is open, 1 purchase is proposed; 1 of them comes late.",
};

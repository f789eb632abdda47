import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { count, lowStockFields, schemaOf, sku, warehouse, whole } from "../fields.ts";

export const summary = "Available stock fell to its threshold or below. Said once until it has recovered.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    sku: sku(),
    warehouse: warehouse(),
    available: whole("Units on hand and not promised; below zero when a count found fewer than were promised."),
    threshold: count("The alert's threshold."),
    ...lowStockFields(),
  }),
);

export type StockLow = DetailFrom<typeof schema>;

export const sample: StockLow = {
  sku: "TEA-250",
  warehouse: "SHA",
  available: 4,
  threshold: 5,
  reason: "threshold",
  unitsPerDay: 1.6,
  stockOutAt: "2026-11-24T10:31:51.000Z",
  isQuiet: false,
};

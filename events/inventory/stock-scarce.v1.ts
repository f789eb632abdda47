import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { count, lowStockFields, schemaOf, sku, whole } from "../fields.ts";

export const summary =
  "What all warehouses together have of a sku fell to its threshold or below. Said once until it has recovered.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    sku: sku(),
    available: whole("Units on hand and not promised, of all warehouses."),
    threshold: count("The alert's threshold."),
    ...lowStockFields(),
  }),
);

export type StockScarce = DetailFrom<typeof schema>;

export const sample: StockScarce = {
  sku: "TEA-250",
  available: 30,
  threshold: 40,
  reason: "days_of_cover",
  unitsPerDay: 8,
  stockOutAt: "2026-11-25T16:31:51.000Z",
  isQuiet: false,
};

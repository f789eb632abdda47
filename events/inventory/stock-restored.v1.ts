import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { count, schemaOf, sku, whole } from "../fields.ts";

export const summary = "Stock that was scarce in all warehouses together has recovered.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    sku: sku(),
    available: whole("Units on hand and not promised, of all warehouses."),
    threshold: z.nullable(count("The alert's threshold; null when the merchant no longer wants an alert.")),
  }),
);

export type StockRestored = DetailFrom<typeof schema>;

export const sample: StockRestored = { sku: "TEA-250", available: 400, threshold: 40 };

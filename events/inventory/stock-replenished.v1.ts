import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { count, schemaOf, sku, warehouse, whole } from "../fields.ts";

export const summary = "Stock that was low has recovered.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    sku: sku(),
    warehouse: warehouse(),
    available: whole("Units on hand and not promised."),
    threshold: z.nullable(count("The alert's threshold; null when the merchant no longer wants an alert.")),
  }),
);

export type StockReplenished = DetailFrom<typeof schema>;

export const sample: StockReplenished = { sku: "TEA-250", warehouse: "SHA", available: 120, threshold: 5 };

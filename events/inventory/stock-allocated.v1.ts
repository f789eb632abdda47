import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { count, orderId, sampleOrderId, schemaOf, sku, units, warehouse } from "../fields.ts";

export const summary = "Units were promised to an order and are no longer available to others.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    orderId: orderId(),
    lines: z.array(z.object({ sku: sku(), warehouse: warehouse(), quantity: units("Units promised.") })),
    more: z.optional(count("So many further entries are left out; the order itself has all.")),
  }),
);

export type StockAllocated = DetailFrom<typeof schema>;

export const sample: StockAllocated = {
  orderId: sampleOrderId,
  lines: [{ sku: "TEA-250", warehouse: "SHA", quantity: 2 }],
};

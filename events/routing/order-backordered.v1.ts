import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { orderId, sampleOrderId, schemaOf, sku, units } from "../fields.ts";

export const summary = "Stock is short for an order; it waits, and is routed again when stock comes.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    orderId: orderId(),
    short: z.array(z.object({ sku: sku(), quantity: units("Units that are missing.") })),
  }),
);

export type OrderBackordered = DetailFrom<typeof schema>;

export const sample: OrderBackordered = { orderId: sampleOrderId, short: [{ sku: "TEA-250", quantity: 2 }] };

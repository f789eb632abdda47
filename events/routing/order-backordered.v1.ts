import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { count, orderId, sampleOrderId, schemaOf, sku, units } from "../fields.ts";

export const summary = "Stock is short for an order; it waits, and is routed again when stock comes.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    orderId: orderId(),
    short: z.array(z.object({ sku: sku(), quantity: units("Units that are missing.") })),
    more: z.optional(count("So many further entries are left out; the order itself has all.")),
  }),
);

export type OrderBackordered = DetailFrom<typeof schema>;

export const sample: OrderBackordered = { orderId: sampleOrderId, short: [{ sku: "TEA-250", quantity: 2 }] };

import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { count, orderId, sampleOrderId, schemaOf, sku, units, warehouse } from "../fields.ts";

export const summary = "An order got its warehouses and the stock is allocated.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    orderId: orderId(),
    plan: z.array(z.object({ warehouse: warehouse(), sku: sku(), quantity: units("Units to ship from there.") })),
    more: z.optional(count("So many further entries are left out; the order itself has all.")),
    rulesVersion: count("Version of the routing rules that decided; 0 for the built-in ones."),
  }),
);

export type OrderRouted = DetailFrom<typeof schema>;

export const sample: OrderRouted = {
  orderId: sampleOrderId,
  plan: [
    { warehouse: "SHA", sku: "TEA-250", quantity: 2 },
    { warehouse: "CAN", sku: "CUP-01", quantity: 1 },
  ],
  rulesVersion: 3,
};

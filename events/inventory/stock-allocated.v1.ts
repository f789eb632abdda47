import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { orderId, orderSample, sku, units, warehouse } from "../fields.ts";

export const summary = "Units were promised to an order and are no longer available to others.";

export const schema = z.object({
  orderId: orderId(),
  lines: z.array(z.object({ sku: sku(), warehouse: warehouse(), quantity: units("Units promised.") })),
});

export type StockAllocated = DetailFrom<typeof schema>;

export const sample: StockAllocated = {
  orderId: orderSample.orderId,
  lines: [{ sku: "TEA-250", warehouse: "SHA", quantity: 2 }],
};

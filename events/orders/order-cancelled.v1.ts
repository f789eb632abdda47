import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { orderFields, orderSample, words } from "../fields.ts";

export const summary = "An order was cancelled; what was allocated to it is free again.";

export const schema = z.object({
  ...orderFields(),
  reason: words("The channel's word for why; null when it gave none."),
});

export type OrderCancelled = DetailFrom<typeof schema>;

export const sample: OrderCancelled = { ...orderSample, status: "cancelled", reason: "customer" };

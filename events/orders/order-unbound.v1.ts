import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { count, orderId, sampleOrderId, schemaOf } from "../fields.ts";

export const summary = "A large order gave up promised goods, shipped or no longer wanted; its stock follows in steps.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({ orderId: orderId(), positions: count("Positions (sku and warehouse) whose stock is to follow.") }),
);

export type OrderUnbound = DetailFrom<typeof schema>;

export const sample: OrderUnbound = { orderId: sampleOrderId, positions: 1200 };

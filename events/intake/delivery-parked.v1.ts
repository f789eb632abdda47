import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { channel, connectionId, schemaOf, text } from "../fields.ts";

export const summary =
  "A delivery was verified and stored but not understood; it waits for an operator and can be replayed.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    deliveryId: text("The hub's id of the delivery."),
    connectionId: connectionId(),
    channel: channel(),
    topic: text("The channel's topic, e.g. orders/create."),
    reason: text("What was not understood and where; never personal data."),
  }),
);

export type DeliveryParked = DetailFrom<typeof schema>;

export const sample: DeliveryParked = {
  deliveryId: "dlv_demo_2m7q1x8c5b4n6t0y2w1z3k9f0v",
  connectionId: "woo-demo",
  channel: "woocommerce",
  topic: "order.updated",
  reason: "unknown_status at status: awaiting-pickup is not in the status map",
};

import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { channel, connectionId, count, day, schemaOf, text } from "../fields.ts";

export const summary = "Orders that the channel lists for a closed day are missing in the hub after they were fetched.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    connectionId: connectionId(),
    channel: channel(),
    day: day("The day in the merchant's zone."),
    channelHas: count("Orders that the channel lists as placed on this day."),
    hubHas: count("How many of them the hub has, or rightly leaves out."),
    missing: z
      .array(
        z.object({
          channelOrderId: text("The channel's own id of the order."),
          why: text("What the fetch of this order ended in."),
        }),
      )
      .check(z.describe("The first of them.")),
  }),
);

export type GapFound = DetailFrom<typeof schema>;

export const sample: GapFound = {
  connectionId: "shopee-demo",
  channel: "shopee",
  day: "2026-11-21",
  channelHas: 412,
  hubHas: 411,
  missing: [{ channelOrderId: "2611210ABCDEF", why: "unknown_status at order_status: PARKED" }],
};

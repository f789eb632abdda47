import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { orderFields, orderSample, schemaOf, text, words } from "../fields.ts";

export const summary = "A parcel that was recorded as sent was taken back; its goods are in their warehouse again.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    ...orderFields(),
    shipmentId: text("The hub's id of the parcel."),
    trackingNo: text("The carrier's number of the parcel."),
    reason: words("What the person who took it back said; null for nothing."),
  }),
);

export type OrderUnshipped = DetailFrom<typeof schema>;

export const sample: OrderUnshipped = /* @__PURE__ */ orderSample({
  status: "allocated",
  shipmentId: "shp_0c2m6w8n4r1t5y9u3i7o2p6a1s",
  trackingNo: "SF0000000000001",
  reason: "wrong order",
});

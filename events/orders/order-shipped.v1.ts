import * as z from "zod/mini";
import type { DetailFrom } from "../envelope.ts";
import { instant, orderFields, orderSample, schemaOf, sku, text, units, warehouse } from "../fields.ts";

export const summary = "The merchant's own people sent a parcel of the order; its channel is told next.";

export const schema = /* @__PURE__ */ schemaOf(() =>
  z.object({
    ...orderFields(),
    shipmentId: text("The hub's id of the parcel."),
    warehouse: warehouse(),
    carrierCode: text("The hub's word for the carrier, e.g. SF."),
    trackingNo: text("The carrier's number of the parcel."),
    shippedAt: instant("When it left the warehouse."),
    lines: z.array(
      z.object({ lineId: text("The channel's id of the order line."), sku: sku(), quantity: units("Units in it.") }),
    ),
  }),
);

export type OrderShipped = DetailFrom<typeof schema>;

export const sample: OrderShipped = /* @__PURE__ */ orderSample({
  status: "shipped",
  shipmentId: "shp_0c2m6w8n4r1t5y9u3i7o2p6a1s",
  warehouse: "SHA",
  carrierCode: "SF",
  trackingNo: "SF0000000000001",
  shippedAt: "2026-11-22T06:10:00.000Z",
  lines: [{ lineId: "1", sku: "TEA-250", quantity: 2 }],
});

import type { ShipmentNews } from "../channels/api.ts";
import { lineQuantities } from "../orders/open-quantities.ts";
import type { Order } from "../orders/order.ts";
import { type OwnParcel, ownParcels } from "../orders/own-parcels.ts";
import { type CarrierWords, carrierFor } from "./carriers.ts";

/** A parcel as its channel is told of it. */
export function shipmentNews(order: Order, parcel: OwnParcel, words: CarrierWords): ShipmentNews {
  const skus = new Map(order.lines?.facts.map(({ lineId, sku }) => [lineId, sku]));
  return {
    shipmentId: parcel.fulfilmentId,
    channelOrderId: order.channelOrderId,
    carrier: carrierFor(words, { code: parcel.hub.carrierCode, name: parcel.carrier ?? parcel.hub.carrierCode }),
    trackingNo: parcel.trackingNo ?? "",
    shippedAt: parcel.at,
    lines: parcel.lines.map(({ lineId, quantity }) => ({ lineId, sku: skus.get(lineId) ?? "", quantity })),
    isLast: isLast(order, parcel),
  };
}

/** Nothing is left to ship, and no parcel was recorded after this one. */
function isLast(order: Order, { fulfilmentId }: OwnParcel): boolean {
  const newest = ownParcels(order).findLast(({ state }) => state === "success");
  return newest?.fulfilmentId === fulfilmentId && lineQuantities(order).every(({ open }) => open === 0);
}

import { makeEvent } from "../../events/catalog.ts";
import { isTest } from "./derive-status.ts";
import type { Order } from "./order.ts";
import { eventCommon, type OutboxEvent, orderDetail } from "./order-events.ts";
import type { OwnParcel } from "./own-parcels.ts";

/** Of the order as it is after the parcel. A test order ships like any other, and nobody is told. */
export function shippedEvents(order: Order, parcel: OwnParcel, now: string): readonly OutboxEvent[] {
  if (order.header === null || isTest(order)) return [];
  const skus = new Map(order.lines?.facts.map(({ lineId, sku }) => [lineId, sku]));
  return [
    makeEvent({
      type: "order.shipped.v1",
      ...eventCommon(order, { occurredAt: parcel.at, recordedAt: now }),
      detail: {
        ...orderDetail(order, order.header.facts),
        shipmentId: parcel.fulfilmentId,
        warehouse: parcel.hub.warehouse,
        carrierCode: parcel.hub.carrierCode,
        trackingNo: parcel.trackingNo ?? "",
        shippedAt: parcel.at,
        lines: parcel.lines.map(({ lineId, quantity }) => ({ lineId, sku: skus.get(lineId) || "?", quantity })),
      },
    }),
  ];
}

/** Of the order as it is without the parcel. */
export function unshippedEvents(
  order: Order,
  parcel: OwnParcel,
  { reason, now }: { readonly reason: string | null; readonly now: string },
): readonly OutboxEvent[] {
  if (order.header === null || isTest(order)) return [];
  return [
    makeEvent({
      type: "order.unshipped.v1",
      ...eventCommon(order, { occurredAt: now, recordedAt: now }),
      detail: {
        ...orderDetail(order, order.header.facts),
        shipmentId: parcel.fulfilmentId,
        trackingNo: parcel.trackingNo ?? "",
        reason,
      },
    }),
  ];
}

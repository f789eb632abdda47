import { type MerchantId, type OrderId, type ShipmentId, shipmentIdOf } from "../kernel/ids.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { ChangeOrder, OrderChange, Unchanged } from "./change-order.ts";
import { decideShipment, type Shipment, type ShipmentRefused } from "./decide-shipment.ts";
import { followThrough } from "./follow-through.ts";
import type { Order } from "./order.ts";
import { isSameTracking, type OwnParcel, ownParcels } from "./own-parcels.ts";
import { parcelText } from "./parcel-text.ts";
import { shippedEvents } from "./shipment-events.ts";

export type ShipRequest = Omit<Shipment, "shipmentId" | "shippedAt"> & {
  readonly merchantId: MerchantId;
  readonly orderId: OrderId;
  /** The sender's own name for the parcel: told twice under it, it is recorded once. null: carrier and tracking number. */
  readonly key: string | null;
  /** null: now. */
  readonly shippedAt: string | null;
};

export type Shipped = {
  /** `repeated`: the parcel was recorded before, and nothing has changed. */
  readonly kind: "shipped" | "repeated";
  readonly shipmentId: ShipmentId;
  readonly order: Order;
};

export type ShipOrder = (request: ShipRequest) => Promise<Result<Shipped, ShipmentRefused | Unchanged>>;

/**
 * Records a parcel that the hub's own people sent: the goods leave stock and allocations as they do for a channel's parcel,
 * and `order.shipped.v1` lets the channel be told. Safe to repeat.
 */
export function makeShipOrder(changeOrder: ChangeOrder): ShipOrder {
  return (request) =>
    changeOrder(
      request.merchantId,
      request.orderId,
      (order, { now, books }): Result<OrderChange<Shipped>, ShipmentRefused> => {
        const shipmentId = idOf(order, request);
        const shipment: Shipment = { ...request, shipmentId, shippedAt: request.shippedAt ?? now };
        const decided = decideShipment(order, shipment, now);
        if (!decided.ok) return decided;
        const parcel = decided.value;
        if (parcel === null) return ok({ answer: { kind: "repeated", shipmentId, order }, change: null });
        const shipped = followThrough(order, withParcel(order, parcel, now), {
          changedGroups: ["fulfilments"],
          entries: [{ at: now, what: "parcel sent", note: parcelText(order, parcel) }],
          occurredAt: parcel.at,
          now,
          books,
        });
        const change = { ...shipped, events: [...shipped.events, ...shippedEvents(shipped.order, parcel, now)] };
        return ok({ answer: { kind: "shipped", shipmentId, order: shipped.order }, change });
      },
    );
}

/** A parcel that was taken back and is sent again under the same number is another one, unless its sender gave it a name. */
function idOf(order: Order, { orderId, key, carrier, trackingNo }: ShipRequest): ShipmentId {
  if (key !== null) return shipmentIdOf(orderId, key);
  const takenBack = ownParcels(order).filter(
    (parcel) => parcel.state === "cancelled" && isSameTracking(parcel.trackingNo, trackingNo),
  );
  return shipmentIdOf(orderId, `${carrier.code}/${trackingNo}${takenBack.length === 0 ? "" : `/${takenBack.length}`}`);
}

function withParcel(order: Order, parcel: OwnParcel, now: string): Order {
  const clock = { at: Date.parse(now), tie: parcel.fulfilmentId };
  return { ...order, fulfilments: { ...order.fulfilments, [parcel.fulfilmentId]: { clock, facts: parcel } } };
}

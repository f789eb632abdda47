import {
  type BindLots,
  type BindRefused,
  type Bound,
  type LeavingGoods,
  nothingBound,
  withoutLots,
} from "../inventory/lots/bind-lots.ts";
import type { StockMove } from "../inventory/stock-writes.ts";
import { type MerchantId, type OrderId, type ShipmentId, shipmentIdOf } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { POSITIONS_PER_STEP } from "./allocation.ts";
import type { ChangeOrder, OrderChange, Unchanged } from "./change-order.ts";
import { decideShipment, type Shipment, type ShipmentRefused } from "./decide-shipment.ts";
import { followThrough } from "./follow-through.ts";
import { leavingGoods, type NamedGoods, withLotsOf, withTracked } from "./leaving-goods.ts";
import type { Order } from "./order.ts";
import { isSameTracking, type OwnParcel, ownParcels } from "./own-parcels.ts";
import { parcelText } from "./parcel-text.ts";
import { shippedEvents } from "./shipment-events.ts";
import { comesInSteps } from "./stock-part.ts";

export type ShipRequest = Omit<Shipment, "shipmentId" | "shippedAt"> & {
  readonly merchantId: MerchantId;
  readonly orderId: OrderId;
  /** The sender's own name for the parcel: told twice under it, it is recorded once. null: carrier and tracking number. */
  readonly key: string | null;
  /** null: now. */
  readonly shippedAt: string | null;
  /** Of goods that are tracked: which lots and units were packed. Lots that nobody names are chosen; numbers must be named. */
  readonly goods?: readonly NamedGoods[] | undefined;
  /** Lots that are named may be too old: somebody has decided so. */
  readonly mayBeOld?: boolean | undefined;
};

export type Shipped = {
  /** `repeated`: the parcel was recorded before, and nothing has changed. */
  readonly kind: "shipped" | "repeated";
  readonly shipmentId: ShipmentId;
  readonly order: Order;
};

export type ShipOrder = (request: ShipRequest) => Promise<Result<Shipped, ShipmentRefused | BindRefused | Unchanged>>;

/**
 * Records a parcel that the hub's own people sent: the goods leave stock and allocations as they do for a channel's parcel,
 * those that are tracked by lot or number are bound to theirs in the same transaction, and `order.shipped.v1` lets the channel
 * be told. Safe to repeat. Without `bindLots` lots are booked by the stream's reader, by first expiry.
 */
export function makeShipOrder(changeOrder: ChangeOrder, bindLots?: BindLots): ShipOrder {
  return (request) =>
    changeOrder(
      request.merchantId,
      request.orderId,
      async (order, { now, books }): Promise<Result<OrderChange<Shipped>, ShipmentRefused | BindRefused>> => {
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
        const { goods: named = [], mayBeOld = false } = request;
        const goods = leavingGoods(order, parcel, shipped.moves, named);
        const { merchantId, orderId, channel } = order;
        const place = { merchantId, orderId, shipmentId, warehouse: shipment.warehouse, channel, zone: books.zone };
        const bound = (await bindLots?.({ ...place, now, goods, mayBeOld })) ?? ok(nothingBound);
        const fits = bound.ok ? fitting(bound.value, shipped.moves, goods) : bound;
        if (!fits.ok) return fits;
        const { tracked, lots, writes, lotWrites } = fits.value;
        const change = {
          ...shipped,
          order: withTracked(shipped.order, parcel, tracked),
          events: [...shipped.events, ...shippedEvents(shipped.order, parcel, now)],
          moves: withLotsOf(shipped.moves, parcel, lots),
          beside: [...writes, ...lotWrites],
        };
        return ok({ answer: { kind: "shipped", shipmentId, order: change.order }, change });
      },
    );
}

/**
 * What is bound in the parcel's own transaction. A parcel of very many articles is recorded without lots, which are booked
 * afterwards: its goods leave stock in steps of their own, or their lots do not fit beside them.
 */
function fitting(
  bound: Bound,
  moves: readonly StockMove[],
  goods: readonly LeavingGoods[],
): Result<Bound, BindRefused> {
  if (bound.lotWrites.length === 0) return ok(bound);
  const [first] = goods.filter(({ lots }) => lots !== null);
  const isFull = moves.length + bound.writes.length + bound.lotWrites.length > POSITIONS_PER_STEP;
  if (!comesInSteps(moves) && !isFull) return ok(bound);
  if (first === undefined) return ok(withoutLots(bound));
  const says = `${first.sku}: lots cannot be named in a parcel of so many articles; send it as several`;
  return fail({ kind: "goods_refused", code: "too_large_for_lots", sku: first.sku, says });
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

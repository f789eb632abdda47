import type { UnbindRequest, Unbound } from "../inventory/lots/unbind-lots.ts";
import { type ReturnedGoods, returnWrites } from "../inventory/return-writes.ts";
import { type MerchantId, type OrderId, type ShipmentId, sku, warehouseCode } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { type Allocation, withMore } from "./allocation.ts";
import type { ChangeOrder, OrderChange, Unchanged } from "./change-order.ts";
import { followThrough } from "./follow-through.ts";
import type { Returning } from "./goods-apart.ts";
import { allocatedTo, componentsOf, lineQuantities } from "./open-quantities.ts";
import type { Order } from "./order.ts";
import { type OwnParcel, ownParcels } from "./own-parcels.ts";
import { parcelText } from "./parcel-text.ts";
import { unshippedEvents } from "./shipment-events.ts";
import { comesInSteps } from "./stock-part.ts";

export type UnshipRequest = {
  readonly merchantId: MerchantId;
  readonly orderId: OrderId;
  readonly shipmentId: ShipmentId;
  readonly reason: string | null;
};

export type Unshipped = { readonly kind: "unshipped" | "repeated"; readonly order: Order };
/** Also for a parcel that the channel told of: only the channel can take that one back. */
export type UnshipRefused = { readonly kind: "unknown_shipment" };

export type UnshipOrder = (request: UnshipRequest) => Promise<Result<Unshipped, UnshipRefused | Unchanged>>;

/**
 * Takes back a parcel that was recorded by mistake: its goods are in their warehouse again, promised to the same order as
 * far as it still wants them, and `order.unshipped.v1` stops the telling or asks for a correction. Safe to repeat. The goods
 * of a parcel that is too large for one transaction come back in steps, free, and the order is planned anew on them.
 */
export function makeUnshipOrder(changeOrder: ChangeOrder, unbind?: UnbindLots): UnshipOrder {
  return ({ merchantId, orderId, shipmentId, reason }) =>
    changeOrder(merchantId, orderId, async (order, { now, books }): Promise<Decided> => {
      const parcel = ownParcels(order).find(({ fulfilmentId }) => fulfilmentId === shipmentId);
      if (parcel === undefined) return fail({ kind: "unknown_shipment" });
      if (parcel.state === "cancelled") return ok({ answer: { kind: "repeated", order }, change: null });
      const without = withoutParcel(order, parcel);
      const all = goodsBack(order, without, parcel);
      const isLarge = comesInSteps(all);
      const goods = isLarge ? all.map((each) => ({ ...each, promised: 0 })) : all;
      const note = `${parcelText(order, parcel)}${reason === null ? "" : `: ${reason}`}`;
      const consequences = followThrough(
        order,
        { ...without, allocations: promisedAgain(order, goods) },
        {
          changedGroups: ["fulfilments"],
          entries: [{ at: now, what: "parcel taken back", note }],
          occurredAt: now,
          now,
          books,
        },
      );
      const { tracked = [], warehouse } = parcel.hub;
      const place = { merchantId, orderId, shipmentId, warehouse: warehouseCode(warehouse), now };
      const unbound = tracked.length === 0 ? null : await unbind?.({ ...place, tracked, back: goods });
      const told = unshippedEvents(consequences.order, parcel, { reason, now });
      const change = {
        ...consequences,
        events: [...consequences.events, ...told],
        moves: isLarge ? [...consequences.moves, ...goods.map(toReturning)] : consequences.moves,
        beside: [
          ...(isLarge ? [] : returnWrites(merchantId, withLots(goods, unbound?.lots), now, orderId)),
          ...(unbound?.writes ?? []),
        ],
      };
      return ok({ answer: { kind: "unshipped", order: consequences.order }, change });
    });
}

/** `unbindLots` on the table; without it goods come back as units without a lot. */
export type UnbindLots = (request: UnbindRequest) => Promise<Unbound>;
type Decided = Result<OrderChange<Unshipped>, UnshipRefused>;

function withLots(goods: readonly LineBack[], lots: Unbound["lots"] | undefined): readonly ReturnedGoods[] {
  return lots === undefined ? goods : goods.map((each) => ({ ...each, lots: lots.get(each.sku) }));
}

function withoutParcel(order: Order, parcel: OwnParcel): Order {
  const entry = order.fulfilments[parcel.fulfilmentId];
  if (entry === undefined) throw new Error(`order ${order.orderId} has no parcel ${parcel.fulfilmentId}`);
  const cancelled = { ...entry, facts: { ...parcel, state: "cancelled" as const } };
  return { ...order, fulfilments: { ...order.fulfilments, [parcel.fulfilmentId]: cancelled } };
}

type LineBack = ReturnedGoods & { readonly lineId: string; readonly lineSku: string };

/** Only what counted as shipped because of this parcel: the same units may have left in a parcel the channel told of. */
function goodsBack(before: Order, after: Order, { hub }: OwnParcel): readonly LineBack[] {
  const was = new Map(lineQuantities(before).map(({ lineId, shipped }) => [lineId, shipped]));
  return lineQuantities(after).flatMap(({ lineId, sku: wanted, shipped, open }) => {
    const quantity = (was.get(lineId) ?? 0) - shipped;
    if (quantity <= 0) return [];
    const article = hub.skus[lineId] ?? wanted;
    const isWanted = article === wanted;
    const promised = isWanted ? Math.max(0, Math.min(quantity, open - allocatedTo(before, lineId))) : 0;
    const warehouse = warehouseCode(hub.warehouse);
    const parts = componentsOf(after, wanted);
    if (parts !== null) {
      return parts.map((part) => {
        const units = quantity * part.quantity;
        const left = open * part.quantity - allocatedTo(before, lineId, part.sku);
        const again = Math.max(0, Math.min(units, left));
        return { lineId, lineSku: part.sku, sku: part.sku, warehouse, quantity: units, promised: again };
      });
    }
    return [{ lineId, lineSku: article, sku: sku(article), warehouse, quantity, promised }];
  });
}

function toReturning({ sku: article, warehouse, quantity }: LineBack): Returning {
  return { kind: "returned", sku: article, warehouse, quantity, promised: 0 };
}

function promisedAgain(order: Order, goods: readonly LineBack[]): readonly Allocation[] {
  const again = goods.map(({ lineId, lineSku, warehouse, promised }): Allocation => {
    return { lineId, sku: lineSku, warehouse, quantity: promised };
  });
  return withMore(order.allocations, again);
}

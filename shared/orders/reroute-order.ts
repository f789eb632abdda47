import type { MerchantId, OrderId, WarehouseCode } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { ChangeOrder, OrderChange, Unchanged } from "./change-order.ts";
import { followThrough } from "./follow-through.ts";
import { givenBack, rerouted } from "./give-back.ts";
import { isCancelled } from "./open-quantities.ts";
import type { Order } from "./order.ts";

/** Why an order is planned anew, and how people say it. */
export const rerouteReasons = {
  short_pick: "short pick",
  warehouse_rejected: "the warehouse cannot send it",
  warehouse_closed: "the warehouse is closed",
  lines_cancelled: "lines were taken off the order",
  address_changed: "the address has changed",
  by_hand: "asked for by hand",
} as const;

export type RerouteReason = keyof typeof rerouteReasons;

export type RerouteRequest = {
  readonly merchantId: MerchantId;
  readonly orderId: OrderId;
  readonly reason: RerouteReason;
  readonly note: string | null;
  /** Warehouses that the order must not leave from any more. */
  readonly exclude: readonly WarehouseCode[];
  /** Only if something is promised from here; null: whatever is promised. */
  readonly onlyFrom: WarehouseCode | null;
  /** The sender's own name for the request: told twice under it, it is done once. */
  readonly key: string | null;
  readonly by: string;
};

export type Rerouted = {
  /** `repeated`: this was done before; `nothing_promised`: what has not shipped had no warehouse, and none was excluded. */
  readonly kind: "given_back" | "repeated" | "nothing_promised";
  /** Given back to their warehouses, for the next plan. */
  readonly units: number;
  readonly order: Order;
};

export type RerouteRefused =
  | { readonly kind: "cancelled" }
  /** Its goods are on their way in or out of stock in several steps; it can be asked again when they have arrived. */
  | { readonly kind: "being_moved" };

export type RerouteOrder = (request: RerouteRequest) => Promise<Result<Rerouted, RerouteRefused | Unchanged>>;

/**
 * Gives back everything that is promised to an order and has not left, and has the rest planned anew: `order.approved.v1`
 * goes to routing with the same write. Parcels that left hold no promises, so nothing of theirs is touched. Safe to repeat
 * under a `key`, for excluded warehouses, and for `onlyFrom`.
 */
export function makeRerouteOrder(changeOrder: ChangeOrder): RerouteOrder {
  return (request) =>
    changeOrder(
      request.merchantId,
      request.orderId,
      (order, { now, books }): Result<OrderChange<Rerouted>, RerouteRefused> => {
        const unchanged = (kind: "repeated" | "nothing_promised") =>
          ok({ answer: { kind, units: 0, order }, change: null });
        if (isCancelled(order)) return fail({ kind: "cancelled" });
        if (order.apart !== undefined) return fail({ kind: "being_moved" });
        if (isRepeated(order, request)) return unchanged("repeated");
        if (!isConcerned(order, request)) return unchanged("nothing_promised");
        const because = becauseOf(request);
        const rerouting = rerouted(order, { ...request, at: now, because });
        const units = order.allocations.reduce((sum, { quantity }) => sum + quantity, 0);
        const note = `${because}; ${units} units given back, asked by ${request.by}`;
        const consequences = followThrough(
          order,
          { ...order, allocations: [], rerouting },
          { changedGroups: [], entries: [{ at: now, what: "planned anew", note }], occurredAt: now, now, books },
        );
        const moves = [...consequences.moves, ...givenBack(order.allocations)];
        return ok({
          answer: { kind: "given_back", units, order: consequences.order },
          change: { ...consequences, moves },
        });
      },
    );
}

/** Of requests without a name only those that exclude warehouses can be told from new ones. */
function isRepeated({ rerouting, allocations }: Order, { key, exclude }: RerouteRequest): boolean {
  if (key !== null) return rerouting?.keys.includes(key) === true;
  const avoided = new Set(rerouting?.avoid.map(({ warehouse }) => warehouse));
  const isPromised = allocations.some(({ warehouse }) => exclude.includes(warehouse));
  return exclude.length > 0 && !isPromised && exclude.every((warehouse) => avoided.has(warehouse));
}

function isConcerned({ allocations }: Order, { onlyFrom, exclude }: RerouteRequest): boolean {
  if (onlyFrom !== null) return allocations.some(({ warehouse }) => warehouse === onlyFrom);
  return allocations.length > 0 || exclude.length > 0;
}

function becauseOf({ reason, note, exclude, onlyFrom }: RerouteRequest): string {
  const where = [...new Set([...exclude, ...(onlyFrom === null ? [] : [onlyFrom])])].join(", ");
  const said = `${rerouteReasons[reason]}${where === "" ? "" : ` (${where})`}`;
  return note === null ? said : `${said}: ${note}`;
}

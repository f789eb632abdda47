import type { Stock } from "../../inventory/stock.ts";
import type { WarehouseCode } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import { type Allocation, POSITIONS_PER_STEP } from "../../orders/allocation.ts";
import { isComplete, isTest } from "../../orders/derive-status.ts";
import { componentsOf, isCancelled, type LineQuantities, lineQuantities } from "../../orders/open-quantities.ts";
import type { Order, RoutingNote } from "../../orders/order.ts";
import { positionsOf } from "../positions-of.ts";
import type { Settings } from "../settings-store.ts";
import { type NotThere, type Placed, placeGoods } from "./place-goods.ts";
import { notedParcels, priceParcels, worthOfLines } from "./price-parcels.ts";

/** So many units of a line leave from this warehouse; of a bundle's line: so many sets. */
export type LinePlace = { readonly lineId: string; readonly warehouse: WarehouseCode; readonly quantity: number };

export type SplitRequest = {
  /** Each line that is named here is placed as a whole; lines that are not named stay where they are. */
  readonly places: readonly LinePlace[];
  /** Why, for whoever asks later. */
  readonly note: string;
  readonly by: string;
};

export type SplitRefused =
  | NotThere
  | { readonly kind: "not_ready"; readonly why: "cancelled" | "held" | "not_paid" | "not_complete" | "being_moved" }
  | { readonly kind: "unknown_line"; readonly lineId: string }
  /** The units of a line that have not left must all be placed, and no more than those. */
  | { readonly kind: "does_not_add_up"; readonly lineId: string; readonly open: number; readonly given: number }
  | { readonly kind: "unknown_warehouse" | "closed_warehouse"; readonly warehouse: string }
  | { readonly kind: "too_many_places"; readonly most: number };

/** Null: it stands like this already. */
export type SplitDecision = Placed | null;

export type SplitFacts = {
  readonly order: Order;
  /** Of every article of the order, promised or wanted. */
  readonly stocks: readonly Stock[];
  readonly settings: Settings;
  readonly now: string;
};

/**
 * Units that have not left, from where an operator wants them to leave. Rules of routing are not asked: who splits by hand
 * knows better. What the stock has, what has left and what is safety stock stays as it is. Pure.
 */
export function splitByHand(
  { order, stocks, settings, now }: SplitFacts,
  { places, note, by }: SplitRequest,
): Result<SplitDecision, SplitRefused> {
  const why = whyNotReady(order);
  if (why !== null) return fail({ kind: "not_ready", why });
  const wrong = wrongLine(order, places) ?? wrongWarehouse(settings, places);
  if (wrong !== null) return fail(wrong);
  const allocations = [
    ...order.allocations.filter(({ lineId }) => places.every((place) => place.lineId !== lineId)),
    ...placed(order, places),
  ];
  if (isSame(order.allocations, allocations)) return ok(null);
  const positions = positionsOf([...order.allocations, ...allocations]).length;
  if (positions > POSITIONS_PER_STEP) return fail({ kind: "too_many_places", most: POSITIONS_PER_STEP });
  const parcels = priceParcels(order, allocations, worthOfLines(order), { settings, now });
  const routing: RoutingNote = {
    decidedAt: now,
    rulesVersion: order.routing?.rulesVersion ?? 0,
    plan: positionsOf(allocations),
    considered: parcels.map(({ warehouse }) => ({ warehouse, verdict: "chosen", because: `chosen by hand by ${by}` })),
    because: `Split by hand by ${by}: ${note}`,
    terms: { shipments: parcels.length },
    byHand: { by, note },
    ...(settings.ruled === undefined || settings.ruled.carriers.length === 0 ? {} : { parcels: notedParcels(parcels) }),
  };
  return placeGoods(order, { allocations, note: routing, what: "split by hand" }, stocks);
}

function whyNotReady(order: Order): Extract<SplitRefused, { readonly kind: "not_ready" }>["why"] | null {
  if (!isComplete(order) || isTest(order)) return "not_complete";
  if (isCancelled(order)) return "cancelled";
  if (order.apart !== undefined) return "being_moved";
  if (order.holds.length > 0) return "held";
  const isPayable = order.payment?.facts.state === "paid" || order.payment?.facts.payOnDelivery === true;
  return isPayable || order.allocations.length > 0 ? null : "not_paid";
}

function wrongLine(order: Order, places: readonly LinePlace[]): SplitRefused | null {
  const lines = new Map<string, LineQuantities>(lineQuantities(order).map((line) => [line.lineId, line]));
  for (const [lineId, own] of Map.groupBy(places, (place) => place.lineId)) {
    const line = lines.get(lineId);
    if (line === undefined) return { kind: "unknown_line", lineId };
    const given = own.reduce((sum, { quantity }) => sum + quantity, 0);
    if (given !== line.open) return { kind: "does_not_add_up", lineId, open: line.open, given };
  }
  return null;
}

function wrongWarehouse({ warehouses }: Settings, places: readonly LinePlace[]): SplitRefused | null {
  for (const { warehouse } of places) {
    const found = warehouses.find(({ code }) => code === warehouse);
    if (found === undefined) return { kind: "unknown_warehouse", warehouse };
    if (!found.isActive) return { kind: "closed_warehouse", warehouse };
  }
  return null;
}

function placed(order: Order, places: readonly LinePlace[]): readonly Allocation[] {
  const skus = new Map(lineQuantities(order).map((line) => [line.lineId, line.sku]));
  const wanted = places.flatMap(({ lineId, warehouse, quantity }): Allocation[] => {
    const own = skus.get(lineId) ?? "";
    const goods = componentsOf(order, own) ?? [{ sku: own, quantity: 1 }];
    return goods.map((each) => ({ lineId, sku: each.sku, warehouse, quantity: quantity * each.quantity }));
  });
  return added(wanted);
}

/** One entry for each line, article and warehouse that has units. */
function added(allocations: readonly Allocation[]): readonly Allocation[] {
  const groups = Map.groupBy(allocations, ({ lineId, sku, warehouse }) => JSON.stringify([lineId, sku, warehouse]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const quantity = group.reduce((sum, each) => sum + each.quantity, 0);
    return first === undefined || quantity === 0 ? [] : [{ ...first, quantity }];
  });
}

function isSame(before: readonly Allocation[], after: readonly Allocation[]): boolean {
  const names = (list: readonly Allocation[]): string =>
    added(list)
      .map(({ lineId, sku, warehouse, quantity }) => JSON.stringify([lineId, sku, warehouse, quantity]))
      .sort()
      .join();
  return names(before) === names(after);
}

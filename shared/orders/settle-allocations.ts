import type { Component } from "../inventory/products/product.ts";
import type { StockMove } from "../inventory/stock-writes.ts";
import { sku } from "../kernel/ids.ts";
import type { Allocation } from "./allocation.ts";
import { componentsOf, lineQuantities } from "./open-quantities.ts";
import type { Order } from "./order.ts";
import { ownParcelsJustLeft } from "./own-parcels.ts";

export type Settlement = {
  readonly allocations: readonly Allocation[];
  /** What has left by this change, line by line. */
  readonly left: readonly Allocation[];
  /** Merged by sku, warehouse and kind. */
  readonly moves: readonly (StockMove & { readonly kind: "shipped" | "released" })[];
  /** Newly shipped units that no warehouse had promised: no stock can be taken for them. */
  readonly unallocatedShipped: number;
};

/**
 * What becomes of the allocations when the facts of an order change: units that have shipped since are consumed, units
 * that nobody wants any more (cancelled, removed, refunded) are released, the rest stays. Deterministic: a
 * parcel of the hub's own people takes from the warehouse it left; else warehouses are consumed by code from first to last,
 * and released from last to first.
 */
export function settleAllocations(before: Order | null, after: Order): Settlement {
  const shippedBefore = new Map(
    (before === null ? [] : lineQuantities(before)).map((line) => [line.lineId, line.shipped]),
  );
  const lines = new Map(lineQuantities(after).map((line) => [line.lineId, line]));
  const leftFrom = warehousesJustLeft(before, after);
  const held = Map.groupBy(after.allocations, (allocation) => allocation.lineId);
  const result: Allocation[] = [];
  const moves: Move[] = [];
  const left: Allocation[] = [];
  let unallocatedShipped = 0;

  for (const lineId of new Set([...held.keys(), ...lines.keys()])) {
    const line = lines.get(lineId);
    const own = byWarehouse(held.get(lineId) ?? []);
    const newlyShipped = Math.max(0, (line?.shipped ?? 0) - (shippedBefore.get(lineId) ?? 0));
    const parts = line === undefined ? null : componentsOf(after, line.sku);
    const open = line?.open ?? 0;
    const settled =
      parts === null
        ? [settleGoods(firstFrom(leftFrom, own), { sku: line?.sku, newlyShipped, open })]
        : settleParts(firstFrom(leftFrom, own), parts, { newlyShipped, open });

    for (const each of settled) {
      unallocatedShipped += each.unallocatedShipped;
      result.push(...each.kept);
      left.push(...each.shipped);
      moves.push(...each.shipped.map((taken) => ({ kind: "shipped" as const, taken })));
      moves.push(...each.released.map((taken) => ({ kind: "released" as const, taken })));
    }
  }
  return { allocations: result, left, moves: mergeMoves(moves), unallocatedShipped };
}

type Goods = { readonly newlyShipped: number; readonly open: number };
type SettledGoods = Record<"kept" | "shipped" | "released", readonly Allocation[]> & {
  readonly unallocatedShipped: number;
};

/** The allocations of one line and one article. What is promised of any other article than `sku` is given back. */
function settleGoods(
  own: readonly Allocation[],
  { sku: article, newlyShipped, open }: Goods & { readonly sku: string | undefined },
): SettledGoods {
  if (own.length === 0) return { kept: [], shipped: [], released: [], unallocatedShipped: newlyShipped };
  const consumed = take(own, newlyShipped);
  const isWanted = (allocation: Allocation): boolean => allocation.sku === article;
  const wanted = byWarehouse(consumed.left.filter(isWanted));
  const released = take(wanted.toReversed(), Math.max(0, total(wanted) - open));
  return {
    kept: released.left.toReversed(),
    shipped: consumed.taken,
    released: [...released.taken, ...consumed.left.filter((allocation) => !isWanted(allocation))],
    unallocatedShipped: newlyShipped - total(consumed.taken),
  };
}

/**
 * Of a bundle's line: each component as its sets shipped or stayed. Only whole sets stay in a warehouse: units that another
 * sku of the same line had been promised before make none by themselves.
 */
function settleParts(
  own: readonly Allocation[],
  parts: readonly Component[],
  { newlyShipped, open }: Goods,
): readonly SettledGoods[] {
  const known = new Set<string>(parts.map((part) => part.sku));
  const others = own.filter((allocation) => !known.has(allocation.sku));
  const settled = parts.map((part) => {
    const goods = { sku: part.sku, newlyShipped: newlyShipped * part.quantity, open: open * part.quantity };
    return settleGoods(
      own.filter((allocation) => allocation.sku === part.sku),
      goods,
    );
  });
  const sets = wholeSets(
    settled.flatMap((each) => each.kept),
    parts,
  );
  const whole = settled.map((each, at): SettledGoods => {
    const perSet = parts[at]?.quantity ?? 1;
    const cut = each.kept.map((allocation) => take([allocation], (sets.get(allocation.warehouse) ?? 0) * perSet));
    const kept = cut.flatMap(({ taken }) => taken);
    return { ...each, kept, released: [...each.released, ...cut.flatMap(({ left }) => left)] };
  });
  return [...whole, { kept: [], shipped: [], released: others, unallocatedShipped: 0 }];
}

function wholeSets(kept: readonly Allocation[], parts: readonly Component[]): ReadonlyMap<string, number> {
  const byPlace = Map.groupBy(kept, ({ warehouse }) => warehouse);
  const setsOf = (own: readonly Allocation[]): number =>
    Math.min(
      ...parts.map(({ sku: article, quantity }) =>
        Math.floor(total(own.filter((allocation) => allocation.sku === article)) / quantity),
      ),
    );
  return new Map([...byPlace].map(([warehouse, own]) => [warehouse, setsOf(own)]));
}

/** Of the parcels of our own that this very change brought. */
function warehousesJustLeft(before: Order | null, after: Order): ReadonlySet<string> {
  return new Set(ownParcelsJustLeft(before, after).map(({ hub }) => hub.warehouse));
}

function byWarehouse(allocations: readonly Allocation[]): readonly Allocation[] {
  return allocations.length < 2 ? allocations : allocations.toSorted((a, b) => (a.warehouse < b.warehouse ? -1 : 1));
}

function firstFrom(warehouses: ReadonlySet<string>, allocations: readonly Allocation[]): readonly Allocation[] {
  const rank = ({ warehouse }: Allocation): number => (warehouses.has(warehouse) ? 0 : 1);
  return warehouses.size === 0 ? allocations : allocations.toSorted((a, b) => rank(a) - rank(b));
}

type Move = { readonly kind: "shipped" | "released"; readonly taken: Allocation };

/** Takes up to `quantity` units from the front. */
function take(
  allocations: readonly Allocation[],
  quantity: number,
): { readonly taken: readonly Allocation[]; readonly left: readonly Allocation[] } {
  const taken: Allocation[] = [];
  const left: Allocation[] = [];
  let missing = quantity;
  for (const allocation of allocations) {
    const part = Math.min(missing, allocation.quantity);
    if (part > 0) taken.push({ ...allocation, quantity: part });
    if (part < allocation.quantity) left.push({ ...allocation, quantity: allocation.quantity - part });
    missing -= part;
  }
  return { taken, left };
}

function mergeMoves(moves: readonly Move[]): Settlement["moves"] {
  if (moves.length === 0) return [];
  const groups = Map.groupBy(moves, ({ kind, taken }) => JSON.stringify([taken.sku, taken.warehouse, kind]));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const quantity = total(group.map((move) => move.taken));
    return [{ kind: first.kind, sku: sku(first.taken.sku), warehouse: first.taken.warehouse, quantity }];
  });
}

function total(allocations: readonly Allocation[]): number {
  return allocations.reduce((sum, allocation) => sum + allocation.quantity, 0);
}

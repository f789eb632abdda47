import type { LeavingGoods } from "../inventory/lots/bind-lots.ts";
import type { LotUnits } from "../inventory/movement.ts";
import type { StockMove } from "../inventory/stock-writes.ts";
import { type Sku, sku } from "../kernel/ids.ts";
import type { TrackedGoods } from "../kernel/tracked-goods.ts";
import { componentsOf } from "./open-quantities.ts";
import type { Order } from "./order.ts";
import type { OwnParcel } from "./own-parcels.ts";

/** What whoever packed a parcel says of single units; `sku` where the line is a bundle: the component. */
export type NamedGoods = {
  readonly lineId: string;
  readonly sku: string | null;
  readonly lots: LotUnits | null;
  readonly serials: readonly string[] | null;
};

type Want = { readonly lineId: string; readonly sku: Sku; readonly units: number };

/**
 * The goods that leave stock with the parcel, line by line. Units that count as shipped already, because the channel told of them
 * first, are not among them: `moves` are the units that leave now.
 */
export function leavingGoods(
  order: Order,
  parcel: OwnParcel,
  moves: readonly StockMove[],
  named: readonly NamedGoods[],
): readonly LeavingGoods[] {
  const left = new Map<string, number>();
  for (const { kind, sku: article, warehouse, quantity } of moves) {
    if (kind !== "shipped" || warehouse !== parcel.hub.warehouse) continue;
    left.set(article, (left.get(article) ?? 0) + quantity);
  }
  return wantsOf(order, parcel).flatMap(({ lineId, sku: article, units }): LeavingGoods[] => {
    const now = Math.min(units, left.get(article) ?? 0);
    left.set(article, (left.get(article) ?? 0) - now);
    const said = named.find((each) => each.lineId === lineId && (each.sku === null || sku(each.sku) === article));
    const goods = { lineId, sku: article, units: now, lots: said?.lots ?? null, serials: said?.serials ?? null };
    return now === 0 ? [] : [goods];
  });
}

function wantsOf(order: Order, { hub, lines }: OwnParcel): readonly Want[] {
  const skus = new Map(order.lines?.facts.map((line) => [line.lineId, line.sku]));
  return lines.flatMap(({ lineId, quantity }): Want[] => {
    const sold = skus.get(lineId) ?? "";
    const parts = componentsOf(order, sold);
    if (parts !== null) return parts.map((part) => ({ lineId, sku: part.sku, units: quantity * part.quantity }));
    return [{ lineId, sku: sku(hub.skus[lineId] ?? sold), units: quantity }];
  });
}

/** The order with what is known of the parcel's single units. */
export function withTracked(order: Order, parcel: OwnParcel, tracked: readonly TrackedGoods[]): Order {
  const entry = order.fulfilments[parcel.fulfilmentId];
  if (entry === undefined || tracked.length === 0) return order;
  const facts = { ...parcel, hub: { ...parcel.hub, tracked } };
  return { ...order, fulfilments: { ...order.fulfilments, [parcel.fulfilmentId]: { ...entry, facts } } };
}

/** The moves that take goods out of the parcel's warehouse, with their lots. */
export function withLotsOf(
  moves: readonly StockMove[],
  { hub }: OwnParcel,
  lots: ReadonlyMap<Sku, LotUnits>,
): readonly StockMove[] {
  return moves.map((move) => {
    const own = move.kind === "shipped" && move.warehouse === hub.warehouse ? lots.get(move.sku) : undefined;
    return own === undefined || move.kind === "allocated" ? move : { ...move, lots: own };
  });
}

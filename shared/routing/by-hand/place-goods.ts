import { makeEvent } from "../../../events/catalog.ts";
import type { OutboxEvent } from "../../../events/outbox-form.ts";
import { freeToPromise, type Stock } from "../../inventory/stock.ts";
import type { StockMove } from "../../inventory/stock-writes.ts";
import { type Sku, sku, type WarehouseCode } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { Allocation } from "../../orders/allocation.ts";
import { deriveStatus } from "../../orders/derive-status.ts";
import { hasLeftJoint, withoutJoint } from "../../orders/joint-parcel.ts";
import { unallocatedLines } from "../../orders/open-quantities.ts";
import type { Order, RoutingNote } from "../../orders/order.ts";
import { positionsOf } from "../positions-of.ts";
import { sumBySku } from "../sum-by-sku.ts";

/** An order whose goods stand where somebody wants them, one version on; and what has to move for that, all of it together. */
export type Placed = {
  readonly after: Order;
  readonly events: readonly OutboxEvent[];
  /** Only the difference to what was promised before: what stays is not touched. */
  readonly moves: readonly StockMove[];
};

export type NotThere = {
  readonly kind: "not_enough";
  readonly warehouse: string;
  readonly sku: string;
  /** Free above the safety stock, and needed more than the order has there already. */
  readonly free: number;
  readonly needed: number;
};

export type Placing = {
  /** All that is to be promised to the order from now on. */
  readonly allocations: readonly Allocation[];
  readonly note: RoutingNote;
  /** For the timeline. */
  readonly what: string;
};

/** The goods of an order as `allocations` say; refused where the stock is not there. Pure. */
export function placeGoods(
  order: Order,
  { allocations, note, what }: Placing,
  stocks: readonly Stock[],
): Result<Placed, NotThere> {
  const moves = movesBetween(order.allocations, allocations, stocks);
  if (!moves.ok) return moves;
  const now = note.decidedAt;
  const placed: Order = {
    ...order,
    version: order.version + 1,
    allocations,
    backorder: [],
    routing: note,
    changedAt: now,
    timeline: [...order.timeline, { at: now, what, note: note.because }],
  };
  const stillWaits = new Set(order.backorder.map((part) => part.sku));
  const backorder = sumBySku(unallocatedLines(placed)).filter((part) => stillWaits.has(part.sku));
  const waiting: Order = { ...placed, backorder };
  const inParcel = hasLeftJoint(order, waiting) ? withoutJoint(waiting) : waiting;
  const after: Order = { ...inParcel, status: deriveStatus(inParcel) };
  return ok({ after, events: placedEvents(after, note, moves.value), moves: moves.value });
}

/** What the next of several orders finds that are placed in one transaction. */
export function stocksAfter(stocks: readonly Stock[], moves: readonly StockMove[]): readonly Stock[] {
  return stocks.map((stock) => {
    const own = moves.filter((move) => move.sku === stock.sku && move.warehouse === stock.warehouse);
    const more = own.reduce((sum, { kind, quantity }) => sum + (kind === "allocated" ? -quantity : quantity), 0);
    return more === 0 ? stock : { ...stock, available: stock.available + more };
  });
}

/** Skus whose stock a placing depends on. */
export function skusOf(...lists: readonly (readonly Allocation[])[]): readonly Sku[] {
  return [...new Set(lists.flat().map((each) => sku(each.sku)))];
}

function movesBetween(
  before: readonly Allocation[],
  after: readonly Allocation[],
  stocks: readonly Stock[],
): Result<readonly StockMove[], NotThere> {
  const [had, has] = [positionsOf(before), positionsOf(after)];
  const unitsIn = (list: RoutingNote["plan"], at: Place): number =>
    list.find((each) => each.sku === at.sku && each.warehouse === at.warehouse)?.quantity ?? 0;
  const moves: StockMove[] = [];
  for (const place of placesOf([...had, ...has])) {
    const more = unitsIn(has, place) - unitsIn(had, place);
    if (more < 0) moves.push({ ...place, kind: "released", quantity: -more });
    if (more <= 0) continue;
    const stock = stocks.find((each) => each.sku === place.sku && each.warehouse === place.warehouse);
    const free = stock === undefined ? 0 : freeToPromise(stock);
    if (stock === undefined || free < more) return fail({ kind: "not_enough", ...place, free, needed: more });
    moves.push({ ...place, kind: "allocated", quantity: more, safetyStock: stock.safetyStock });
  }
  return ok(moves);
}

type Place = { readonly sku: Sku; readonly warehouse: WarehouseCode };

function placesOf(list: RoutingNote["plan"]): readonly Place[] {
  const places = list.map(({ sku: article, warehouse }): Place => ({ sku: sku(article), warehouse }));
  return [...new Map(places.map((place) => [JSON.stringify([place.sku, place.warehouse]), place])).values()];
}

/** As routing tells it: where the order's goods leave from now, and what was promised anew. */
function placedEvents(after: Order, note: RoutingNote, moves: readonly StockMove[]): readonly OutboxEvent[] {
  const { orderId, merchantId, version } = after;
  const { decidedAt: now, rulesVersion, plan } = note;
  const common = { merchantId, subject: orderId, subjectVersion: version, occurredAt: now, recordedAt: now };
  const lines = moves
    .filter(({ kind }) => kind === "allocated")
    .map(({ sku: article, warehouse, quantity }) => ({ sku: article, warehouse, quantity }));
  return [
    makeEvent({ ...common, type: "order.routed.v1", detail: { orderId, plan, rulesVersion } }),
    ...(lines.length === 0 ? [] : [makeEvent({ ...common, type: "stock.allocated.v1", detail: { orderId, lines } })]),
  ];
}

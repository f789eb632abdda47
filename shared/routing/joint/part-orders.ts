import type { Stock } from "../../inventory/stock.ts";
import { readStocks } from "../../inventory/stock-store.ts";
import { causedMoveWrites } from "../../inventory/stock-writes.ts";
import { sku } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { Allocation } from "../../orders/allocation.ts";
import { again, type JoinRefused, type Parted, type PartRequest, stepped } from "../../orders/join-orders.ts";
import { withoutJoint } from "../../orders/joint-parcel.ts";
import type { Order } from "../../orders/order.ts";
import { orderWrites, readOrders } from "../../orders/order-store.ts";
import type { Write } from "../../table/port.ts";
import { type Placed, placeGoods, skusOf, stocksAfter } from "../by-hand/place-goods.ts";
import { type ByHandDeps, ownWrites } from "../by-hand/split-order.ts";
import { positionsOf } from "../positions-of.ts";

export type PartedAgain = Parted & {
  /** Orders whose former warehouse has the goods no more, or that have changed since: they leave from where they are. */
  readonly stay: readonly { readonly orderId: string; readonly warehouse: string }[];
};

export type PartGathered = (request: PartRequest) => Promise<Result<PartedAgain, JoinRefused>>;

/**
 * Parts orders that share a parcel, for all of them that have not left: those that were gathered for it are promised their
 * goods where they were before, in the same transaction. Safe to repeat.
 */
export function makePartGathered(deps: ByHandDeps): PartGathered {
  const { table } = deps;
  return ({ merchantId, orderId, by }) =>
    again<PartedAgain, JoinRefused>(deps, async () => {
      const order = (await readOrders(table, merchantId, [orderId])).get(orderId);
      if (order === undefined) return fail({ kind: "unknown_order", orderId });
      const { joint } = order;
      if (joint === undefined) return ok({ isRepeated: true, orderIds: [], stay: [] });
      const all = [...(await readOrders(table, merchantId, joint.orderIds)).values()];
      const own = all.filter((each) => each.joint?.jointId === joint.jointId);
      const lists = own.flatMap((each) => [each.allocations, each.joint?.before ?? []]);
      const isMoving = own.some((each) => each.joint?.before !== undefined);
      let stocks: readonly Stock[] = isMoving ? await readStocks(table, merchantId, skusOf(...lists)) : [];
      const now = deps.now().toISOString();
      const writes: Write[] = [];
      const moves: { readonly cause: string; readonly moves: Placed["moves"] }[] = [];
      const stay: { readonly orderId: string; readonly warehouse: string }[] = [];
      for (const each of own) {
        const placed = putBack(each, stocks, { now, by });
        if (placed === null) {
          writes.push(...orderWrites(each, withoutJoint(stepped(each, now, "parted again", `by ${by}`)), []));
          if (each.joint?.before !== undefined) stay.push({ orderId: each.orderId, warehouse: joint.warehouse });
          continue;
        }
        writes.push(...ownWrites(each, { ...placed, after: withoutJoint(placed.after) }));
        moves.push({ cause: each.orderId, moves: placed.moves });
        stocks = stocksAfter(stocks, placed.moves);
      }
      const written = await table.transact([...writes, ...causedMoveWrites(merchantId, moves, now)]);
      return written.ok ? ok({ isRepeated: false, orderIds: own.map((each) => each.orderId), stay }) : null;
    });
}

/** Null: it stays where it is, since it was there before, or cannot go back. */
function putBack(
  order: Order,
  stocks: readonly Stock[],
  { now, by }: { readonly now: string; readonly by: string },
): Placed | null {
  const before = order.joint?.before;
  if (before === undefined || !isOfTheSameGoods(before, order.allocations)) return null;
  const because = `Parted again by ${by}: it leaves from where it did before.`;
  const note = {
    decidedAt: now,
    rulesVersion: order.routing?.rulesVersion ?? 0,
    plan: positionsOf(before),
    considered: [],
    because,
    byHand: { by, note: "parted again" },
  };
  const placed = placeGoods(order, { allocations: before, note, what: "parted again" }, stocks);
  return placed.ok ? placed.value : null;
}

/** Lines that were cancelled or shipped since are not promised a second time. */
function isOfTheSameGoods(before: readonly Allocation[], after: readonly Allocation[]): boolean {
  const units = (list: readonly Allocation[]): string =>
    [...Map.groupBy(list, (each) => JSON.stringify([each.lineId, sku(each.sku)]))]
      .map(([name, own]) => `${name} ${own.reduce((sum, { quantity }) => sum + quantity, 0)}`)
      .sort()
      .join();
  return units(before) === units(after);
}

import type { StockMove } from "../inventory/stock-writes.ts";
import { stockMoveWrites } from "../inventory/stock-writes.ts";
import { apartWrite, type GoodsApart, inSteps, joinWrite, leaveWrites, readApart } from "../orders/goods-apart.ts";
import type { Order } from "../orders/order.ts";
import { orderWrites } from "../orders/order-store.ts";
import { orderKey } from "../table/keys.ts";
import type { CancelReason, Table, Write } from "../table/port.ts";
import { queueWrites, type Routed } from "./decide-routing.ts";
import { MAX_WRITES } from "./limit-plan.ts";
import { dayWrites } from "./orders-of-day.ts";

/**
 * Orders of more positions than one transaction can write. The goods are collected in steps: each takes some positions out
 * of what is available and notes them apart from the order, in one transaction that also makes sure that the order is still
 * as it was when collecting began. The last transaction writes the order with all its allocations and removes the notes. So
 * readers see the order without goods, and then with all of them; stock may promise more than orders show in between,
 * never less. A collection that is not brought to its end is let go by whoever routes the order next.
 */
export type CollectDeps = {
  readonly table: Table;
  readonly now: () => Date;
  /** Waits a little, longer for each further attempt, with some chance in it. */
  readonly pause: (attempt: number) => Promise<void>;
};

const maxTries = 6;
const parallelWrites = 16;
/** More places in queues than these are entered one by one, after the order says that it waits. */
const MANY_QUEUES = 60;

/** The order, marked as being collected; null when somebody else has changed it. From here on a worker that dies leaves traces. */
export async function beginCollecting(table: Table, order: Order): Promise<Order | null> {
  const marked: Order = { ...order, version: order.version + 1, apart: "collecting" };
  return (await write(table, order, marked)) ? marked : null;
}

/** Brings about a plan that was made on `order`, which must be marked unless nothing is to be taken. */
export async function collectOrder(deps: CollectDeps, order: Order, routed: Routed): ReturnType<Table["transact"]> {
  const { own, moves, days, queues, left } = routed.parts;
  const isUnchanged: Write = {
    kind: "check",
    key: orderKey(order.merchantId, order.orderId),
    condition: { kind: "compare", path: "version", op: "=", value: order.version },
  };
  const notes: Write[] = [];
  for (const [index, step] of inSteps(moves).entries()) {
    const note = apartWrite(order, order.version, index, step.map(toReleased));
    const now = deps.now().toISOString();
    const stock = stockMoveWrites(order.merchantId, step, now, order.orderId);
    const taken = await inTurn(deps, [isUnchanged, note, ...stock]);
    if (!taken.ok) return taken;
    if (note.kind === "put") notes.push(joinWrite({ pk: note.item.pk, sk: note.item.sk }));
  }
  const needed = [...own, ...notes, ...dayWrites(days)];
  const room = Math.max(0, MAX_WRITES - needed.length);
  const written = await inTurn(deps, [...needed, ...[...queues, ...left].slice(0, room)]);
  if (written.ok) await writeAll(deps.table, queues.slice(room));
  return written;
}

/** Ends what was begun for this order: goods that stand apart are free again, or leave the stock, as they were noted. */
export async function joinGoods(deps: CollectDeps, order: Order): Promise<void> {
  const leaving = order.apart === "leaving" ? order : await endCollecting(deps.table, order);
  if (leaving === null) return;
  for (const goods of await readApart(deps.table, order.merchantId, order.orderId)) await leave(deps, goods);
  const { apart: _, ...together } = leaving;
  await write(deps.table, leaving, { ...together, version: leaving.version + 1 });
}

/** With another version no step of the collection can follow. */
async function endCollecting(table: Table, order: Order): Promise<Order | null> {
  const leaving: Order = { ...order, version: order.version + 1, apart: "leaving" };
  return (await write(table, order, leaving)) ? leaving : null;
}

/** Another worker may have done it; then the note has gone. */
async function leave(deps: CollectDeps, goods: GoodsApart): Promise<void> {
  const left = await inTurn(deps, leaveWrites(goods, deps.now().toISOString()));
  if (left.ok) return;
  const [note, ...stock] = left.error.reasons;
  if (note?.kind === "condition_failed") return;
  const why = stock.find(({ kind }) => kind !== "none")?.kind ?? "none";
  throw new Error(`goods of ${goods.orderId} that stand apart could not leave the stock: ${why}`);
}

/** Does the order stand in more queues than its own transaction could surely enter? */
export function standsInMany(order: Order): boolean {
  return order.backorder.length > MANY_QUEUES;
}

/** Enters every queue again: a worker may have died between the order and its places. */
export async function enterQueues(table: Table, order: Order): Promise<void> {
  await writeAll(table, queueWrites(order));
}

async function write(table: Table, before: Order, after: Order): Promise<boolean> {
  return (await table.transact(orderWrites(before, after, []))).ok;
}

async function writeAll(table: Table, writes: readonly Write[]): Promise<void> {
  for (let at = 0; at < writes.length; at += parallelWrites) {
    const some = writes.slice(at, at + parallelWrites);
    await Promise.all(some.map((one) => (one.kind === "put" ? table.put(one.item) : table.transact([one]))));
  }
}

/** The same transaction again while it only meets others. */
async function inTurn({ table, pause }: CollectDeps, writes: readonly Write[]): ReturnType<Table["transact"]> {
  for (let tries = 1; ; tries += 1) {
    const written = await table.transact(writes);
    if (written.ok || tries === maxTries || written.error.reasons.some(isFinal)) return written;
    await pause(tries);
  }
}

function isFinal({ kind }: CancelReason): boolean {
  return kind === "condition_failed";
}

function toReleased({ sku, warehouse, quantity }: StockMove): Parameters<typeof apartWrite>[3][number] {
  return { kind: "released", sku, warehouse, quantity };
}

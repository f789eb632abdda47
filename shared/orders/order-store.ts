import { createHash } from "node:crypto";
import type { MerchantId, OrderId } from "../kernel/ids.ts";
import { dayKeys, listKeys, orderKey, orderLinesKey, orderPk, sortKeys } from "../table/keys.ts";
import { type Condition, type Item, queryAll, type Table, type Value, type Write } from "../table/port.ts";
import type { LineFacts } from "./facts.ts";
import type { Order } from "./order.ts";
import type { OutboxEvent } from "./order-events.ts";

/** Up to this many lines stand in the order's own item; more are kept in `LINES#nnnn` items of this many each. */
export const LINES_PER_ITEM = 150;
const TIMELINE_KEPT = 50;
const READ_TRIES = 4;

export type StoredOrder = {
  readonly order: Order;
  /** The events written with this very version. */
  readonly outbox: readonly OutboxEvent[];
};

/** The order as it is now, lines included; null if never seen. Strongly consistent. Throws on an unknown schema. */
export async function readOrder(table: Table, merchant: MerchantId, orderId: OrderId): Promise<StoredOrder | null> {
  for (let attempt = 1; ; attempt += 1) {
    const item = await table.get(orderKey(merchant, orderId));
    if (item === null) return null;
    if (item["linesHash"] === undefined) return fromOrderItem(item, null);
    const lines = await readLines(table, merchant, orderId);
    if (hashOf(lines) === item["linesHash"]) return fromOrderItem(item, lines);
    if (attempt === READ_TRIES) throw new Error(`the lines of order ${orderId} do not belong to its header`);
  }
}

/**
 * The writes that turn `before` into `after`: conditional on the version that was decided on, and on the order being new
 * when `before` is null. Lines in items of their own are written only when they changed. One write for most orders.
 */
export function orderWrites(before: Order | null, after: Order, events: readonly OutboxEvent[]): Write[] {
  const condition: Condition =
    before === null
      ? { kind: "absent", path: "pk" }
      : { kind: "compare", path: "version", op: "=", value: before.version };
  const order: Write = { kind: "put", item: toOrderItem(after, events), condition };
  return [order, ...lineWrites(before, after)];
}

export function toOrderItem(order: Order, events: readonly OutboxEvent[]): Item {
  const { merchantId, orderId, booking, lines, header } = order;
  const isChunked = chunkCount(order) > 0;
  return {
    ...orderKey(merchantId, orderId),
    ...listKeys(merchantId, "orders", order.status, header?.facts.placedAt ?? order.recordedAt, orderId),
    ...(booking === null ? {} : dayKeys(merchantId, booking.day, "sale", orderId)),
    schemaVersion: 1,
    ...order,
    timeline: order.timeline.slice(-TIMELINE_KEPT),
    lines: isChunked && lines !== null ? { clock: lines.clock, facts: [] } : lines,
    ...(isChunked ? { linesHash: hashOf(lines?.facts ?? []) } : {}),
    ...(events.length === 0 ? {} : { outbox: events as readonly Value[] }),
  };
}

function fromOrderItem(item: Item, lines: readonly LineFacts[] | null): StoredOrder {
  const { pk, sk, listPk, listSk, dayPk, daySk, schemaVersion, linesHash, outbox, ...stored } = item;
  if (sk !== sortKeys.order || schemaVersion !== 1) throw new Error(`${pk} ${sk} is not an order of schema 1`);
  const order = stored as unknown as Order;
  const events = (outbox ?? []) as unknown as readonly OutboxEvent[];
  if (lines === null || order.lines === null) return { order, outbox: events };
  return { order: { ...order, lines: { clock: order.lines.clock, facts: lines } }, outbox: events };
}

function lineWrites(before: Order | null, after: Order): Write[] {
  const [had, has] = [before === null ? 0 : chunkCount(before), chunkCount(after)];
  const facts = after.lines?.facts ?? [];
  if (has > 0 && had === has && hashOf(before?.lines?.facts ?? []) === hashOf(facts)) return [];
  const { merchantId, orderId } = after;
  const writes: Write[] = [];
  for (let chunk = 0; chunk < has; chunk += 1) {
    const part = facts.slice(chunk * LINES_PER_ITEM, (chunk + 1) * LINES_PER_ITEM);
    writes.push({ kind: "put", item: { ...orderLinesKey(merchantId, orderId, chunk), schemaVersion: 1, lines: part } });
  }
  for (let chunk = has; chunk < had; chunk += 1) {
    writes.push({ kind: "delete", key: orderLinesKey(merchantId, orderId, chunk) });
  }
  return writes;
}

async function readLines(table: Table, merchant: MerchantId, orderId: OrderId): Promise<readonly LineFacts[]> {
  const sk = { kind: "beginsWith", prefix: sortKeys.lines } as const;
  const items = await queryAll(table, { pk: orderPk(merchant, orderId), sk });
  return items.flatMap((item) => (item["lines"] ?? []) as unknown as readonly LineFacts[]);
}

function chunkCount(order: Order): number {
  const count = order.lines?.facts.length ?? 0;
  return count > LINES_PER_ITEM ? Math.ceil(count / LINES_PER_ITEM) : 0;
}

/** Names the lines, so that a reader who met a write between two reads notices it. Names are sorted: a store may reorder them. */
function hashOf(lines: readonly LineFacts[]): string {
  const names = Object.keys(lines[0] ?? {}).sort();
  return createHash("sha256").update(JSON.stringify(lines, names)).digest("base64url").slice(0, 22);
}

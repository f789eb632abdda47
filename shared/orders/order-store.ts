import { createHash } from "node:crypto";
import type { OutboxEvent } from "../../events/outbox-form.ts";
import type { MerchantId, OrderId } from "../kernel/ids.ts";
import { orderKey, orderLinesKey, orderPk, sortKeys } from "../table/keys.ts";
import { type Condition, queryAll, type Table, type Value, type Write } from "../table/port.ts";
import type { LineFacts } from "./facts.ts";
import type { Order } from "./order.ts";
import { fromLineTuples, fromOrderItem, orderFromItem, toLineTuples, toOrderItem } from "./order-codec.ts";

/** Up to this many lines stand in the order's own item; more are kept in `LINES#nnnn` items. */
export const LINES_PER_ITEM = 150;
/** Fewer and larger items leave more of a transaction to the stock that an order of many skus moves. */
const LINES_PER_CHUNK = 250;
/** Few lines with long titles leave the rest of the order as little room as many. */
const LINE_BYTES_PER_ITEM = 120_000;
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
 * Several orders, by their ids, in as few requests as the table allows; each lines included, as `readOrder` gives it.
 * Unknown ones are left out.
 */
export async function readOrders(
  table: Table,
  merchant: MerchantId,
  orderIds: readonly OrderId[],
): Promise<ReadonlyMap<OrderId, Order>> {
  const items = await table.getMany(orderIds.map((orderId) => orderKey(merchant, orderId)));
  const orders = new Map<OrderId, Order>();
  for (const item of items) {
    const orderId = item["orderId"] as OrderId;
    const isWhole = item["linesHash"] === undefined;
    const order = isWhole ? orderFromItem(item, null) : (await readOrder(table, merchant, orderId))?.order;
    if (order !== undefined) orders.set(orderId, order);
  }
  return orders;
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
  const hash = overflowHash(after);
  return [{ kind: "put", item: toOrderItem(after, events, hash), condition }, ...lineWrites(before, after, hash)];
}

function lineWrites(before: Order | null, after: Order, hash: string | null): Write[] {
  const facts = after.lines?.facts ?? [];
  // Most changes leave the lines as they are: those are neither measured nor hashed a second time.
  if (before !== null && before.lines?.facts === after.lines?.facts) return [];
  if (hash !== null && before !== null && overflowHash(before) === hash) return [];
  const [had, has] = [before === null ? 0 : chunkCount(before), hash === null ? 0 : chunkCount(after)];
  const { merchantId, orderId } = after;
  const writes: Write[] = [];
  for (let chunk = 0; chunk < has; chunk += 1) {
    const lines = toLineTuples(facts.slice(chunk * LINES_PER_CHUNK, (chunk + 1) * LINES_PER_CHUNK));
    writes.push({ kind: "put", item: { ...orderLinesKey(merchantId, orderId, chunk), schemaVersion: 1, lines } });
  }
  for (let chunk = has; chunk < had; chunk += 1) {
    writes.push({ kind: "delete", key: orderLinesKey(merchantId, orderId, chunk) });
  }
  return writes;
}

async function readLines(table: Table, merchant: MerchantId, orderId: OrderId): Promise<readonly LineFacts[]> {
  const sk = { kind: "beginsWith", prefix: sortKeys.lines } as const;
  const items = await queryAll(table, { pk: orderPk(merchant, orderId), sk });
  return items.flatMap((item) => fromLineTuples((item["lines"] ?? []) as readonly (readonly Value[])[]));
}

function chunkCount(order: Order): number {
  const facts = order.lines?.facts ?? [];
  const isMany = facts.length > LINES_PER_ITEM || bytesOf(facts) > LINE_BYTES_PER_ITEM;
  return isMany ? Math.ceil(facts.length / LINES_PER_CHUNK) : 0;
}

/** Of the names, which are what may be long in a line. */
function bytesOf(facts: readonly LineFacts[]): number {
  return facts.reduce(
    (sum, { lineId, sku, title, variant }) => sum + Buffer.byteLength(`${lineId}${sku}${title}${variant ?? ""}`),
    0,
  );
}

/** null when the lines stand in the order's own item. */
function overflowHash(order: Order): string | null {
  return chunkCount(order) === 0 ? null : hashOf(order.lines?.facts ?? []);
}

/** Names the lines, so that a reader who met a write between two reads notices it. */
function hashOf(lines: readonly LineFacts[]): string {
  return createHash("sha256")
    .update(JSON.stringify(toLineTuples(lines)))
    .digest("base64url")
    .slice(0, 22);
}

import * as z from "zod/mini";
import type { MerchantId, OrderId, Sku } from "../kernel/ids.ts";
import { skuPk, sortKeys, waitingKey } from "../table/keys.ts";
import type { Item, Key, Table, Write } from "../table/port.ts";

/** An order that waits for a sku. Its key makes the queue fair: of equal priority the order placed first stands first. */
export type Waiting = {
  readonly merchantId: MerchantId;
  readonly sku: Sku;
  readonly orderId: OrderId;
  readonly placedAt: string;
  /** 1 goes first; 5, which is usual, unless given. */
  readonly priority?: number;
  /** Units missing when this was written; for people. */
  readonly quantity: number;
  /** The order version that wrote it, so that a stale entry is told from one just renewed. */
  readonly orderVersion: number;
};

/** An entry of the queue as it was read; `key` is its place, from which a walk may go on. */
export type WaitingEntry = Waiting & { readonly key: string };

const waitingSchema = z.object({
  schemaVersion: z.literal(1),
  merchantId: z.string(),
  sku: z.string(),
  orderId: z.string(),
  placedAt: z.string(),
  priority: z._default(z.number(), 5),
  quantity: z.number(),
  orderVersion: z.number(),
});

export type WaitingPage = {
  readonly waiting: readonly WaitingEntry[];
  /** Where to go on; null at the end of the queue. */
  readonly next: string | null;
};

/** Part of the transaction that makes the order wait. */
export function waitWrite(waiting: Waiting): Write {
  return { kind: "put", item: { ...keyOf(waiting), schemaVersion: 1, ...waiting } };
}

/** Part of the transaction that ends the wait; harmless when there is none. */
export function stopWaitingWrite(waiting: Place): Write {
  return { kind: "delete", key: keyOf(waiting) };
}

/** Does any order wait for this sku? Strongly consistent; reads one item. */
export async function hasWaiting(table: Table, merchant: MerchantId, sku: Sku): Promise<boolean> {
  const page = await table.query({ ...queueOf(merchant, sku), limit: 1 });
  return page.items.length > 0;
}

/** The queue from `after` (an earlier `next`) on, in fair order. */
export async function readWaiting(
  table: Table,
  queue: { readonly merchantId: MerchantId; readonly sku: Sku; readonly after: string | null },
  limit: number,
): Promise<WaitingPage> {
  const { merchantId, sku, after } = queue;
  const query = { ...queueOf(merchantId, sku), limit };
  const page = await table.query(after === null ? query : { ...query, after: { pk: query.pk, sk: after } });
  return { waiting: page.items.map(fromWaitingItem), next: page.next?.["sk"] ?? null };
}

/** Removes an entry whose order no longer waits, unless the order has renewed it meanwhile. */
export async function removeStaleWaiting(table: Table, entry: WaitingEntry): Promise<void> {
  const seen = { kind: "compare", path: "orderVersion", op: "=", value: entry.orderVersion } as const;
  await table.delete({ pk: skuPk(entry.merchantId, entry.sku), sk: entry.key }, seen);
}

type Place = Pick<Waiting, "merchantId" | "sku" | "priority" | "placedAt" | "orderId">;

function keyOf({ merchantId, sku, priority = 5, placedAt, orderId }: Place): Key {
  return waitingKey(merchantId, sku, priority, placedAt, orderId);
}

function queueOf(merchant: MerchantId, sku: Sku): { pk: string; sk: { kind: "beginsWith"; prefix: string } } {
  return { pk: skuPk(merchant, sku), sk: { kind: "beginsWith", prefix: sortKeys.waiting } };
}

function fromWaitingItem(item: Item): WaitingEntry {
  const { schemaVersion: _, merchantId, sku, orderId, ...rest } = waitingSchema.parse(item);
  const ids = { merchantId: merchantId as MerchantId, sku: sku as Sku, orderId: orderId as OrderId };
  return { ...rest, ...ids, key: item.sk };
}

import type { MerchantId, OrderId } from "../../kernel/ids.ts";
import type { Order, RoutingNote } from "../../orders/order.ts";
import { packNote, unpackNote } from "../../orders/pack-note.ts";
import { orderPk, orderReceiptKey, sortKeys } from "../../table/keys.ts";
import { queryAll, type Table, type Write } from "../../table/port.ts";
import type { Snapshot } from "./snapshot.ts";

/** A decision that can be made again. */
export type Decision = RoutingNote & { readonly snapshot: Snapshot };

/** What one decision may add to its order; larger ones stand apart. */
const MOST_BYTES = 3_000;
/** Items that one decision may write beside its order. */
export const MOST_RECEIPTS = 2;

/**
 * The note as the order keeps it, and the receipts that go into items of their own in the same transaction: that of the
 * decision before, which costs something only where an order is decided on again, and a new one that is too large.
 */
export function keepReceipts(
  before: Pick<Order, "merchantId" | "orderId" | "version" | "routing">,
  decision: Decision,
): { readonly note: RoutingNote; readonly writes: readonly Write[] } {
  const writes = earlierReceipt(before);
  if (packNote(decision).byteLength <= MOST_BYTES) return { note: decision, writes };
  const { snapshot: _, ...note } = decision;
  return { note, writes: [...writes, receiptWrite({ ...before, version: before.version + 1 }, decision)] };
}

/** The decision that a new one takes the place of, as an item of its own; none where it stands apart already. */
export function earlierReceipt(before: Parameters<typeof keepReceipts>[0]): readonly Write[] {
  const old = before.routing;
  return old === null || (old.snapshot === undefined && old.byHand === undefined) ? [] : [receiptWrite(before, old)];
}

/** Every decision on an order, those that people made among them, the newest first. */
export async function readNotes(table: Table, order: Order): Promise<readonly RoutingNote[]> {
  const apart = await readApart(table, order.merchantId, order.orderId);
  const all = order.routing === null ? apart : [...apart, order.routing];
  return all.toSorted((a, b) => (a.decidedAt < b.decidedAt ? 1 : -1));
}

/** Every decision of the rules on an order, the newest first; those from before there were receipts are left out. */
export async function readDecisions(table: Table, order: Order): Promise<readonly Decision[]> {
  return (await readNotes(table, order)).filter(isDecision);
}

export function isDecision(note: RoutingNote): note is Decision {
  return note.snapshot !== undefined;
}

async function readApart(table: Table, merchant: MerchantId, orderId: OrderId): Promise<readonly RoutingNote[]> {
  const sk = { kind: "beginsWith", prefix: sortKeys.receipt } as const;
  const items = await queryAll(table, { pk: orderPk(merchant, orderId), sk });
  return items.map((item) => unpackNote(item["decision"] as Uint8Array));
}

function receiptWrite({ merchantId, orderId, version }: Parameters<typeof keepReceipts>[0], note: RoutingNote): Write {
  const item = { ...orderReceiptKey(merchantId, orderId, version), schemaVersion: 1, decision: packNote(note) };
  return { kind: "put", item };
}

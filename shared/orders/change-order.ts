import type { MerchantId, OrderId } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { Table, Write } from "../table/port.ts";
import { factWrites } from "./book-facts.ts";
import type { Books } from "./books.ts";
import type { Consequences } from "./follow-through.ts";
import type { Order } from "./order.ts";
import { orderWrites, readOrder } from "./order-store.ts";
import { withStockPart } from "./stock-part.ts";
import { tooLarge, type UpsertDeps } from "./upsert-order.ts";

const TRIES = 6;

export type ChangeContext = { readonly now: string; readonly books: Books };

/** What a change made of an order; null where there was nothing to change. `beside` are writes that only this change needs. */
export type OrderChange<T> = {
  readonly answer: T;
  readonly change: (Consequences & { readonly beside?: readonly Write[] }) | null;
};

export type Unchanged =
  | { readonly kind: "unknown_order" }
  | { readonly kind: "too_large"; readonly why: string }
  /** Others wrote the same order or stock each time: to be tried again later. */
  | { readonly kind: "contended" };

/** What a person or another part of the hub does to one order, decided on the order as it is. */
export type ChangeOrder = <T, E>(
  merchant: MerchantId,
  orderId: OrderId,
  decide: (order: Order, context: ChangeContext) => Result<OrderChange<T>, E> | Promise<Result<OrderChange<T>, E>>,
) => Promise<Result<T, E | Unchanged>>;

/**
 * Reads, decides, and writes order, money facts and stock in one transaction, as `upsert-order.ts` does for what channels
 * say. Losing a race means deciding again on what the winner wrote.
 */
export function makeChangeOrder(deps: UpsertDeps): ChangeOrder {
  return async (merchant, orderId, decide) => {
    const books = await deps.readMerchant(merchant);
    if (books === null) throw new Error(`merchant ${merchant} has no settings`);
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const stored = await readOrder(deps.table, merchant, orderId);
      if (stored === null) return fail({ kind: "unknown_order" });
      const now = deps.now().toISOString();
      const decided = await decide(stored.order, { now, books });
      if (!decided.ok) return decided;
      const { answer, change } = decided.value;
      if (change === null) return ok(answer);
      const writes = writesOf(stored.order, change, now);
      const why = tooLarge(writes);
      if (why !== null) return fail({ kind: "too_large", why });
      if (await writeAll(deps.table, writes)) return ok(answer);
      await deps.pause(attempt);
    }
    return fail({ kind: "contended" });
  };
}

function writesOf(before: Order, change: NonNullable<OrderChange<unknown>["change"]>, now: string): readonly Write[] {
  const { facts, moves, beside = [] } = change;
  const { order, events, writes: stock } = withStockPart(change.order, change.events, moves, now);
  return [...orderWrites(before, order, events), ...factWrites(order.merchantId, facts), ...stock, ...beside];
}

/** False: somebody else has written the order or its stock meanwhile. A single write needs no transaction. */
async function writeAll(table: Table, writes: readonly Write[]): Promise<boolean> {
  const [first, ...others] = writes;
  if (first?.kind === "put" && others.length === 0) return (await table.put(first.item, first.condition)).ok;
  return (await table.transact(writes)).ok;
}

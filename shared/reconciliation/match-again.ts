import type { MerchantId } from "../kernel/ids.ts";
import type { Books } from "../orders/books.ts";
import type { Order } from "../orders/order.ts";
import { readOrders } from "../orders/order-store.ts";
import type { Table } from "../table/port.ts";
import { lineOf } from "./closings.ts";
import { expectedOf, findOrder } from "./expected-order.ts";
import { changesBetween, changesWrite, type LineChange, readOrderChanges } from "./line-changes.ts";
import { matchOrder } from "./match-order.ts";
import { type KeptOrder, readElsewhere, readSettledOrder, toSettledOrderItem } from "./settled-order-store.ts";
import { type Entry, type ExpectedOrder, isOfSale } from "./settlement.ts";
import type { Settlement } from "./settlement-store.ts";
import type { UsualRates } from "./usual-rates.ts";
import { isInWindow, type Window } from "./window.ts";

/** One settlement whose orders are matched again, and what they are held against. */
export type MatchAgain = {
  readonly merchantId: MerchantId;
  readonly books: Books;
  readonly now: string;
  /** Who asked, or that it was the night; stands in the history of lines. */
  readonly by: string;
  readonly settlement: Settlement;
  /** As it was explained: only what came into the books may change a class, not what is usual. */
  readonly rates: UsualRates;
  readonly window: Window;
  /** The first day of the shop's first settlement. */
  readonly since: string;
};

export type MatchedAgain = { readonly isChanged: boolean; readonly entries: readonly Entry[] };

/** Of those who write to the same order at the same moment one comes first, and the others look again. */
const TRIES = 4;

/** Something that came into the books later may have explained it. */
export function isOpen({ class: name, why, orderNo }: Entry): boolean {
  if (orderNo === "" || why.code === "held_back") return false;
  return name === "missing_order" || name === "timing" || name === "refund_lag" || why.code === "other_amount";
}

/**
 * Holds what is open of an order against the books of now, and keeps what has changed in the history of its lines. What is
 * matched stays matched, lines that are closed stay as they are. Done twice, or killed and done again, it changes nothing more.
 */
export async function matchOrderAgain(
  table: Table,
  { order, closed }: { readonly order: KeptOrder; readonly closed: ReadonlySet<string> },
  call: MatchAgain,
): Promise<MatchedAgain> {
  const { merchantId, settlement } = call;
  const { id } = settlement;
  const seen = await lookAt(table, order, closed, call);
  if (seen.changes.length === 0) return { isChanged: false, entries: seen.entries };
  for (let tries = 1; tries <= TRIES; tries += 1) {
    // In this order: whoever changes the order in between has also changed its history, and the write is refused.
    const known = await readOrderChanges(table, merchantId, id, order.orderNo);
    const stored = (await readSettledOrder(table, merchantId, id, order)) ?? order;
    const { after, entries, changes } = await lookAt(table, stored, closed, call);
    if (changes.length === 0) return { isChanged: false, entries };
    const isSame = { kind: "compare", path: "by", op: "=", value: stored.by } as const;
    const written = await table.transact([
      { kind: "put", item: toSettledOrderItem(merchantId, id, after), condition: isSame },
      changesWrite(merchantId, id, order.orderNo, known, changes),
    ]);
    if (written.ok) return { isChanged: true, entries };
  }
  throw new Error(`order ${order.orderNo} of ${id} is being written to by others`);
}

type Seen = {
  readonly after: KeptOrder;
  readonly entries: readonly Entry[];
  readonly changes: readonly LineChange[];
};

async function lookAt(table: Table, order: KeptOrder, closed: ReadonlySet<string>, call: MatchAgain): Promise<Seen> {
  const { rates, window, now: at, by } = call;
  const before = matchOrder(order, rates, window);
  const closedAs = before.filter((each) => closed.has(lineOf(each)));
  const open = before.filter((each) => isOpen(each) && !closed.has(lineOf(each)));
  const fresh = await asKnownNow(table, order, open, call);
  const after = { ...fresh, closedAs: closedAs.length === 0 ? undefined : closedAs };
  const entries = matchOrder(after, rates, window);
  return { after, entries, changes: changesBetween(before, entries, { at, by }) };
}

async function asKnownNow(
  table: Table,
  order: KeptOrder,
  open: readonly Entry[],
  { merchantId, settlement, books, window, since }: MatchAgain,
): Promise<KeptOrder> {
  const now = await readElsewhere(table, merchantId, settlement, order.orderNo);
  const found = await orderOf(table, order, { merchantId, settlement });
  const expected = merged(order.expected, expectedOf(found, settlement.currency, books), open);
  const { elsewhere } = order;
  return {
    ...order,
    expected,
    later: {
      saleMinor: now.saleMinor - elsewhere.saleMinor,
      refundMinor: now.refundMinor - elsewhere.refundMinor,
    },
    // What was sold before the shop's first settlement may have been paid out before it, too.
    isPaidHere:
      expected !== null &&
      expected.saleDay >= since &&
      !isInWindow(expected.saleDay, window) &&
      order.lines.some(isOfSale),
  };
}

/** An order is found by its number for some time only; one that was found is known by its id. */
async function orderOf(
  table: Table,
  { orderNo, expected }: KeptOrder,
  { merchantId, settlement }: Pick<MatchAgain, "merchantId" | "settlement">,
): Promise<Order | null> {
  if (expected === null) return findOrder(table, merchantId, settlement, orderNo);
  const orderId = expected.orderId as Order["orderId"];
  return (await readOrders(table, merchantId, [orderId])).get(orderId) ?? null;
}

/** What is matched keeps what it was matched with. */
function merged(before: ExpectedOrder | null, now: ExpectedOrder | null, open: readonly Entry[]): ExpectedOrder | null {
  if (before === null || now === null) return now ?? before;
  const isRefundOpen = open.some(({ kind }) => kind === "refund");
  const isSaleOpen = open.some(({ kind }) => kind !== "refund");
  const { saleMinor, saleDay } = isSaleOpen ? now : before;
  return { orderId: before.orderId, saleMinor, saleDay, refunds: (isRefundOpen ? now : before).refunds };
}

import type { MerchantId } from "../kernel/ids.ts";
import type { Books } from "../orders/books.ts";
import { type NewFee, saveFees } from "../reports/facts/fee-store.ts";
import type { Table } from "../table/port.ts";
import { expectedOf, findOrder } from "./expected-order.ts";
import { asBefore, readElsewhere, readSettledOrder, writeSettledOrder } from "./settled-order-store.ts";
import type { SettlementLine } from "./settlement.ts";
import type { Settlement } from "./settlement-store.ts";

/** The lines of one order in a file, or one line that names no order. */
export type ToSettle = {
  readonly orderNo: string;
  readonly lines: readonly SettlementLine[];
};

export type Settling = {
  readonly merchantId: MerchantId;
  /** Names this order in this very file. */
  readonly by: string;
  readonly books: Books;
  readonly now: string;
  /** Waits before another try at what others are writing; without it there is no wait. */
  readonly pause?: ((attempt: number) => Promise<void>) | undefined;
};

export type Settled = "created" | "changed" | "unchanged" | "repeated";

/** Everything of an order stands in one item; more lines than this do not fit. */
export const MOST_LINES = 1_000;

/**
 * Of those who bring lines of the same order at the same moment one comes first, and the others look again. And all orders of a
 * settlement stand in one partition, which takes some hundreds of them a second.
 */
const TRIES = 8;

/**
 * Keeps the lines of an order beside what the books say of it now, and books its fees, each once. Killed anywhere and told
 * again, or told in another file, it changes nothing. Throws where others keep writing to the same order.
 */
export async function settleOrder(
  table: Table,
  settlement: Settlement,
  order: ToSettle,
  call: Settling,
): Promise<Settled> {
  if (order.lines.length === 0) return "unchanged";
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const settled = await trySettle(table, settlement, order, call);
    if (settled !== null) return settled;
    await call.pause?.(tries);
  }
  throw new Error(`the lines of order ${order.orderNo} could not be kept now`);
}

/** Null: somebody else has written to the order meanwhile. */
async function trySettle(
  table: Table,
  settlement: Settlement,
  { orderNo, lines }: ToSettle,
  { merchantId, by, books, now }: Settling,
): Promise<Settled | null> {
  const { id, currency } = settlement;
  const before = await readSettledOrder(table, merchantId, id, { orderNo, lines });
  const known = new Set(before?.lines.map(({ lineId }) => lineId));
  const added = lines.filter(({ lineId }) => !known.has(lineId));
  if (before !== null && added.length === 0) return before.by === by ? "repeated" : "unchanged";
  const order = orderNo === "" ? null : await findOrder(table, merchantId, settlement, orderNo);
  await saveFees(
    table,
    merchantId,
    added.flatMap((line) => feeOf(line, settlement, order?.orderId ?? "")),
    books,
    now,
  );
  const all = [...(before?.lines ?? []), ...added].toSorted((a, b) => (a.lineId < b.lineId ? -1 : 1));
  // What came elsewhere after its first lines does not make them told twice: they were told before.
  const isFirst = before === null || before.lines.length === 0;
  const after = {
    ...before,
    ...{ orderNo, by, lines: all },
    expected: expectedOf(order, currency, books),
    elsewhere: isFirst ? await readElsewhere(table, merchantId, settlement, orderNo) : before.elsewhere,
  };
  if (!(await writeSettledOrder(table, merchantId, settlement, after, asBefore(before)))) return null;
  return before === null ? "created" : "changed";
}

/** What the channel charges, and what it gives back of it; money of the order itself is in the books already. */
function feeOf(line: SettlementLine, settlement: Settlement, orderId: string): readonly NewFee[] {
  if (line.kind !== "fee" && line.kind !== "adjustment") return [];
  const { lineId, at, orderNo, sku, feeKind, amountMinor, text } = line;
  const { channel, shop, currency, settlementId } = settlement;
  const kind = feeKind === "" ? line.kind : feeKind;
  return [
    {
      lineId,
      at,
      currency,
      channel,
      shop,
      orderId,
      orderNo,
      sku,
      feeKind: kind,
      settlementId,
      note: text,
      amountMinor,
    },
  ];
}

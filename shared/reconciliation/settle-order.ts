import type { MerchantId } from "../kernel/ids.ts";
import type { Books } from "../orders/books.ts";
import { type NewFee, saveFees } from "../reports/facts/fee-store.ts";
import type { Table } from "../table/port.ts";
import { expectedOf, findOrder } from "./expected-order.ts";
import { readElsewhere, readSettledOrder, writeSettledOrder } from "./settled-order-store.ts";
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
};

export type Settled = "created" | "changed" | "unchanged" | "repeated";

/** Everything of an order stands in one item; more lines than this do not fit. */
export const MOST_LINES = 1_000;

/**
 * Keeps the lines of an order beside what the books say of it now, and books its fees, each once. Killed anywhere and told
 * again, or told in another file, it changes nothing.
 */
export async function settleOrder(
  table: Table,
  settlement: Settlement,
  { orderNo, lines }: ToSettle,
  call: Settling,
): Promise<Settled> {
  const { merchantId, by, books, now } = call;
  const { id, currency } = settlement;
  if (lines.length === 0) return "unchanged";
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
  await writeSettledOrder(table, merchantId, settlement, {
    ...before,
    ...{ orderNo, by, lines: all },
    expected: expectedOf(order, currency, books),
    elsewhere: isFirst ? await readElsewhere(table, merchantId, settlement, orderNo) : before.elsewhere,
  });
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

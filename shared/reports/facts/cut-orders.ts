import type { MerchantId, OrderId } from "../../kernel/ids.ts";
import { type DayFacts, fromDayFactsItem, paidMinor } from "../../orders/book-day-facts.ts";
import { type BookedFact, fromFactItem, isBookable } from "../../orders/book-facts.ts";
import { dayOf } from "../../orders/books.ts";
import type { WholeOrder } from "../../orders/line-shares.ts";
import { readOrders } from "../../orders/order-store.ts";
import { orderPk, sortKeys } from "../../table/keys.ts";
import { type Item, queryAll, type Table } from "../../table/port.ts";
import type { Cutting } from "./cutting.ts";
import { add } from "./fact-totals.ts";
import { fromFeeItem } from "./fee-store.ts";
import {
  type BookedOrder,
  changeFacts,
  type EntryWithLines,
  paidAt,
  paymentFact,
  saleFacts,
  salePayment,
  saleShareLines,
  shipmentFact,
} from "./order-facts.ts";
import { rateIdOf, reportingMinor } from "./rate-stamps.ts";

/** Turns a batch of what the index says is booked to the day into entries, lines and payments, in its order. */
export async function cutBooked(cutting: Cutting, items: readonly Item[]): Promise<void> {
  const { table, merchant, day } = cutting;
  const keys = items.filter(isChange).map(({ pk, sk }) => ({ pk, sk }));
  const changes = new Map((await table.getMany(keys)).map((item) => [`${item.pk} ${item.sk}`, fromFactItem(item)]));
  const ids = [...new Set(items.map(({ pk }) => orderIdOfPk(pk)))];
  const orders = await wholeOrders(table, merchant.merchantId, ids);
  const around = await cutting.look.orders([...orders.values()]);
  for (const item of items) {
    const order = orders.get(orderIdOfPk(item.pk));
    const change = changes.get(`${item.pk} ${item.sk}`);
    if (order === undefined) continue;
    const { currency } = order.header.facts;
    if (change !== undefined) {
      if (change.day !== day) continue;
      const stamp = await cutting.stampOf(currency, change.originalDay);
      addEntry(cutting, changeFacts(order, change, stamp, around(order.orderId)), change.amountMinor);
      add(change.kind === "refund" ? cutting.ledger.refunds : cutting.ledger.changes, currency, change.amountMinor);
      cutting.ledger.entries += 1;
    } else if (!isChange(item) && isBookedTo(order, day)) {
      await cutSale(cutting, order, around(order.orderId));
    }
  }
}

async function cutSale(cutting: Cutting, order: BookedOrder, around: Parameters<typeof saleFacts>[3]): Promise<void> {
  const { booking, header } = order;
  const { currency, amounts } = header.facts;
  const later = booking.isClosed === true ? await laterChanges(cutting.table, order) : [];
  const shares = saleShareLines(order, later);
  const stamp = await cutting.stampOf(currency, booking.originalDay);
  const made = saleFacts(order, shares, stamp, around);
  addEntry(cutting, made, booking.totalMinor);
  add(cutting.ledger.sales, currency, booking.totalMinor);
  cutting.ledger.entries += 1;

  const paid = booking.paidMinor ?? 0;
  add(cutting.ledger.payments, currency, paid);
  const paidDay = dayOf(paidAt(order), cutting.merchant);
  const paidStamp = await cutting.stampOf(currency, paidDay);
  const payment = salePayment(order, paidDay, paidStamp, around);
  if (payment !== null) cutting.sink.add("payments", payment);
  if (booking.isClosed === true) return;
  if (paid !== 0 && paid !== paidMinor(order) && paid !== amounts.totalMinor)
    cutting.breaks({
      id: `payment:${order.orderId}`,
      check: "paid = total",
      expected: amounts.totalMinor,
      found: paid,
    });
  const items = order.lines.facts.reduce((sum, line) => sum + line.unitPriceMinor * line.quantity, 0);
  if (made.entry.kind === "sale" && order.lines.facts.length > 0 && items !== amounts.itemsMinor)
    cutting.breaks({
      id: made.entry.id,
      check: "lines = items of the order",
      expected: amounts.itemsMinor,
      found: items,
    });
}

function addEntry(cutting: Cutting, { entry, lines }: EntryWithLines, bookedMinor: number): void {
  cutting.sink.add("entries", entry);
  for (const line of lines) cutting.sink.add("lines", line);
  if (entry.totalMinor !== bookedMinor)
    cutting.breaks({ id: entry.id, check: "lines = booking", expected: bookedMinor, found: entry.totalMinor });
}

/** Turns a batch of a day's payments, parcels and fees into facts. */
export async function cutDayFacts(cutting: Cutting, items: readonly Item[]): Promise<void> {
  const { table, merchant } = cutting;
  const facts = items.filter(({ sk }) => sk.startsWith("order#")).map(fromDayFactsItem);
  const orders = await wholeOrders(table, merchant.merchantId, [...new Set(facts.map(({ orderId }) => orderId))]);
  const around = await cutting.look.orders([...orders.values()]);
  for (const fact of facts) {
    const order = orders.get(fact.orderId);
    if (order !== undefined) await cutOrderDay(cutting, order, fact, around(fact.orderId));
  }
  for (const item of items.filter(({ sk }) => sk.startsWith("fee#"))) {
    const fee = fromFeeItem(item);
    const stamp = await cutting.stampOf(fee.currency, fee.originalDay);
    cutting.sink.add("fees", {
      ...fee,
      rateId: rateIdOf(stamp),
      reportingMinor: reportingMinor(fee.amountMinor, stamp),
    });
    add(cutting.ledger.fees, fee.currency, fee.amountMinor);
  }
}

async function cutOrderDay(
  cutting: Cutting,
  order: WholeOrder,
  { payments, shipments, version, day }: DayFacts,
  around: Parameters<typeof saleFacts>[3],
): Promise<void> {
  const { currency } = order.header.facts;
  for (const [at, payment] of payments.entries()) {
    const stamp = await cutting.stampOf(currency, payment.originalDay);
    const id = `payment:${order.orderId}:v${version}${at === 0 ? "" : `.${at}`}`;
    cutting.sink.add("payments", paymentFact(order, id, day, payment, stamp, around));
    add(cutting.ledger.payments, currency, payment.amountMinor);
  }
  for (const shipment of shipments) {
    const id = `shipment:${order.orderId}:${shipment.shipmentId}:v${version}`;
    cutting.sink.add("shipments", shipmentFact(order, id, day, shipment, around));
  }
}

/** The ids of the facts that an entry of the index stands for; what else comes with them has the same fate. */
export function factIdOfEntry(item: Item): string {
  if (!isChange(item)) return `sale:${orderIdOfPk(item.pk)}`;
  const [, kind = "", ...rest] = item.sk.split("#");
  return `${kind}:${orderIdOfPk(item.pk)}:${rest.join("#")}`;
}

async function wholeOrders(
  table: Table,
  merchant: MerchantId,
  ids: readonly OrderId[],
): Promise<ReadonlyMap<OrderId, WholeOrder>> {
  const whole = new Map<OrderId, WholeOrder>();
  for (const [id, order] of await readOrders(table, merchant, ids)) if (isBookable(order)) whole.set(id, order);
  return whole;
}

/** What was booked of the sale itself since its day was closed. */
async function laterChanges(table: Table, order: WholeOrder): Promise<readonly BookedFact[]> {
  const pk = orderPk(order.merchantId, order.orderId);
  const items = await queryAll(table, { pk, sk: { kind: "beginsWith", prefix: sortKeys.fact } });
  return items.map(fromFactItem).filter(({ kind }) => kind !== "refund");
}

function isBookedTo(order: WholeOrder, day: string): order is BookedOrder {
  return order.booking?.day === day;
}

function isChange(item: Item): boolean {
  return item.sk.startsWith(sortKeys.fact);
}

/** The order's id ends its partition key. */
function orderIdOfPk(pk: string): OrderId {
  return pk.slice(pk.lastIndexOf("#") + 1) as OrderId;
}

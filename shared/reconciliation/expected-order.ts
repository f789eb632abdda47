import { fromDeliveryItem } from "../intake/delivery-record.ts";
import type { MerchantId } from "../kernel/ids.ts";
import { isBookable } from "../orders/book-facts.ts";
import { type Books, dayOf } from "../orders/books.ts";
import { saleWorth } from "../orders/line-shares.ts";
import type { Order } from "../orders/order.ts";
import { readOrders } from "../orders/order-store.ts";
import { deliveryOrderPk } from "../table/keys.ts";
import { queryAll, type Table } from "../table/port.ts";
import type { ExpectedOrder, SettlementHead } from "./settlement.ts";

/** The channel of orders that came in files: they may be of any shop. */
const FROM_FILES = "sheet";

/** The order with this number that the shop's settlement is about, or null; of several the shop's own, then the first by id. */
export async function findOrder(
  table: Table,
  merchant: MerchantId,
  { shop, channel }: Pick<SettlementHead, "shop" | "channel">,
  orderNo: string,
): Promise<Order | null> {
  const numbers = orderNo.startsWith("#") ? [orderNo] : [orderNo, `#${orderNo}`];
  const entries = (
    await Promise.all(numbers.map((no) => queryAll(table, { index: "byDay", pk: deliveryOrderPk(merchant, no) })))
  ).flat();
  const records = await table.getMany(entries.map(({ pk, sk }) => ({ pk, sk })));
  const ids = new Set(records.map(fromDeliveryItem).flatMap(({ orderId }) => orderId ?? []));
  const orders = [...(await readOrders(table, merchant, [...ids])).values()];
  const rank = (order: Order): number => {
    if (order.connectionId === shop) return 0;
    if (shop === channel && order.channel === channel) return 1;
    return order.channel === FROM_FILES ? 2 : 3;
  };
  const [best] = orders
    .filter((order) => rank(order) < 3)
    .toSorted((a, b) => rank(a) - rank(b) || (a.orderId < b.orderId ? -1 : 1));
  return best ?? null;
}

/** What the books say of an order; null for one that is not booked, or not in this currency. */
export function expectedOf(order: Order | null, currency: string, books: Books): ExpectedOrder | null {
  if (!isBookable(order) || order.header.facts.currency !== currency) return null;
  return {
    orderId: order.orderId,
    saleMinor: saleWorth(order).minor,
    saleDay: order.booking?.originalDay ?? dayOf(order.header.facts.placedAt, books),
    refunds: Object.values(order.refunds)
      .map(({ facts }) => ({
        refundId: facts.refundId,
        day: dayOf(facts.at, books),
        amountMinor: facts.amountMinor,
      }))
      .toSorted((a, b) => (a.day + a.refundId < b.day + b.refundId ? -1 : 1)),
  };
}

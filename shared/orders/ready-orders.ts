import type { MerchantId, OrderId } from "../kernel/ids.ts";
import { allShards, listPk } from "../table/keys.ts";
import type { Page, Table } from "../table/port.ts";
import type { Order } from "./order.ts";
import { readOrders } from "./order-store.ts";

export type ReadyOrders = {
  readonly orders: readonly Order[];
  /** There are more than were read. */
  readonly isCut: boolean;
};

/** Orders of which everything is promised and nothing has left, up to so many. The list lags behind by a moment. */
export async function readReadyOrders(table: Table, merchant: MerchantId, most: number): Promise<ReadyOrders> {
  const orders: Order[] = [];
  for (const shard of allShards) {
    let page: Page | undefined;
    do {
      const query = { index: "byList", pk: listPk(merchant, "orders", "allocated", shard), limit: 100 } as const;
      page = await table.query(page?.next == null ? query : { ...query, after: page.next });
      const ids = page.items.map(({ listSk }) => String(listSk).split("#").at(-1) as OrderId);
      const found = await readOrders(table, merchant, ids);
      orders.push(...[...found.values()].filter(({ status }) => status === "allocated"));
      if (orders.length >= most) return { orders: orders.slice(0, most), isCut: true };
    } while (page.next !== null);
  }
  return { orders, isCut: false };
}

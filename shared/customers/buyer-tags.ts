import type { MerchantId } from "../kernel/ids.ts";
import type { Table } from "../table/port.ts";
import { buyersOfOrder } from "./customer.ts";
import { readBuyers } from "./customer-store.ts";

/** The tags of an order's buyer, sorted, each once; empty for a buyer whom the merchant does not know. */
export type ReadBuyerTags = (
  merchant: MerchantId,
  order: Parameters<typeof buyersOfOrder>[0],
) => Promise<readonly string[]>;

export function makeReadBuyerTags(table: Table): ReadBuyerTags {
  return async (merchant, order) => {
    const buyers = buyersOfOrder(order);
    const known = buyers.length === 0 ? [] : await readBuyers(table, merchant, buyers);
    return [...new Set(known.flatMap(({ tags }) => tags))].sort();
  };
}

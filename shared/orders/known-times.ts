import type { MerchantId, OrderId } from "../kernel/ids.ts";
import { msOf } from "../kernel/time.ts";
import { orderKey } from "../table/keys.ts";
import type { Table } from "../table/port.ts";

/** What the hub knows of an order's age, in epoch milliseconds. */
export type KnownTimes = {
  /** The newest of the channel's own times that any part of the order carries. */
  readonly channelMs: number;
  /** When the hub last changed the order. */
  readonly storedMs: number;
  /** False for a fragment whose order has not come yet, such as a refund. */
  readonly isWhole: boolean;
};

/** Those of the orders that the hub has, by order id. Strongly consistent. */
export async function readKnownTimes(
  table: Table,
  merchant: MerchantId,
  orders: readonly OrderId[],
): Promise<ReadonlyMap<OrderId, KnownTimes>> {
  const items = orders.length === 0 ? [] : await table.getMany(orders.map((each) => orderKey(merchant, each)));
  return new Map(
    items.map((item) => {
      const clocks = (item["clocks"] ?? []) as readonly (readonly [number, string])[];
      const channelMs = Math.max(0, ...clocks.map(([at]) => at));
      const storedMs = msOf(String(item["changedAt"]));
      return [item["orderId"] as OrderId, { channelMs, storedMs, isWhole: item["header"] !== undefined }] as const;
    }),
  );
}

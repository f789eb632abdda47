import { expect } from "vitest";
import type { HubClient, Json } from "../support/hub-client.ts";

type Order = {
  readonly channelOrderNo: string;
  readonly status: string;
  readonly timeline: readonly Json[];
  readonly allocations: readonly { readonly sku: string; readonly quantity: number }[];
};
type Stock = { readonly onHand: number; readonly allocated: number; readonly available: number };

/**
 * Each order came in once, and what the stock has promised is what the orders hold. Gives the orders in full, and the
 * units they hold by sku.
 */
export async function expectTrueStock(
  client: HubClient,
  skus: readonly string[],
): Promise<{ readonly orders: readonly Order[]; readonly held: ReadonlyMap<string, number> }> {
  const held = new Map(skus.map((sku) => [sku, 0]));
  const orders: Order[] = [];
  for (const { orderId } of await client.list("/v1/orders")) {
    const { body: order } = await client.get<Order>(`/v1/orders/${String(orderId)}`);
    orders.push(order);
    const received = order.timeline.filter(({ what }) => what === "received");
    expect(received, `order ${order.channelOrderNo} was received once`).toHaveLength(1);
    for (const { sku, quantity } of order.allocations) held.set(sku, (held.get(sku) ?? 0) + quantity);
  }
  for (const sku of skus) {
    const { body: stock } = await client.get<Stock>(`/v1/stock/${sku}`);
    expect(stock.allocated, `units of ${sku} that the stock has promised`).toBe(held.get(sku));
    expect(stock.onHand, `units of ${sku} in the warehouse`).toBe(stock.allocated + stock.available);
  }
  return { orders, held };
}

import type { Order } from "../../orders/order.ts";
import { orderForRules } from "../../orders/order-for-rules.ts";
import type { RuleOrder } from "../../rules/rule-order.ts";
import type { Decision } from "../receipt/receipt-store.ts";
import type { Snapshot } from "../receipt/snapshot.ts";

/** An order as it was when it was last decided on: what rules may ask, and the stock that it saw. Without its buyer. */
export type DecidedOrder = {
  readonly orderId: string;
  readonly channelOrderNo: string;
  readonly asked: RuleOrder;
  readonly snapshot: Snapshot;
};

/** Null until header and lines are there. What has shipped since was still to be shipped then. */
export function decidedOrder(order: Order, { snapshot }: Pick<Decision, "snapshot">): DecidedOrder | null {
  const now = orderForRules(order);
  if (now === null) return null;
  const titles = new Map((order.lines?.facts ?? []).map(({ lineId, title }) => [lineId, title]));
  const [country, region, regionName] = snapshot.to;
  const lines = snapshot.lines.map(([lineId, sku, quantity, grams, unitPriceMinor]) => {
    return { sku, title: titles.get(lineId) ?? "", quantity, unitPriceMinor, weightGrams: grams };
  });
  const asked = { ...now, destination: { ...now.destination, country, region, regionName }, lines };
  return { orderId: order.orderId, channelOrderNo: asked.number, asked, snapshot };
}

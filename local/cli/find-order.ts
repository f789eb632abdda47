import type { OrderAnswer, OrderSummary } from "./answers.ts";
import { Refused } from "./failures.ts";
import type { Hub } from "./hub.ts";

/** By our id, or by the number that buyer and seller see, with or without its "#". */
export async function findOrder(hub: Hub, wanted: string): Promise<OrderAnswer> {
  if (/^ord_[0-9a-z]+$/.test(wanted)) return hub.get<OrderAnswer>(`/v1/orders/${wanted}`);
  for (const channelOrderNo of numbersMeant(wanted)) {
    const found = await hub.list<OrderSummary>("/v1/orders", { channelOrderNo }, 50);
    if (found.length > 1) {
      throw new Refused(
        `${found.length} orders have the number ${channelOrderNo}; give the id of one:\n${found.map(({ orderId, connectionId }) => `  ${orderId}  ${connectionId}`).join("\n")}`,
      );
    }
    if (found[0] !== undefined) return hub.get<OrderAnswer>(`/v1/orders/${found[0].orderId}`);
  }
  throw new Refused(
    `there is no order ${wanted}. Write the number as the shop shows it, or look with: npm run orderhub -- deliveries --order ${wanted}`,
  );
}

function numbersMeant(wanted: string): readonly string[] {
  return wanted.startsWith("#") ? [wanted] : [wanted, `#${wanted}`];
}

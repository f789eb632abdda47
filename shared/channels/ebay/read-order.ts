import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import { type RestAnswer, readAnswer } from "../rest-answer.ts";
import { askEbay } from "./ask-ebay.ts";

/** The answers side by side, each as it came: `order` and, once something has left, `fulfillments`. */
export async function readOrder(call: ApiCall, channelOrderId: string): Promise<Result<Uint8Array, ApiProblem>> {
  const order = await askEbay(call, { method: "GET", path: orderPath(channelOrderId) });
  if (!order.ok) return order;
  const status = readAnswer(order.value.json, (at) => at.text("orderFulfillmentStatus"));
  if (!status.ok) return status;
  const parts = [`"order":${order.value.text}`];
  if (status.value !== "NOT_STARTED") {
    const parcels = await askForParcels(call, channelOrderId);
    if (!parcels.ok) return parcels;
    parts.push(`"fulfillments":${parcels.value.text}`);
  }
  return ok(new TextEncoder().encode(`{${parts.join(",")}}`));
}

export async function askForParcels(call: ApiCall, channelOrderId: string): Promise<Result<RestAnswer, ApiProblem>> {
  return await askEbay(call, { method: "GET", path: `${orderPath(channelOrderId)}/shipping_fulfillment` });
}

export function orderPath(channelOrderId: string): string {
  return `/sell/fulfillment/v1/order/${encodeURIComponent(channelOrderId)}`;
}

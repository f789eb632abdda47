import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import { withQuery } from "../rest-answer.ts";
import { askMagento, orderNumber, searchQuery } from "./rest-api.ts";

/** More parcels than this no order has. */
const MOST = 100;

/** The order, its shipments and its credit memos as one text; numbers stay as the shop wrote them. */
export async function readOrder(call: ApiCall, channelOrderId: string): Promise<Result<Uint8Array, ApiProblem>> {
  const id = orderNumber(channelOrderId);
  if (!id.ok) return id;
  const order = await askMagento(call, { method: "GET", path: `/V1/orders/${id.value}` });
  if (!order.ok) return order;
  const parts = [`"order":${order.value.text}`];
  const ofOrder = searchQuery([{ field: "order_id", value: id.value, is: "eq" }], MOST);
  for (const name of ["shipments", "creditmemos"]) {
    const answer = await askMagento(call, { method: "GET", path: withQuery(`/V1/${name}`, ofOrder) });
    if (!answer.ok) return answer;
    parts.push(`"${name}":${answer.value.text}`);
  }
  return ok(new TextEncoder().encode(`{${parts.join(",")}}`));
}

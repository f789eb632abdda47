import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import type { RestAnswer } from "../rest-answer.ts";
import { askTikTok, orderIn } from "./ask-tiktok.ts";

/** The answer of `GET /order/202309/orders?ids=…`, as it came. */
export async function readOrder(call: ApiCall, channelOrderId: string): Promise<Result<Uint8Array, ApiProblem>> {
  const answer = await askForOrder(call, channelOrderId);
  if (!answer.ok) return answer;
  const order = orderIn(answer.value);
  if (!order.ok) return order;
  if (order.value === null) return fail({ kind: "not_found", detail: "the answer holds no order" });
  return ok(new TextEncoder().encode(answer.value.text));
}

export async function askForOrder(call: ApiCall, channelOrderId: string): Promise<Result<RestAnswer, ApiProblem>> {
  return await askTikTok(call, { method: "GET", path: "/order/202309/orders", query: { ids: channelOrderId } });
}

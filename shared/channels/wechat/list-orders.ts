import type { Result } from "../../kernel/result.ts";
import { msOf } from "../../kernel/time.ts";
import type { ApiCall, ApiProblem, ListQuery, OrderPage } from "../api.ts";
import { readAnswer } from "../rest-answer.ts";
import { askWeChat } from "./ask-wechat.ts";

/** `order/list/get`: numbers only. A page is named by the key of the one before, with the same question around it. */
export async function listOrders(call: ApiCall, query: ListQuery): Promise<Result<OrderPage, ApiProblem>> {
  const range = { start_time: Math.floor(msOf(query.from) / 1000), end_time: Math.ceil(msOf(query.until) / 1000) };
  const answer = await askWeChat(call, {
    path: "/channels/ec/order/list/get",
    body: {
      [query.by === "changed" ? "update_time_range" : "create_time_range"]: range,
      page_size: 100,
      next_key: query.page ?? "",
    },
    isRepeatable: true,
  });
  if (!answer.ok) return answer;
  return readAnswer(answer.value.json, (at) => ({
    orders: at.texts("order_id_list").map((channelOrderId) => ({ channelOrderId, changedAt: null, createdAt: null })),
    next: at.flag("has_more") ? at.textOrNull("next_key") : null,
    total: null,
  }));
}

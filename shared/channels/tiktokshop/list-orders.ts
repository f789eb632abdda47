import type { Result } from "../../kernel/result.ts";
import { msOf } from "../../kernel/time.ts";
import type { ApiCall, ApiProblem, ListQuery, OrderPage } from "../api.ts";
import { readAnswer } from "../rest-answer.ts";
import { askTikTok } from "./ask-tiktok.ts";

/** `orders/search`: the lower bound is inside the window, the upper is not; whole seconds. A page is named by a token. */
export async function listOrders(call: ApiCall, query: ListQuery): Promise<Result<OrderPage, ApiProblem>> {
  const name = query.by === "changed" ? "update_time" : "create_time";
  const answer = await askTikTok(call, {
    method: "POST",
    path: "/order/202309/orders/search",
    query: {
      page_size: "100",
      sort_field: name,
      sort_order: "ASC",
      ...(query.page === null ? {} : { page_token: query.page }),
    },
    body: {
      [`${name}_ge`]: Math.floor(msOf(query.from) / 1000),
      [`${name}_lt`]: Math.ceil(msOf(query.until) / 1000),
    },
    isRepeatable: true,
  });
  if (!answer.ok) return answer;
  return readAnswer(answer.value.json, (at) => {
    const found = at.child("data");
    if (found === null) at.refuse("missing_field", "data", "the answer holds no list");
    return {
      orders: (found?.listOrEmpty("orders") ?? []).map((order) => ({
        channelOrderId: order.id("id"),
        changedAt: order.epochSecondsOrNull("update_time"),
        createdAt: order.epochSecondsOrNull("create_time"),
      })),
      next: found?.textOrNull("next_page_token") ?? null,
      total: found?.countOrNull("total_count") ?? null,
    };
  });
}

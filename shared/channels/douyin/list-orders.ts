import { ok, type Result } from "../../kernel/result.ts";
import { msOf } from "../../kernel/time.ts";
import type { ApiCall, ApiProblem, ListQuery, OrderPage } from "../api.ts";
import { fromLast, pageToAsk } from "../pages-from-last.ts";
import { readAnswer } from "../rest-answer.ts";
import { askDouyin, sortedJson } from "./ask-douyin.ts";

const PAGE_SIZE = 100;

/** `order.searchList`: pages count from 0, times are whole seconds, both ends are asked for. */
export async function listOrders(call: ApiCall, query: ListQuery): Promise<Result<OrderPage, ApiProblem>> {
  const asked = pageToAsk(query.page);
  const name = query.by === "changed" ? "update_time" : "create_time";
  const param = sortedJson({
    [`${name}_start`]: Math.floor(msOf(query.from) / 1000),
    [`${name}_end`]: Math.ceil(msOf(query.until) / 1000),
    order_by: name,
    order_asc: true,
    page: asked.pageNo - 1,
    size: PAGE_SIZE,
  });
  const answer = await askDouyin(call, { method: "order.searchList", param });
  if (!answer.ok) return answer;
  const read = readAnswer(answer.value.json, (at) => {
    const found = at.child("data");
    if (found === null) at.refuse("missing_field", "data", "the answer holds no list");
    const rows = (found?.listOrEmpty("shop_order_list") ?? []).map((row) => ({
      channelOrderId: row.id("order_id"),
      changedAt: row.epochSecondsOrNull("update_time"),
      createdAt: row.epochSecondsOrNull("create_time"),
    }));
    return { rows, total: found?.count("total") ?? 0 };
  });
  return read.ok ? ok(fromLast(asked, { ...read.value, pageSize: PAGE_SIZE })) : read;
}

import { ok, type Result } from "../../kernel/result.ts";
import { msOf } from "../../kernel/time.ts";
import type { ApiCall, ApiProblem, ListQuery, OrderPage } from "../api.ts";
import { askShopee, readShopee } from "./ask-shopee.ts";

const pageSize = 100;

/** Numbers only: neither times nor a total are told. Times are asked for in whole seconds, rounded outwards. */
export async function listOrders(call: ApiCall, query: ListQuery): Promise<Result<OrderPage, ApiProblem>> {
  const answer = await askShopee(call, {
    method: "GET",
    path: "/api/v2/order/get_order_list",
    query: {
      time_range_field: query.by === "changed" ? "update_time" : "create_time",
      time_from: String(Math.floor(msOf(query.from) / 1000)),
      time_to: String(Math.ceil(msOf(query.until) / 1000)),
      page_size: String(pageSize),
      cursor: query.page ?? "",
      request_order_status_pending: "true",
    },
  });
  if (!answer.ok) return answer;
  const read = readShopee(answer.value, (at) => ({
    orders: at.listOrEmpty("order_list").map((order) => ({
      channelOrderId: order.id("order_sn"),
      changedAt: null,
      createdAt: null,
    })),
    next: at.flag("more") ? at.text("next_cursor") : null,
    total: null,
  }));
  return read.ok ? ok(read.value) : read;
}

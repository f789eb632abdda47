import { fail, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ListQuery, OrderPage } from "../api.ts";
import { readAnswer } from "../rest-answer.ts";
import { askSquare } from "./square-api.ts";

/** SearchOrders over all locations of the connection. The cursor stands for a place in the sorted list. */
export async function listOrders(call: ApiCall, query: ListQuery): Promise<Result<OrderPage, ApiProblem>> {
  const { by, from, until, page } = query;
  const locationIds = (call.credentials["locationIds"] ?? "").split(",").map((id) => id.trim());
  if (locationIds.includes("")) return fail({ kind: "unauthorised", detail: "the connection has no locationIds" });
  const field = by === "changed" ? "updated_at" : "created_at";
  const answer = await askSquare(call, {
    method: "POST",
    path: "/v2/orders/search",
    body: {
      location_ids: locationIds,
      query: {
        filter: { date_time_filter: { [field]: { start_at: from, end_at: until } } },
        sort: { sort_field: field.toUpperCase(), sort_order: "ASC" },
      },
      limit: 100,
      ...(page === null ? {} : { cursor: page }),
    },
    isRepeatable: true,
  });
  if (!answer.ok) return answer;
  return readAnswer(answer.value.json, (at) => ({
    orders: at.listOrEmpty("orders").map((order) => ({
      channelOrderId: order.id("id"),
      changedAt: order.instantOrNull("updated_at"),
      createdAt: order.instantOrNull("created_at"),
    })),
    next: at.textOrNull("cursor"),
    total: null,
  }));
}

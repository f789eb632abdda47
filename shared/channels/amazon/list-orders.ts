import type { Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ListQuery, OrderPage } from "../api.ts";
import { readAnswer, withQuery } from "../rest-answer.ts";
import { askSpApi, namesIn } from "./sp-api.ts";

/** searchOrders 2026-01-01. Both ends of the window are inclusive; a page's token stands for it, the filters are sent again. */
export async function listOrders(call: ApiCall, query: ListQuery): Promise<Result<OrderPage, ApiProblem>> {
  const { by, from, until, page } = query;
  const window =
    by === "changed"
      ? { lastUpdatedAfter: from, lastUpdatedBefore: until }
      : { createdAfter: from, createdBefore: until };
  const marketplaceIds = namesIn(call.credentials["marketplaceIds"]).join(",");
  const path = withQuery("/orders/2026-01-01/orders", {
    ...window,
    ...(marketplaceIds === "" ? {} : { marketplaceIds }),
    maxResultsPerPage: "100",
    ...(page === null ? {} : { paginationToken: page }),
  });
  const answer = await askSpApi(call, { method: "GET", path });
  if (!answer.ok) return answer;
  return readAnswer(answer.value.json, (at) => ({
    orders: at.list("orders").map((order) => ({
      channelOrderId: order.id("orderId"),
      changedAt: order.instantOrNull("lastUpdatedTime"),
      createdAt: order.instantOrNull("createdTime"),
    })),
    next: at.child("pagination")?.textOrNull("nextToken") ?? null,
    total: null,
  }));
}

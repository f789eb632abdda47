import { ok, type Result } from "../../kernel/result.ts";
import { instantFromMs, msOf } from "../../kernel/time.ts";
import type { ApiCall, ApiProblem, ListQuery, OrderPage } from "../api.ts";
import { fromLast, pageToAsk } from "../pages-from-last.ts";
import { readAnswer } from "../rest-answer.ts";
import { askEbay } from "./ask-ebay.ts";

const pageSize = 200;

/** Both ends of eBay's range are inclusive, and its times have milliseconds: the end is one before. */
export async function listOrders(call: ApiCall, query: ListQuery): Promise<Result<OrderPage, ApiProblem>> {
  const page = pageToAsk(query.page);
  const name = query.by === "changed" ? "lastmodifieddate" : "creationdate";
  const until = instantFromMs(msOf(query.until) - 1);
  const answer = await askEbay(call, {
    method: "GET",
    path: "/sell/fulfillment/v1/order",
    query: {
      filter: `${name}:[${query.from}..${until}]`,
      limit: String(pageSize),
      offset: String((page.pageNo - 1) * pageSize),
    },
  });
  if (!answer.ok) return answer;
  const read = readAnswer(answer.value.json, (at) => ({
    total: at.count("total"),
    rows: at.listOrEmpty("orders").map((order) => ({
      channelOrderId: order.id("orderId"),
      changedAt: order.instantOrNull("lastModifiedDate"),
      createdAt: order.instantOrNull("creationDate"),
    })),
  }));
  return read.ok ? ok(fromLast(page, { ...read.value, pageSize })) : read;
}

import { ok, type Result } from "../../kernel/result.ts";
import { instantFromMs, msOf } from "../../kernel/time.ts";
import type { ApiCall, ApiProblem, ListQuery, OrderPage } from "../api.ts";
import { readAnswer } from "../rest-answer.ts";
import { askLazada } from "./ask-lazada.ts";

const pageSize = 100;

/**
 * Oldest first. An order that changes while the list is read leaves its place, and those behind it move up: so each page begins
 * behind the last row of the page before, and rows are skipped only among more than a page of one second. A page is named by both:
 * `2026-11-22T01:00:00.000Z 200`.
 */
export async function listOrders(call: ApiCall, query: ListQuery): Promise<Result<OrderPage, ApiProblem>> {
  const [after = query.from, skipped = "0"] = query.page?.split(" ") ?? [];
  const offset = Number(skipped);
  const isByChange = query.by === "changed";
  const name = isByChange ? "update" : "created";
  const answer = await askLazada(call, {
    method: "GET",
    path: "/orders/get",
    params: {
      [`${name}_after`]: after === query.from ? after : secondBefore(after),
      [`${name}_before`]: query.until,
      sort_by: isByChange ? "updated_at" : "created_at",
      sort_direction: "ASC",
      limit: String(pageSize),
      offset: skipped,
    },
  });
  if (!answer.ok) return answer;
  const read = readAnswer(answer.value.json, (at) => {
    const data = at.child("data");
    return {
      total: data?.countOrNull("countTotal") ?? null,
      orders: (data?.listOrEmpty("orders") ?? []).map((order) => ({
        channelOrderId: order.id("order_id"),
        changedAt: order.instantOrNull("updated_at"),
        createdAt: order.instantOrNull("created_at"),
      })),
    };
  });
  if (!read.ok) return read;
  const { orders, total } = read.value;
  const last = orders.at(-1);
  const lastTime = (isByChange ? last?.changedAt : last?.createdAt) ?? null;
  const isEnd = orders.length === 0 || (total !== null && offset + pageSize >= total);
  return ok({
    orders,
    next: isEnd ? null : nextPage({ after, offset: offset + pageSize, lastTime }),
    total: query.page === null ? total : null,
  });
}

type Place = { readonly after: string; readonly offset: number; readonly lastTime: string | null };

function nextPage({ after, offset, lastTime }: Place): string {
  return lastTime !== null && lastTime > after ? `${lastTime} 0` : `${after} ${offset}`;
}

/** Whether "after" takes in its own second is not said; the window's own beginning is left as it is, so that its total counts. */
function secondBefore(instant: string): string {
  return instantFromMs(msOf(instant) - 1000);
}

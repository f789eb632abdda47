import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ListQuery, OrderPage } from "../api.ts";
import { readAnswer, withQuery } from "../rest-answer.ts";
import { instantOfRfc2822 } from "./rfc-2822.ts";
import { askStore } from "./store-api.ts";

const PAGE_SIZE = 250;

/**
 * By id upwards, each page from the last id on: an order that changes while pages are read leaves the window, and with pages
 * counted by number the next one would then begin a row too late.
 */
export async function listOrders(call: ApiCall, query: ListQuery): Promise<Result<OrderPage, ApiProblem>> {
  const { by, from, until, page } = query;
  const window =
    by === "changed"
      ? { min_date_modified: from, max_date_modified: until }
      : { min_date_created: from, max_date_created: until };
  const path = withQuery("/v2/orders", {
    ...window,
    sort: "id:asc",
    limit: String(PAGE_SIZE),
    ...(page === null ? {} : { min_id: page }),
  });
  const answer = await askStore(call, { method: "GET", path });
  if (!answer.ok) return answer;
  const rows = readAnswer({ rows: answer.value.json ?? [] }, (at) =>
    at.list("rows").map((row) => ({
      channelOrderId: row.id("id"),
      changedAt: instantOfRfc2822(row.textOrNull("date_modified") ?? ""),
      createdAt: instantOfRfc2822(row.textOrNull("date_created") ?? ""),
    })),
  );
  if (!rows.ok) return rows;
  const last = rows.value.at(-1)?.channelOrderId;
  const isFull = rows.value.length >= PAGE_SIZE;
  return ok({ orders: rows.value, next: isFull && last !== undefined ? String(BigInt(last) + 1n) : null, total: null });
}

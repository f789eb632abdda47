import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ListQuery, OrderPage } from "../api.ts";
import { fromLast, pageToAsk } from "../pages-from-last.ts";
import { readAnswer, unreadable, withQuery } from "../rest-answer.ts";
import { askSite } from "./site-api.ts";

const PAGE_SIZE = 100;

/** Pages are counted by number, and an order that changes leaves its place: so they are read from the last to the first. */
export async function listOrders(call: ApiCall, query: ListQuery): Promise<Result<OrderPage, ApiProblem>> {
  const { by, from, until } = query;
  const page = pageToAsk(query.page);
  const [after, before] = by === "changed" ? ["modified_after", "modified_before"] : ["after", "before"];
  const path = withQuery("/orders", {
    [after]: inclusive(from),
    [before]: until,
    dates_are_gmt: "true",
    status: "any",
    orderby: "id",
    order: "asc",
    per_page: String(PAGE_SIZE),
    page: String(page.pageNo),
    _fields: "id,date_modified_gmt,date_created_gmt",
  });
  const answer = await askSite(call, { method: "GET", path });
  if (!answer.ok) return answer;
  const total = Number(answer.value.response.headers["x-wp-total"] ?? "none");
  if (!Number.isSafeInteger(total)) {
    return { ok: false, error: unreadable("x-wp-total", "the answer does not say how many orders there are") };
  }
  const rows = readAnswer({ rows: answer.value.json ?? [] }, (at) =>
    at.list("rows").map((row) => ({
      channelOrderId: row.id("id"),
      changedAt: row.instantOrNull("date_modified_gmt", "UTC"),
      createdAt: row.instantOrNull("date_created_gmt", "UTC"),
    })),
  );
  return rows.ok ? ok(fromLast(page, { rows: rows.value, total, pageSize: PAGE_SIZE })) : rows;
}

/** "After" leaves out the second itself, and the site counts in whole seconds. */
function inclusive(instant: string): string {
  return new Date(Date.parse(instant) - 1_000).toISOString();
}

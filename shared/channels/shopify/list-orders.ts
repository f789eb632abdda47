import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ListQuery, OrderPage } from "../api.ts";
import { readAnswer, withQuery } from "../rest-answer.ts";
import { askAdmin } from "./admin-api.ts";

const FIELDS = "id,updated_at,created_at";

/** REST, by cursor: `page_info` stands for the window and a place in it, and takes no other filter. */
export async function listOrders(call: ApiCall, query: ListQuery): Promise<Result<OrderPage, ApiProblem>> {
  const { by, from, until, page } = query;
  const column = by === "changed" ? "updated_at" : "created_at";
  const window = { status: "any", [`${column}_min`]: from, [`${column}_max`]: until };
  const first = { ...window, order: `${column} asc` };
  const path = withQuery("/orders.json", {
    ...(page === null ? first : { page_info: page }),
    limit: "250",
    fields: FIELDS,
  });
  const answer = await askAdmin(call, { method: "GET", path });
  if (!answer.ok) return answer;
  const orders = readAnswer(answer.value.json, (at) =>
    at.list("orders").map((order) => ({
      channelOrderId: order.id("id"),
      changedAt: order.instantOrNull("updated_at"),
      createdAt: order.instantOrNull("created_at"),
    })),
  );
  if (!orders.ok) return orders;
  const next = nextOf(answer.value.response.headers["link"]);
  if (page !== null || next === null) {
    return ok({ orders: orders.value, next, total: page === null ? orders.value.length : null });
  }
  const total = await countOrders(call, window);
  return total.ok ? ok({ orders: orders.value, next, total: total.value }) : total;
}

async function countOrders(
  call: ApiCall,
  window: Readonly<Record<string, string>>,
): Promise<Result<number, ApiProblem>> {
  const answer = await askAdmin(call, { method: "GET", path: withQuery("/orders/count.json", window) });
  return answer.ok ? readAnswer(answer.value.json, (at) => at.count("count")) : answer;
}

/** `<https://…?page_info=abc&limit=250>; rel="next"`. */
function nextOf(link: string | undefined): string | null {
  const next = (link ?? "").split(",").find((part) => /rel="?next"?/.test(part));
  const url = /<([^>]+)>/.exec(next ?? "")?.[1];
  return url !== undefined && URL.canParse(url) ? new URL(url).searchParams.get("page_info") : null;
}

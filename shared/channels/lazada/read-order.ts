import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import { readAnswer } from "../rest-answer.ts";
import { askLazada } from "./ask-lazada.ts";

/** Returns begin once something was delivered; before, nobody is asked for them. */
const mayHaveReturns: readonly string[] = ["delivered", "returned"];

/** The answers side by side, each as it came: `order`, `items` and, where there may be returns, `reverse`. */
export async function readOrder(call: ApiCall, channelOrderId: string): Promise<Result<Uint8Array, ApiProblem>> {
  const params = { order_id: channelOrderId };
  const order = await askLazada(call, { method: "GET", path: "/order/get", params });
  if (!order.ok) return order;
  const items = await askLazada(call, { method: "GET", path: "/order/items/get", params });
  if (!items.ok) return items;
  const statuses = readAnswer(items.value.json, (at) =>
    at.listOrEmpty("data").map((unit) => unit.textOrNull("status") ?? ""),
  );
  if (!statuses.ok) return statuses;
  const parts = [`"order":${order.value.text}`, `"items":${items.value.text}`];
  if (statuses.value.some((status) => mayHaveReturns.includes(status.toLowerCase()))) {
    const reverse = await askLazada(call, {
      method: "GET",
      path: "/reverse/getreverseordersforseller",
      params: { trade_order_id: channelOrderId, page_no: "1", page_size: "100" },
    });
    if (!reverse.ok) return reverse;
    parts.push(`"reverse":${reverse.value.text}`);
  }
  return ok(new TextEncoder().encode(`{${parts.join(",")}}`));
}

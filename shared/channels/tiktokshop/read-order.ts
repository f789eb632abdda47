import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import type { JsonReader } from "../json-reader.ts";
import type { RestAnswer } from "../rest-answer.ts";
import { askTikTok, orderIn } from "./ask-tiktok.ts";
import { cancelledUnits, shippedUnits } from "./statuses.ts";

/**
 * `{ "order": …, "returns": …, "cancellations": … }`, all answers as they came. The order tells no refund, so a paid one of which
 * something has left is asked for returns, and one of which something was cancelled for cancellations.
 */
export async function readOrder(call: ApiCall, channelOrderId: string): Promise<Result<Uint8Array, ApiProblem>> {
  const answer = await askForOrder(call, channelOrderId);
  if (!answer.ok) return answer;
  const order = orderIn(answer.value);
  if (!order.ok) return order;
  if (order.value === null) return fail({ kind: "not_found", detail: "the answer holds no order" });
  const isPaid = order.value.epochSecondsOrNull("paid_time") !== null;
  const parts = [`"order":${answer.value.text}`];
  for (const [name, statuses] of searches) {
    const isWanted = isPaid && hasUnit(order.value, statuses);
    const found = isWanted ? await search(call, name, channelOrderId) : null;
    if (found !== null && !found.ok) return found;
    parts.push(`"${name}":${found?.value.text ?? "null"}`);
  }
  return ok(new TextEncoder().encode(`{${parts.join(",")}}`));
}

export async function askForOrder(call: ApiCall, channelOrderId: string): Promise<Result<RestAnswer, ApiProblem>> {
  return await askTikTok(call, { method: "GET", path: "/order/202309/orders", query: { ids: channelOrderId } });
}

/** What is searched for once a piece has one of these statuses. */
const searches = [
  ["returns", shippedUnits],
  ["cancellations", cancelledUnits],
] as const;

async function search(call: ApiCall, name: string, orderId: string): Promise<Result<RestAnswer, ApiProblem>> {
  return await askTikTok(call, {
    method: "POST",
    path: `/return_refund/202309/${name}/search`,
    query: { page_size: "50" },
    body: { order_ids: [orderId] },
    isRepeatable: true,
  });
}

function hasUnit(order: JsonReader, statuses: ReadonlySet<string>): boolean {
  return order
    .entries("line_items")
    .some((unit) => statuses.has(unit.textOrNull("display_status")?.trim().toUpperCase() ?? ""));
}

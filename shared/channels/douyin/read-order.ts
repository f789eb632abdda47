import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import { readAnswer } from "../rest-answer.ts";
import { askDouyin, sortedJson } from "./ask-douyin.ts";

/**
 * `{ "detail": …, "aftersales": … }`: the answers of `order.orderDetail` and, where a line has had anything to do with a
 * refund, of `afterSale.List`, as they came. The order itself tells no amount of a refund.
 */
export async function readOrder(call: ApiCall, channelOrderId: string): Promise<Result<Uint8Array, ApiProblem>> {
  const param = sortedJson({ shop_order_id: channelOrderId });
  const detail = await askDouyin(call, { method: "order.orderDetail", param });
  if (!detail.ok) return detail;
  const found = readAnswer(detail.value.json, (at) => at.child("data")?.child("shop_order_detail") ?? null);
  if (!found.ok) return found;
  if (found.value === null) return fail({ kind: "not_found", detail: "the answer holds no order" });
  const isRefunded = found.value.entries("sku_order_list").some((line) => {
    const status = line.child("after_sale_info")?.textOrNull("after_sale_status")?.trim() ?? "0";
    return status !== "0";
  });
  if (!isRefunded) return ok(envelope(detail.value.text, "null"));

  const list = sortedJson({ order_id: channelOrderId, page: 0, size: 100 });
  const afterSales = await askDouyin(call, { method: "afterSale.List", param: list });
  return afterSales.ok ? ok(envelope(detail.value.text, afterSales.value.text)) : afterSales;
}

function envelope(detail: string, afterSales: string): Uint8Array {
  return new TextEncoder().encode(`{"detail":${detail},"aftersales":${afterSales}}`);
}

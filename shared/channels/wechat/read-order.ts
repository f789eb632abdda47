import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import type { JsonReader } from "../json-reader.ts";
import { readAnswer } from "../rest-answer.ts";
import { askWeChat } from "./ask-wechat.ts";

/**
 * `{ "answer": …, "aftersales": [ … ] }`: the answer of `order/get`, and that of `getaftersaleorder` for each after-sale it names,
 * as they came. The order itself tells no amount of a refund.
 */
export async function readOrder(call: ApiCall, channelOrderId: string): Promise<Result<Uint8Array, ApiProblem>> {
  const asked = await askForOrder(call, channelOrderId);
  if (!asked.ok) return asked;
  const { text, order } = asked.value;
  const named = order.child("aftersale_detail")?.entries("aftersale_order_list") ?? [];
  const ids = new Set(named.flatMap((each) => each.textOrNull("aftersale_order_id") ?? []));
  const afterSales: string[] = [];
  for (const after_sale_order_id of ids) {
    const afterSale = await askWeChat(call, {
      path: "/channels/ec/aftersale/getaftersaleorder",
      body: { after_sale_order_id },
      isRepeatable: true,
    });
    if (!afterSale.ok) return afterSale;
    afterSales.push(afterSale.value.text);
  }
  return ok(new TextEncoder().encode(`{"answer":${text},"aftersales":[${afterSales.join(",")}]}`));
}

export async function askForOrder(
  call: ApiCall,
  channelOrderId: string,
): Promise<Result<{ readonly text: string; readonly order: JsonReader }, ApiProblem>> {
  const body = { order_id: channelOrderId };
  const answer = await askWeChat(call, { path: "/channels/ec/order/get", body, isRepeatable: true });
  if (!answer.ok) return answer;
  const order = readAnswer(answer.value.json, (at) => at.child("order"));
  if (!order.ok) return order;
  if (order.value === null) return fail({ kind: "not_found", detail: "the answer holds no order" });
  return ok({ text: answer.value.text, order: order.value });
}

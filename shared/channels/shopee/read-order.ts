import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import type { RestAnswer } from "../rest-answer.ts";
import { askShopee, readShopee } from "./ask-shopee.ts";

/** All that `normalise` reads and Shopee leaves out unless it is named. */
const optionalFields = [
  "buyer_user_id",
  "recipient_address",
  "item_list",
  "pay_time",
  "split_up",
  "buyer_cancel_reason",
  "cancel_reason",
  "fulfillment_flag",
  "pickup_done_time",
  "package_list",
  "payment_method",
  "total_amount",
];

/** The answer as it came. */
export async function readOrder(call: ApiCall, channelOrderId: string): Promise<Result<Uint8Array, ApiProblem>> {
  const answer = await askForOrder(call, channelOrderId);
  return answer.ok ? ok(new TextEncoder().encode(answer.value.text)) : answer;
}

export async function askForOrder(call: ApiCall, channelOrderId: string): Promise<Result<RestAnswer, ApiProblem>> {
  const answer = await askShopee(call, {
    method: "GET",
    path: "/api/v2/order/get_order_detail",
    query: {
      order_sn_list: channelOrderId,
      request_order_status_pending: "true",
      response_optional_fields: optionalFields.join(","),
    },
  });
  if (!answer.ok) return answer;
  const found = readShopee(answer.value, (at) => at.listOrEmpty("order_list").length);
  if (!found.ok) return found;
  return found.value > 0 ? answer : fail({ kind: "not_found", detail: "Shopee knows no such order of this shop" });
}

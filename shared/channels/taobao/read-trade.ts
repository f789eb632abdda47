import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import { askTop, readTop } from "./ask-top.ts";

/** What normalise reads, and the five fields without which no `oaid` (for printing labels) is made. */
const tradeFields = [
  "tid,type,status,created,modified,pay_time,consign_time,end_time,payment,post_fee,total_fee,discount_fee,adjust_fee",
  "step_trade_status,step_paid_fee,shipping_type,buyer_open_uid,buyer_message,receiver_name,receiver_country",
  "receiver_state,receiver_city,receiver_district,receiver_town,receiver_address,receiver_zip,receiver_mobile",
  "receiver_phone,oaid,orders",
].join(",");

const refundFields =
  "refund_id,tid,oid,num,total_fee,refund_fee,payment,created,modified,status,reason,has_good_return";

/** The trade, and the refunds of its lines that are done: whole answers side by side, so that no number is written anew. */
export async function readTrade(call: ApiCall, tid: string): Promise<Result<Uint8Array, ApiProblem>> {
  const method = "taobao.trade.fullinfo.get";
  const trade = await askTop(call, { method, params: { tid, fields: tradeFields } });
  if (!trade.ok) return trade;
  const refundIds = readTop(trade.value, method, (at) => {
    const lines = at.child("trade")?.child("orders")?.listOrEmpty("order") ?? [];
    const done = lines.filter((line) => line.textOrNull("refund_status") === "SUCCESS" && line.has("refund_id"));
    return at.has("trade") ? [...new Set(done.map((line) => line.id("refund_id")))] : null;
  });
  if (!refundIds.ok) return refundIds;
  if (refundIds.value === null) return fail({ kind: "not_found", detail: "the answer holds no trade" });

  const refunds: string[] = [];
  for (const refundId of refundIds.value) {
    const params = { refund_id: refundId, fields: refundFields };
    const refund = await askTop(call, { method: "taobao.refund.get", params });
    if (!refund.ok) return refund;
    refunds.push(refund.value.text);
  }
  return ok(new TextEncoder().encode(`{"fullinfo":${trade.value.text},"refunds":[${refunds.join(",")}]}`));
}

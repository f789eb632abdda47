import { fail, ok, type Result } from "../../kernel/result.ts";
import { msOf } from "../../kernel/time.ts";
import type { ApiCall, ApiProblem, ListQuery, OrderPage } from "../api.ts";
import { fromLast, pageToAsk } from "../pages-from-last.ts";
import { readUnder } from "../signed-form.ts";
import { askPdd } from "./ask-pdd.ts";

/** The most the list gives at once. */
const pageSize = 100;
const zone = "Asia/Shanghai";

/** At most half an hour of changes at once, which must have ended three minutes ago. Orders of every status. */
export async function listOrders(call: ApiCall, query: ListQuery): Promise<Result<OrderPage, ApiProblem>> {
  const page = pageToAsk(query.page);
  const answer = await askPdd(call, {
    type: "pdd.order.number.list.increment.get",
    params: {
      start_updated_at: secondsOf(query.from),
      end_updated_at: secondsOf(query.until),
      order_status: "5",
      refund_status: "5",
      is_lucky_flag: "0",
      page: String(page.pageNo),
      page_size: String(pageSize),
    },
  });
  if (!answer.ok) return answer;
  const read = readUnder(answer.value, "order_sn_increment_get_response", (at) => ({
    total: at.count("total_count"),
    rows: at.listOrEmpty("order_sn_list").map((order) => ({
      channelOrderId: order.id("order_sn"),
      changedAt: order.instantOrNull("updated_at", zone),
      createdAt: order.instantOrNull("created_time", zone),
    })),
  }));
  return read.ok ? ok(fromLast(page, { ...read.value, pageSize })) : read;
}

export async function readOrder(call: ApiCall, orderSn: string): Promise<Result<Uint8Array, ApiProblem>> {
  const order = await askOrder(call, orderSn);
  return order.ok ? ok(new TextEncoder().encode(order.value.text)) : order;
}

export type Found = { readonly text: string; readonly isShipped: boolean; readonly trackingNo: string | null };

/** The answer as it came, and how far the order is. */
export async function askOrder(call: ApiCall, orderSn: string): Promise<Result<Found, ApiProblem>> {
  const answer = await askPdd(call, { type: "pdd.order.information.get", params: { order_sn: orderSn } });
  if (!answer.ok) return answer;
  const read = readUnder(answer.value, "order_info_get_response", (at) => {
    const order = at.child("order_info");
    if (order === null) return null;
    return {
      isShipped: (order.countOrNull("order_status") ?? 1) >= 2,
      trackingNo: order.textOrNull("tracking_number"),
    };
  });
  if (!read.ok) return read;
  if (read.value === null) return fail({ kind: "not_found", detail: "the answer holds no order" });
  return ok({ text: answer.value.text, ...read.value });
}

function secondsOf(instant: string): string {
  return String(Math.floor(msOf(instant) / 1000));
}

import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ListQuery, OrderPage } from "../api.ts";
import { chineseTimeOf } from "../chinese-time.ts";
import { fromLast, pageToAsk } from "../pages-from-last.ts";
import { askJos, readJos, refusalIn } from "./ask-jos.ts";
import { zone } from "./dates.ts";
import { states } from "./statuses.ts";

/** The most the list gives at once. */
const pageSize = 50;

/** Fields come only when they are named: those that normalise reads. */
const orderFields = [
  "orderId,payType,orderTotalPrice,orderSellerPrice,orderPayment,freightPrice,sellerDiscount,balanceUsed,orderState",
  "orderStartTime,orderEndTime,paymentConfirmTime,outBoundDate,modified,orderRemark,consigneeInfo,itemInfoList",
  "couponDetailList,parentOrderId,directParentOrderId,waybill,logisticsId,open_id_buyer,xid_buyer,pin",
].join(",");

const everyState = states.join(",");

/** At most a month at once, oldest change (or placing) first. */
export async function listOrders(call: ApiCall, query: ListQuery): Promise<Result<OrderPage, ApiProblem>> {
  const page = pageToAsk(query.page);
  const method = "jingdong.pop.order.enSearch";
  const answer = await askJos(call, {
    method,
    params: {
      start_date: chineseTimeOf(query.from),
      end_date: chineseTimeOf(query.until),
      dateType: query.by === "created" ? "1" : "0",
      order_state: everyState,
      optional_fields: "orderId,modified,orderStartTime",
      page: String(page.pageNo),
      page_size: String(pageSize),
    },
  });
  if (!answer.ok) return answer;
  const read = readJos(answer.value, method, (at) => {
    const result = at.child("searchorderinfo_result");
    return {
      refusal: refusalIn(result?.child("apiResult") ?? null),
      total: result?.countOrNull("orderTotal") ?? 0,
      rows: (result?.listOrEmpty("orderInfoList") ?? []).map((order) => ({
        channelOrderId: order.id("orderId"),
        changedAt: order.instantOrNull("modified", zone),
        createdAt: order.instantOrNull("orderStartTime", zone),
      })),
    };
  });
  if (!read.ok) return read;
  const { refusal, ...listed } = read.value;
  return refusal === null ? ok(fromLast(page, { ...listed, pageSize })) : fail(refusal);
}

export async function readOrder(call: ApiCall, orderId: string): Promise<Result<Uint8Array, ApiProblem>> {
  const order = await askOrder(call, orderId, orderFields);
  return order.ok ? ok(new TextEncoder().encode(order.value.text)) : order;
}

/** How far it is, and the numbers under which it left. */
export async function readProgress(
  call: ApiCall,
  orderId: string,
): Promise<Result<{ readonly state: string; readonly waybill: string }, ApiProblem>> {
  const order = await askOrder(call, orderId, "orderId,orderState,waybill");
  return order.ok ? ok({ state: order.value.state, waybill: order.value.waybill }) : order;
}

type Found = { readonly text: string; readonly state: string; readonly waybill: string };

async function askOrder(call: ApiCall, orderId: string, fields: string): Promise<Result<Found, ApiProblem>> {
  const method = "jingdong.pop.order.enGet";
  const params = { order_id: orderId, order_state: everyState, optional_fields: fields };
  const answer = await askJos(call, { method, params });
  if (!answer.ok) return answer;
  const read = readJos(answer.value, method, (at) => {
    const detail = at.child("orderDetailInfo");
    const order = detail?.child("orderInfo") ?? null;
    const found =
      order === null
        ? null
        : { state: order.textOrNull("orderState") ?? "", waybill: order.textOrNull("waybill") ?? "" };
    return { found, refusal: refusalIn(detail?.child("apiResult") ?? null) };
  });
  if (!read.ok) return read;
  const { found, refusal } = read.value;
  if (refusal !== null) return fail(refusal);
  if (found === null) return fail({ kind: "not_found", detail: "the answer holds no order" });
  return ok({ text: answer.value.text, ...found });
}

import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ShipmentNews, Written } from "../api.ts";
import { askTop, readTop } from "./ask-top.ts";

const already: Written = { kind: "already", reference: null };

/** "The order's status does not fit: it has already been shipped." */
const shippedBefore = "isv.logistics-offline-service-error:B04";

/**
 * A sub-order leaves as a whole, with its first parcel. The trade is looked at first: what has left is not told again, and
 * whether the trade is split depends on what else is in it. Repeating does no harm: Taobao answers that it knows.
 */
export async function sendShipment(call: ApiCall, news: ShipmentNews): Promise<Result<Written, ApiProblem>> {
  const trade = await lookAt(call, news.channelOrderId);
  if (!trade.ok) return trade;
  const { isCod, waiting, shipped } = trade.value;
  const isIn = (oid: string): boolean => news.lines.some(({ lineId }) => lineId === oid);
  const leaving = waiting.filter(isIn);
  if (leaving.length === 0) return shipped.some(isIn) ? ok(already) : fail(notWaiting);
  const isWhole = leaving.length === waiting.length && shipped.length === 0;
  const method = isCod ? "taobao.logistics.online.send" : "taobao.logistics.offline.send";
  const params = {
    tid: news.channelOrderId,
    out_sid: news.trackingNo,
    company_code: news.carrier.code,
    ...(isWhole ? {} : { is_split: "1", sub_tid: leaving.join(",") }),
  };
  const answer = await askTop(call, { method, params });
  if (!answer.ok) {
    const { error } = answer;
    return error.kind === "refused" && error.code === shippedBefore ? ok(already) : answer;
  }
  const isDone = readTop(answer.value, method, (at) => at.child("shipping")?.flag("is_success") === true);
  if (!isDone.ok) return isDone;
  const code = "is_success";
  return isDone.value
    ? ok({ kind: "done", reference: null })
    : fail({ kind: "refused", code, detail: "Taobao answered that it did not succeed, and no reason" });
}

const notWaiting: ApiProblem = {
  kind: "refused",
  code: "not_waiting",
  detail: "none of these sub-orders waits to be shipped: unpaid, closed, or shipping is forbidden",
};

type Trade = { readonly isCod: boolean; readonly waiting: readonly string[]; readonly shipped: readonly string[] };

async function lookAt(call: ApiCall, tid: string): Promise<Result<Trade, ApiProblem>> {
  const method = "taobao.trade.fullinfo.get";
  const fields = "tid,type,status,orders.oid,orders.status,orders.consign_time";
  const answer = await askTop(call, { method, params: { tid, fields } });
  if (!answer.ok) return answer;
  return readTop(answer.value, method, (at) => {
    const lines = at.child("trade")?.child("orders")?.list("order") ?? [];
    const shipped = lines.filter((line) => line.has("consign_time"));
    const waiting = lines.filter((line) => line.textOrNull("status") === "WAIT_SELLER_SEND_GOODS");
    return {
      isCod: at.child("trade")?.textOrNull("type") === "cod",
      waiting: waiting.filter((line) => !shipped.includes(line)).map((line) => line.id("oid")),
      shipped: shipped.map((line) => line.id("oid")),
    };
  });
}

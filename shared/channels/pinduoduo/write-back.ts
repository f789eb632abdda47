import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ShipmentNews, StockAnswer, StockLevel, Written } from "../api.ts";
import { readUnder } from "../signed-form.ts";
import { askPdd, type PddAsk } from "./ask-pdd.ts";
import { askOrder } from "./orders.ts";

/**
 * An order leaves as a whole, with its first parcel: later ones have no place to go. It is looked at first, so that what was
 * told is not told again, and never as a change of what was told.
 */
export async function sendShipment(call: ApiCall, news: ShipmentNews): Promise<Result<Written, ApiProblem>> {
  const order = await askOrder(call, news.channelOrderId);
  if (!order.ok) return order;
  if (order.value.isShipped) {
    if (order.value.trackingNo === news.trackingNo) return ok({ kind: "already", reference: null });
    const detail = "the order has left with another parcel, and Pinduoduo takes one shipment for an order";
    return fail({ kind: "refused", code: "shipped_before", detail });
  }
  const sent = await askForSuccess(call, {
    ask: {
      type: "pdd.logistics.online.send",
      params: {
        order_sn: news.channelOrderId,
        logistics_id: news.carrier.code,
        tracking_number: news.trackingNo,
        redelivery_type: "1",
      },
    },
    key: "logistics_online_send_response",
  });
  return sent.ok ? ok({ kind: "done", reference: null }) : sent;
}

/** One sku a question; a few of them at once is what a caller may wait for. */
export const stockBatch = 10;

/** Absolute quantities (`update_type` 1) by Pinduoduo's sku id, else by the shop's own number of the sku. */
export async function setStock(
  call: ApiCall,
  levels: readonly StockLevel[],
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  const answers: StockAnswer[] = [];
  for (const level of levels) {
    const answer = (level.listing["goodsId"] ?? "") === "" ? noListing : await setOne(call, level);
    if (answer.ok) answers.push({ kind: "set" });
    else if (answer.error.kind === "refused") answers.push(answer.error);
    else return answer;
  }
  return ok(answers);
}

const noListing = fail({ kind: "refused", code: "no_listing", detail: "the listing names no goodsId" } as const);

function setOne(call: ApiCall, { sku, listing, quantity }: StockLevel): Promise<Result<null, ApiProblem>> {
  const skuId = listing["skuId"] ?? "";
  const params = {
    goods_id: listing["goodsId"] ?? "",
    ...(skuId === "" ? { outer_id: sku } : { sku_id: skuId }),
    quantity: String(quantity),
    update_type: "1",
  };
  const ask = { type: "pdd.goods.quantity.update", params };
  return askForSuccess(call, { ask, key: "goods_quantity_update_response" });
}

async function askForSuccess(
  call: ApiCall,
  { ask, key }: { readonly ask: PddAsk; readonly key: string },
): Promise<Result<null, ApiProblem>> {
  const answer = await askPdd(call, ask);
  if (!answer.ok) return answer;
  const isDone = readUnder(answer.value, key, (at) => at.flag("is_success"));
  if (!isDone.ok) return isDone;
  const detail = "Pinduoduo answered that it did not succeed, and no reason";
  return isDone.value ? ok(null) : fail({ kind: "refused", code: "is_success", detail });
}

import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ShipmentNews, StockAnswer, StockLevel, Written } from "../api.ts";
import { askJos, readJos, refusalIn } from "./ask-jos.ts";
import { readProgress } from "./orders.ts";
import { isState, shippedStates } from "./statuses.ts";

/**
 * An order leaves as a whole, with its first parcel: later ones have no place to go. It is looked at first, so that what was
 * told is not told again.
 */
export async function sendShipment(call: ApiCall, news: ShipmentNews): Promise<Result<Written, ApiProblem>> {
  const progress = await readProgress(call, news.channelOrderId);
  if (!progress.ok) return progress;
  const { state, waybill } = progress.value;
  if (isState(state) && shippedStates.has(state)) {
    if (waybill.split(/[|,]/).some((number) => number.trim() === news.trackingNo)) {
      return ok({ kind: "already", reference: null });
    }
    const detail = "the order has left with another parcel, and JD takes one shipment for an order";
    return fail({ kind: "refused", code: "shipped_before", detail });
  }
  const method = "jingdong.pop.order.shipment";
  const params = { orderId: news.channelOrderId, logiCoprId: news.carrier.code, logiNo: news.trackingNo };
  const answer = await askJos(call, { method, params });
  if (!answer.ok) return answer;
  const read = readJos(answer.value, method, (at) => refusalIn(at.child("sopjosshipment_result") ?? at));
  if (!read.ok) return read;
  return read.value === null ? ok({ kind: "done", reference: null }) : fail(read.value);
}

/** One sku a question; a few of them at once is what a caller may wait for. */
export const stockBatch = 10;

/** Absolute quantities by JD's own sku id. */
export async function setStock(
  call: ApiCall,
  levels: readonly StockLevel[],
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  const answers: StockAnswer[] = [];
  for (const { listing, quantity } of levels) {
    const skuId = listing["skuId"] ?? "";
    const answer = skuId === "" ? noListing : await setOne(call, skuId, quantity);
    if (answer.ok) answers.push({ kind: "set" });
    else if (answer.error.kind === "refused") answers.push(answer.error);
    else return answer;
  }
  return ok(answers);
}

const noListing = fail({ kind: "refused", code: "no_listing", detail: "the listing names no skuId" } as const);

async function setOne(call: ApiCall, skuId: string, quantity: number): Promise<Result<null, ApiProblem>> {
  const method = "jingdong.stock.write.updateSkuStock";
  const answer = await askJos(call, { method, params: { skuId, stockNum: String(quantity) } });
  if (!answer.ok) return answer;
  const read = readJos(answer.value, method, refusalIn);
  if (!read.ok) return read;
  return read.value === null ? ok(null) : fail(read.value);
}

import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ShipmentNews, StockAnswer, StockLevel, Written } from "../api.ts";
import { readAnswer } from "../rest-answer.ts";
import { setEach } from "../set-levels.ts";
import { askDouyin, sortedJson } from "./ask-douyin.ts";

const alreadyShipped = "isv.business-failed:60110";

/**
 * `order.logisticsAddSinglePack`: one parcel with pieces of one order. `request_id` makes it safe to repeat: Douyin answers the
 * second time what it answered the first.
 */
export async function sendShipment(call: ApiCall, shipment: ShipmentNews): Promise<Result<Written, ApiProblem>> {
  const lines = shipment.lines.filter(({ lineId }) => /^[0-9]+$/.test(lineId));
  if (lines.length === 0)
    return fail({ kind: "refused", code: "no_lines", detail: "the parcel has no line of Douyin's" });
  const param = sortedJson({
    order_id_list: [shipment.channelOrderId],
    shipped_order_info: lines.map(({ lineId, quantity }) => ({ shipped_num: quantity, shipped_order_id: lineId })),
    logistics_code: shipment.trackingNo,
    company_code: shipment.carrier.code,
    request_id: shipment.shipmentId,
  });
  const answer = await askDouyin(call, { method: "order.logisticsAddSinglePack", param });
  if (answer.ok) {
    const packId = readAnswer(answer.value.json, (at) => at.child("data")?.textOrNull("pack_id") ?? null);
    return ok({ kind: "done", reference: packId.ok ? packId.value : null });
  }
  const { error } = answer;
  const isKnown = error.kind === "refused" && error.code === alreadyShipped;
  return isKnown ? ok({ kind: "already", reference: null }) : answer;
}

/** `sku.syncStock`, one sku a call, to the quantity itself (`incremental` false). */
export async function setStock(
  call: ApiCall,
  levels: readonly StockLevel[],
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  return await setEach(levels, async ([level]) => {
    if (level === undefined) return ok(null);
    const set = await askDouyin(call, { method: "sku.syncStock", param: stockParam(level) });
    return set.ok ? ok(null) : set;
  });
}

/** Ids are numbers beyond 2^53 there, written as text of JSON. Without an id the merchant's own code names the sku. */
function stockParam({ sku, listing, quantity }: StockLevel): string {
  const { skuId = "", productId = "" } = listing;
  const product = /^[0-9]{1,20}$/.test(productId) ? `"product_id":${productId},` : "";
  if (!/^[0-9]{1,20}$/.test(skuId)) {
    return `{"code":${JSON.stringify(sku)},"incremental":false,${product}"stock_num":${quantity}}`;
  }
  return `{"incremental":false,${product}"sku_id":${skuId},"stock_num":${quantity}}`;
}

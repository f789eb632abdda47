import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, ShipmentNews, StockAnswer, StockLevel, Written } from "../api.ts";
import { notMapped, setEach } from "../set-levels.ts";
import { askWeChat } from "./ask-wechat.ts";
import { partsOf } from "./line-id.ts";
import { askForOrder } from "./read-order.ts";

/** By a carrier of the shop's own. */
const OWN_CARRIER = 1;
/** To the quantity itself; 1 and 2 add and take away. */
const SET = 3;

/**
 * `order/delivery/send` cannot be repeated: so the order is read first, and a parcel that it has already, by its number, is not
 * told again.
 */
export async function sendShipment(call: ApiCall, shipment: ShipmentNews): Promise<Result<Written, ApiProblem>> {
  const pieces = shipment.lines.flatMap(({ lineId, quantity }) => {
    const parts = partsOf(lineId);
    return parts === null ? [] : [{ product_id: parts.productId, sku_id: parts.skuId, product_cnt: quantity }];
  });
  if (pieces.length === 0)
    return fail({ kind: "refused", code: "no_lines", detail: "the parcel has no line of WeChat's" });
  const asked = await askForOrder(call, shipment.channelOrderId);
  if (!asked.ok) return asked;
  const delivery = asked.value.order.child("order_detail")?.child("delivery_info");
  const parcels = delivery?.entries("delivery_product_info") ?? [];
  if (parcels.some((parcel) => parcel.textOrNull("waybill_id") === shipment.trackingNo)) {
    return ok({ kind: "already", reference: null });
  }
  const parcel = {
    delivery_id: shipment.carrier.code,
    waybill_id: shipment.trackingNo,
    deliver_type: OWN_CARRIER,
    product_infos: pieces,
  };
  const sent = await askWeChat(call, {
    path: "/channels/ec/order/delivery/send",
    body: { order_id: shipment.channelOrderId, delivery_list: [parcel] },
    isRepeatable: false,
  });
  return sent.ok ? ok({ kind: "done", reference: null }) : sent;
}

/** `product/stock/update`, one sku a call. */
export async function setStock(
  call: ApiCall,
  levels: readonly StockLevel[],
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  return await setEach(levels, async ([level]) => (level === undefined ? ok(null) : await setLevel(call, level)));
}

async function setLevel(call: ApiCall, { listing, quantity }: StockLevel): Promise<Result<null, ApiProblem>> {
  const { productId = "", skuId = "" } = listing;
  if (productId === "") return notMapped("productId");
  if (skuId === "") return notMapped("skuId");
  const set = await askWeChat(call, {
    path: "/channels/ec/product/stock/update",
    body: { product_id: productId, sku_id: skuId, diff_type: SET, num: quantity },
    isRepeatable: true,
  });
  return set.ok ? ok(null) : set;
}

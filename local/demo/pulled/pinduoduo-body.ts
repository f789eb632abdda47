import { discountMinor, itemsMinor, type Sale, type SaleState, totalMinor } from "../sale.ts";
import { articleNo, chineseTime, type Json, masked, sampleOf } from "./channel-body.ts";

type Info = Json & { readonly item_list: readonly Json[] };
type Answer = { readonly order_info_get_response: { readonly order_info: Info } };

const sample = sampleOf<Answer>("pinduoduo", "order-paid").order_info_get_response.order_info;

/** Amounts are numbers of yuan. Orders are shown once their group has formed. */
export function pinduoduoOrder(sale: Sale, state: SaleState): Json {
  const { name, phone } = masked(sale.buyer);
  const [parcel] = state.parcels;
  const order_info = {
    ...sample,
    order_sn: sale.channelOrderId,
    order_status: parcel === undefined ? 1 : 2,
    created_time: chineseTime(sale.placedMs),
    pay_time: chineseTime(sale.placedMs + 30_000),
    confirm_time: chineseTime(sale.placedMs + 30_000),
    updated_at: chineseTime(state.atMs),
    shipping_time: parcel === undefined ? "" : chineseTime(parcel.atMs),
    logistics_id: parcel === undefined ? 0 : 44,
    tracking_number: parcel?.trackingNo ?? "",
    pay_amount: totalMinor(sale) / 100,
    goods_amount: itemsMinor(sale) / 100,
    discount_amount: discountMinor(sale) / 100,
    platform_discount: 0,
    seller_discount: discountMinor(sale) / 100,
    postage: sale.shippingMinor / 100,
    province: sale.buyer.place.province,
    city: sale.buyer.place.city,
    town: "",
    receiver_name: name,
    receiver_phone: phone,
    receiver_address: sale.buyer.street,
    buyer_memo: sale.note ?? "",
    item_list: sale.lines.map((line) => ({
      ...sample.item_list[0],
      goods_id: 600_000_000_000 + articleNo(line),
      sku_id: 1_400_000_000_000 + articleNo(line),
      outer_id: line.sku,
      goods_name: line.title,
      goods_spec: line.variant ?? "",
      goods_price: line.unitMinor / 100,
      goods_count: line.quantity,
    })),
  };
  return { order_info_get_response: { order_info, request_id: "demo" } };
}

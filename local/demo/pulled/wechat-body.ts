import { discountMinor, itemsMinor, type Sale, type SaleLine, type SaleState, totalMinor } from "../sale.ts";
import { articleNo, type Json, masked, paidMsOf, sampleOf, seconds, stageOf } from "./channel-body.ts";

type Detail = Json & {
  readonly product_infos: readonly Json[];
  readonly pay_info: Json;
  readonly price_info: Json;
  readonly delivery_info: Json & { readonly address_info: Json };
};
type Answer = { readonly answer: { readonly order: Json & { readonly order_detail: Detail } } };

const sample = sampleOf<Answer>("wechat", "order-paid").answer.order;

const statuses = { unpaid: 10, paid: 20, shipped: 30, cancelled: 250 } as const;

/** Amounts are fen, times seconds. */
export function wechatOrder(sale: Sale, state: SaleState): Json {
  const { order_detail: detail } = sample;
  const { name, phone } = masked(sale.buyer);
  const { place, street } = sale.buyer;
  const paidMs = paidMsOf(sale, state);
  const order_detail = {
    ...detail,
    product_infos: sale.lines.map((line) => ({
      ...detail.product_infos[0],
      ...productIds(line),
      sku_code: line.sku,
      title: line.title,
      sku_cnt: line.quantity,
      sale_price: line.unitMinor,
      market_price: line.unitMinor,
      real_price: line.unitMinor * line.quantity - line.discountMinor,
      sku_attrs: line.variant === null ? [] : [{ attr_key: "规格", attr_value: line.variant }],
    })),
    pay_info: { ...detail.pay_info, pay_time: paidMs === null ? 0 : seconds(paidMs) },
    price_info: {
      ...detail.price_info,
      product_price: itemsMinor(sale),
      order_price: totalMinor(sale),
      original_order_price: itemsMinor(sale) + sale.shippingMinor,
      freight: sale.shippingMinor,
      discounted_price: discountMinor(sale),
      deduction_price: 0,
    },
    delivery_info: {
      ...detail.delivery_info,
      address_info: {
        ...detail.delivery_info.address_info,
        user_name: name,
        tel_number: phone,
        postal_code: place.postalCode,
        province_name: place.province,
        city_name: place.city,
        county_name: "",
        detail_info: street,
      },
      ship_done_time: state.parcels.length === 0 ? 0 : seconds(state.atMs),
      delivery_product_info: state.parcels.map((parcel) => ({
        waybill_id: parcel.trackingNo,
        delivery_id: "SF",
        delivery_name: parcel.carrier,
        delivery_time: seconds(parcel.atMs),
        deliver_type: 1,
        product_infos: parcel.lines.map(({ line, quantity }) => ({ ...productIds(line), product_cnt: quantity })),
      })),
    },
    ext_info: { customer_notes: sale.note ?? "", merchant_notes: "" },
  };
  const order = {
    ...sample,
    order_id: sale.channelOrderId,
    status: statuses[stageOf(state)],
    create_time: seconds(sale.placedMs),
    update_time: seconds(state.atMs),
    order_detail,
  };
  return { answer: { errcode: 0, errmsg: "ok", order }, aftersales: [] };
}

function productIds(line: SaleLine): { readonly product_id: string; readonly sku_id: string } {
  return { product_id: String(10_000_141_000_000 + articleNo(line)), sku_id: String(2_451_000_000 + articleNo(line)) };
}

export function wechatPush(sale: Sale, state: SaleState): unknown {
  const events = { unpaid: "new", paid: "pay", shipped: "deliver", cancelled: "cancel" } as const;
  return {
    ToUserName: "gh_orderhub",
    FromUserName: "oDEMO-buyer-1",
    CreateTime: seconds(state.atMs),
    MsgType: "event",
    Event: `channels_ec_order_${events[stageOf(state)]}`,
    order_info: { order_id: sale.channelOrderId },
  };
}

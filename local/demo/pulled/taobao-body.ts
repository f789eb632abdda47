import { discountMinor, type Sale, type SaleLine, type SaleState, totalMinor } from "../sale.ts";
import { articleNo, chineseTime, type Json, masked, money, paidMsOf, sampleOf, stageOf } from "./channel-body.ts";

type Trade = Json & { readonly orders: { readonly order: readonly Json[] } };
type Answer = { readonly fullinfo: { readonly trade_fullinfo_get_response: { readonly trade: Trade } } };

const sample = sampleOf<Answer>("taobao", "trade-paid").fullinfo.trade_fullinfo_get_response.trade;

const statuses = {
  unpaid: "WAIT_BUYER_PAY",
  paid: "WAIT_SELLER_SEND_GOODS",
  shipped: "WAIT_BUYER_CONFIRM_GOODS",
  cancelled: "TRADE_CLOSED_BY_TAOBAO",
} as const;

export function taobaoOrder(sale: Sale, state: SaleState): Json {
  const paidMs = paidMsOf(sale, state);
  const { name, phone } = masked(sale.buyer);
  const { pay_time: _, ...unpaid } = sample;
  const trade = {
    ...unpaid,
    tid: sale.channelOrderId,
    tid_str: sale.channelOrderId,
    status: statuses[stageOf(state)],
    created: chineseTime(sale.placedMs),
    modified: chineseTime(state.atMs),
    ...(paidMs === null ? {} : { pay_time: chineseTime(paidMs) }),
    ...(state.cancelledMs === null ? {} : { end_time: chineseTime(state.cancelledMs) }),
    payment: money(totalMinor(sale)),
    post_fee: money(sale.shippingMinor),
    discount_fee: money(discountMinor(sale)),
    buyer_message: sale.note ?? "",
    receiver_name: name,
    receiver_mobile: phone,
    receiver_state: sale.buyer.place.province,
    receiver_city: sale.buyer.place.city,
    receiver_district: "",
    receiver_town: "",
    receiver_address: sale.buyer.street,
    receiver_zip: sale.buyer.place.postalCode,
    orders: { order: sale.lines.map((line) => subOrder(state, line)) },
  };
  return { fullinfo: { trade_fullinfo_get_response: { trade, request_id: "demo" } }, refunds: [] };
}

function subOrder(state: SaleState, line: SaleLine): Json {
  const paid = money(line.unitMinor * line.quantity - line.discountMinor);
  const [parcel] = state.parcels;
  return {
    ...sample.orders.order[0],
    oid: `31${String(line.lineId).padStart(17, "0")}`,
    oid_str: `31${String(line.lineId).padStart(17, "0")}`,
    num_iid: 640_000_000_000 + articleNo(line),
    sku_id: String(5_120_000_000_000 + articleNo(line)),
    outer_sku_id: line.sku,
    title: line.title,
    sku_properties_name: line.variant ?? "",
    num: line.quantity,
    price: money(line.unitMinor),
    discount_fee: money(line.discountMinor),
    part_mjz_discount: "0.00",
    total_fee: paid,
    payment: paid,
    divide_order_fee: paid,
    status: statuses[stageOf(state)],
    ...(parcel === undefined
      ? {}
      : {
          logistics_company: parcel.carrier,
          invoice_no: parcel.trackingNo,
          consign_time: chineseTime(parcel.atMs),
        }),
  };
}

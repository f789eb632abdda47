import { discountMinor, itemsMinor, type Sale, type SaleLine, type SaleState, totalMinor } from "../sale.ts";
import { articleNo, type Json, masked, paidMsOf, sampleOf, seconds, stageOf } from "./channel-body.ts";

type Order = Json & { readonly sku_order_list: readonly Json[] };
type Answer = { readonly detail: { readonly data: { readonly shop_order_detail: Order } } };

const sample = sampleOf<Answer>("douyin", "order-paid").detail.data.shop_order_detail;

const statuses = { unpaid: 1, paid: 2, shipped: 3, cancelled: 4 } as const;

/** Amounts are fen, times seconds. */
export function douyinOrder(sale: Sale, state: SaleState): Json {
  const status = statuses[stageOf(state)];
  const { name, phone } = masked(sale.buyer);
  const paidMs = paidMsOf(sale, state);
  const place = {
    province: { name: sale.buyer.place.province, id: "" },
    city: { name: sale.buyer.place.city, id: "" },
    town: { name: "", id: "" },
    street: { name: "", id: "" },
  };
  const shop_order_detail = {
    ...sample,
    order_id: sale.channelOrderId,
    order_status: status,
    main_status: status,
    pay_time: paidMs === null ? 0 : seconds(paidMs),
    create_time: seconds(sale.placedMs),
    update_time: seconds(state.atMs),
    cancel_reason: state.cancelledMs === null ? "" : "不想要了",
    buyer_words: sale.note ?? "",
    order_amount: itemsMinor(sale) + sale.shippingMinor,
    pay_amount: totalMinor(sale),
    post_amount: sale.shippingMinor,
    promotion_amount: discountMinor(sale),
    promotion_shop_amount: discountMinor(sale),
    promotion_platform_amount: 0,
    mask_post_receiver: name,
    mask_post_tel: phone,
    post_addr: { ...place, encrypt_detail: "##CIPHERTEXT-DETAIL##" },
    mask_post_addr: { ...place, detail: sale.buyer.street },
    logistics_info: state.parcels.map((parcel) => ({
      tracking_no: parcel.trackingNo,
      company: "shunfeng",
      company_name: parcel.carrier,
      ship_time: seconds(parcel.atMs),
      delivery_id: String(parcel.parcelId),
      product_info: parcel.lines.map(({ line, quantity }) => ({
        sku_order_id: lineNo(sale, line),
        product_count: quantity,
      })),
    })),
    sku_order_list: sale.lines.map((line) => ({
      ...sample.sku_order_list[0],
      order_id: lineNo(sale, line),
      parent_order_id: sale.channelOrderId,
      order_status: status,
      main_status: status,
      sku_id: 3_410_716_000_000_000 + articleNo(line),
      code: line.sku,
      product_name: line.title,
      spec: line.variant === null ? [] : [{ name: "规格", value: line.variant }],
      origin_amount: line.unitMinor,
      item_num: line.quantity,
      sum_amount: line.unitMinor * line.quantity,
      promotion_amount: line.discountMinor,
    })),
  };
  return { detail: { code: 10000, msg: "success", data: { shop_order_detail } }, aftersales: null };
}

/** The first line bears the order's own number. */
function lineNo(sale: Sale, line: SaleLine): string {
  return line === sale.lines[0] ? sale.channelOrderId : `6942${String(line.lineId).padStart(15, "0")}`;
}

/** The push only names the order, by a number beyond 2^53. */
export function douyinPush(sale: Sale, state: SaleState): unknown {
  const status = statuses[stageOf(state)];
  const tag = { unpaid: "100", paid: "101", shipped: "102", cancelled: "106" }[stageOf(state)];
  const data = `{"biz":2,"order_status":${status},"order_type":0,"p_id":${sale.channelOrderId},"shop_id":7700001,"update_time":${seconds(state.atMs)}}`;
  return [{ tag, msg_id: `${sale.channelOrderId}:${tag}`, data }];
}

import { discountMinor, itemsMinor, type Sale, type SaleState, totalMinor } from "../sale.ts";
import { articleNo, chineseTime, type Json, masked, money, sampleOf, stageOf } from "./channel-body.ts";

type Info = Json & { readonly itemInfoList: readonly Json[]; readonly consigneeInfo: Json };
type Answer = {
  readonly jingdong_pop_order_enGet_responce: {
    readonly orderDetailInfo: { readonly orderInfo: Info; readonly apiResult: Json };
  };
};

const sample = sampleOf<Answer>("jd", "order-paid").jingdong_pop_order_enGet_responce.orderDetailInfo;

/** Unpaid orders are not shown to shops. */
const states = {
  unpaid: "",
  paid: "WAIT_SELLER_STOCK_OUT",
  shipped: "WAIT_GOODS_RECEIVE_CONFIRM",
  cancelled: "TRADE_CANCELED",
} as const;

export function jdOrder(sale: Sale, state: SaleState): Json {
  const { orderInfo: info, apiResult } = sample;
  const { name, phone } = masked(sale.buyer);
  const [parcel] = state.parcels;
  const skuOf = (line: Sale["lines"][number]): string => String(10_081_110_000_000 + articleNo(line));
  const orderInfo = {
    ...info,
    orderId: sale.channelOrderId,
    orderState: states[stageOf(state)],
    orderTotalPrice: money(itemsMinor(sale)),
    orderSellerPrice: money(itemsMinor(sale) - discountMinor(sale)),
    sellerDiscount: money(discountMinor(sale)),
    orderPayment: money(totalMinor(sale)),
    balanceUsed: "0.00",
    freightPrice: money(sale.shippingMinor),
    couponDetailList: sale.lines
      .filter((line) => line.discountMinor > 0)
      .map((line) => ({
        orderId: sale.channelOrderId,
        skuId: skuOf(line),
        couponType: "28-闪团优惠",
        couponPrice: money(line.discountMinor),
      })),
    orderStartTime: chineseTime(sale.placedMs),
    paymentConfirmTime: chineseTime(sale.placedMs + 30_000),
    modified: chineseTime(state.atMs),
    ...(parcel === undefined
      ? {}
      : { outBoundDate: chineseTime(parcel.atMs), logisticsId: "467", waybill: parcel.trackingNo }),
    orderRemark: sale.note ?? "",
    consigneeInfo: {
      ...info.consigneeInfo,
      fullname: name,
      mobile: phone,
      telephone: "",
      fullAddress: sale.buyer.street,
      province: sale.buyer.place.province,
      city: sale.buyer.place.city,
      county: "",
      town: "",
    },
    itemInfoList: sale.lines.map((line) => ({
      ...info.itemInfoList[0],
      skuId: skuOf(line),
      outerSkuId: line.sku,
      skuName: line.title,
      jdPrice: money(line.unitMinor),
      itemTotal: String(line.quantity),
    })),
  };
  return { jingdong_pop_order_enGet_responce: { code: "0", orderDetailInfo: { orderInfo, apiResult } } };
}

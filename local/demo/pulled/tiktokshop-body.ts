import { splitByWeights } from "../../../shared/kernel/money.ts";
import { discountMinor, itemsMinor, type Sale, type SaleLine, type SaleState, totalMinor } from "../sale.ts";
import { articleNo, firstOf, type Json, masked, money, paidMsOf, sampleOf, seconds, stageOf } from "./channel-body.ts";

type Order = Json & {
  readonly payment: Json;
  readonly line_items: readonly Json[];
  readonly recipient_address: Json;
};
type Answer = { readonly order: { readonly data: { readonly orders: readonly Order[] } } };

const sample = firstOf(sampleOf<Answer>("tiktokshop", "order-paid").order.data.orders);

const statuses = {
  unpaid: "UNPAID",
  paid: "AWAITING_SHIPMENT",
  shipped: "IN_TRANSIT",
  cancelled: "CANCELLED",
} as const;

export function tiktokShopOrder(sale: Sale, state: SaleState): Json {
  const { paid_time: _, recipient_address: address, ...order } = sample;
  const paidMs = paidMsOf(sale, state);
  const { name, phone } = masked(sale.buyer);
  const { place, street } = sale.buyer;
  const shown = {
    ...order,
    id: sale.channelOrderId,
    status: statuses[stageOf(state)],
    create_time: seconds(sale.placedMs),
    update_time: seconds(state.atMs),
    buyer_message: sale.note ?? "",
    ...(paidMs === null ? {} : { paid_time: seconds(paidMs) }),
    ...(state.cancelledMs === null ? {} : { cancel_time: seconds(state.cancelledMs) }),
    payment: {
      ...sample.payment,
      currency: sale.currency,
      original_total_product_price: money(itemsMinor(sale)),
      sub_total: money(itemsMinor(sale) - discountMinor(sale)),
      shipping_fee: money(sale.shippingMinor),
      original_shipping_fee: money(sale.shippingMinor),
      seller_discount: money(discountMinor(sale)),
      platform_discount: "0",
      tax: "0",
      total_amount: money(totalMinor(sale)),
    },
    line_items: sale.lines.flatMap((line) => unitsOf(sale, state, line)),
    recipient_address: {
      ...address,
      name,
      phone_number: phone,
      full_address: street,
      address_detail: street,
      address_line1: street,
      address_line2: "",
      postal_code: place.postalCode,
      region_code: place.country,
      district_info: [
        { address_level: "L1", address_level_name: "State", address_name: place.regionName },
        { address_level: "L2", address_level_name: "City", address_name: place.city },
      ],
    },
  };
  return { order: shown, returns: null, cancellations: null };
}

/** Each piece is a line item of its own. */
function unitsOf(sale: Sale, state: SaleState, line: SaleLine): readonly Json[] {
  const discounts = splitByWeights(line.discountMinor, Array<number>(line.quantity).fill(1));
  const [parcel] = state.parcels;
  return discounts.map((discount, at) => ({
    ...sample.line_items[0],
    id: String(line.lineId * 100 + at),
    product_id: String(1_729_556_000_000 + articleNo(line)),
    product_name: line.title,
    sku_id: String(1_729_557_000_000 + articleNo(line)),
    sku_name: line.variant ?? "",
    seller_sku: line.sku,
    currency: sale.currency,
    original_price: money(line.unitMinor),
    sale_price: money(line.unitMinor - discount),
    seller_discount: money(discount),
    platform_discount: "0",
    display_status: statuses[stageOf(state)],
    ...(parcel === undefined
      ? {}
      : {
          package_id: String(parcel.parcelId),
          tracking_number: parcel.trackingNo,
          shipping_provider_name: parcel.carrier,
          rts_time: seconds(parcel.atMs),
        }),
  }));
}

export function tiktokShopPush(sale: Sale, state: SaleState): unknown {
  const update_time = seconds(state.atMs);
  return {
    type: 1,
    tts_notification_id: `${sale.orderId}${update_time}`,
    shop_id: "7495000000000000001",
    timestamp: update_time + 1,
    data: {
      order_id: sale.channelOrderId,
      order_status: statuses[stageOf(state)],
      is_on_hold_order: false,
      update_time,
    },
  };
}

import { splitByWeights } from "../../../shared/kernel/money.ts";
import { discountMinor, itemsMinor, type Sale, type SaleLine, type SaleState } from "../sale.ts";
import { articleNo, type Json, masked, money, sampleOf, stageOf } from "./channel-body.ts";

type Answer = {
  readonly order: { readonly data: Json & { readonly address_shipping: Json } };
  readonly items: { readonly data: readonly Json[] };
};

const sample = sampleOf<Answer>("lazada", "order-pending-sgd");

const statuses = { unpaid: "unpaid", paid: "pending", shipped: "shipped", cancelled: "canceled" } as const;

/** An order has no status of its own: its pieces have. */
export function lazadaOrder(sale: Sale, state: SaleState): Json {
  const { name, phone } = masked(sale.buyer);
  const { place, street } = sale.buyer;
  const address = {
    ...sample.order.data.address_shipping,
    country: "Singapore",
    address1: street,
    address2: "",
    address3: place.regionName,
    address4: place.city,
    address5: "",
    city: place.city,
    post_code: place.postalCode,
    phone,
    first_name: name,
    last_name: "",
  };
  const data = {
    ...sample.order.data,
    order_id: sale.channelOrderId,
    order_number: sale.channelOrderId,
    created_at: singaporeTime(sale.placedMs),
    updated_at: singaporeTime(state.atMs),
    price: money(itemsMinor(sale)),
    voucher: money(discountMinor(sale)),
    shipping_fee: money(sale.shippingMinor),
    statuses: [statuses[stageOf(state)]],
    buyer_note: sale.note ?? "",
    address_shipping: address,
    address_billing: address,
  };
  return {
    order: { code: "0", data, request_id: "demo" },
    items: { code: "0", data: sale.lines.flatMap((line) => piecesOf(sale, state, line)), request_id: "demo" },
  };
}

function piecesOf(sale: Sale, state: SaleState, line: SaleLine): readonly Json[] {
  const [parcel] = state.parcels;
  const vouchers = splitByWeights(line.discountMinor, Array<number>(line.quantity).fill(1));
  return vouchers.map((voucher, at) => ({
    ...sample.items.data[0],
    order_item_id: String(line.lineId * 100 + at),
    order_id: sale.channelOrderId,
    shop_sku: `${articleNo(line)}_SGD`,
    sku: line.sku,
    name: line.title,
    variation: line.variant ?? "",
    item_price: money(line.unitMinor),
    paid_price: money(line.unitMinor - voucher),
    currency: sale.currency,
    voucher_seller: money(voucher),
    voucher_platform: "0.00",
    voucher_amount: money(voucher),
    status: statuses[stageOf(state)],
    package_id: parcel === undefined ? "" : `FP${parcel.parcelId}`,
    tracking_code: parcel?.trackingNo ?? "",
    shipment_provider: parcel?.carrier ?? "",
    created_at: singaporeTime(sale.placedMs),
    updated_at: singaporeTime(state.atMs),
  }));
}

/** `2026-11-22 09:00:00 +0800` */
function singaporeTime(ms: number): string {
  return `${new Date(ms + 28_800_000).toISOString().slice(0, 19).replace("T", " ")} +0800`;
}

export function lazadaPush(sale: Sale, state: SaleState): unknown {
  const data = {
    order_status: statuses[stageOf(state)],
    trade_order_id: sale.channelOrderId,
    trade_order_line_id: String((sale.lines[0]?.lineId ?? 0) * 100),
    status_update_time: Math.floor(state.atMs / 1000),
  };
  return { seller_id: "200061553", message_type: 0, data, timestamp: state.atMs + 700, site: "lazada_sg" };
}

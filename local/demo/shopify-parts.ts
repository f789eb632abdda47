import { localTime } from "../../shared/kernel/business-day.ts";
import { decimalFromMinor } from "../../shared/kernel/money.ts";
import {
  removedOf,
  type Sale,
  type SaleLine,
  type SaleParcel,
  type SaleRefund,
  type SaleState,
  shippedOf,
} from "./sale.ts";

type Json = Readonly<Record<string, unknown>>;

/** The body of refunds/create, and an entry of an order's `refunds`. */
export function shopifyRefund(sale: Sale, state: SaleState, refund: SaleRefund): Json {
  const money = (minor: number): string => decimalFromMinor(minor, sale.currency);
  const at = localTime(new Date(refund.atMs).toISOString(), sale.buyer.place.zone);
  return {
    id: refund.refundId,
    admin_graphql_api_id: `gid://shopify/Refund/${refund.refundId}`,
    order_id: sale.orderId,
    created_at: at,
    processed_at: at,
    note: refund.reason,
    user_id: null,
    restock: true,
    duties: [],
    total_duties_set: bothMoney(sale, 0),
    refund_line_items: refund.lines.map(({ line, quantity, amountMinor, taxMinor: tax }, index) => ({
      id: refund.refundId + 1 + index,
      line_item_id: line.lineId,
      location_id: 70_000_000_001,
      quantity,
      restock_type: "cancel",
      subtotal: Number(money(amountMinor)),
      total_tax: Number(money(tax)),
      subtotal_set: bothMoney(sale, amountMinor),
      total_tax_set: bothMoney(sale, tax),
      line_item: lineItem(sale, state, line),
    })),
    refund_shipping_lines: [],
    order_adjustments: [],
    transactions: [
      {
        id: refund.refundId + 91,
        order_id: sale.orderId,
        kind: "refund",
        gateway: gatewayOf(sale, state),
        status: "success",
        message: null,
        created_at: at,
        processed_at: at,
        test: false,
        parent_id: refund.refundId + 96,
        amount: money(refund.amountMinor),
        currency: sale.currency,
      },
    ],
  };
}

/** The body of fulfillments/create, and an entry of an order's `fulfillments`. */
export function shopifyFulfilment(sale: Sale, state: SaleState, parcel: SaleParcel): Json {
  const at = localTime(new Date(parcel.atMs).toISOString(), sale.buyer.place.zone);
  return {
    id: parcel.parcelId,
    admin_graphql_api_id: `gid://shopify/Fulfillment/${parcel.parcelId}`,
    order_id: sale.orderId,
    name: `${sale.number}.1`,
    status: "success",
    service: "manual",
    shipment_status: null,
    location_id: 70_000_000_001,
    created_at: at,
    updated_at: at,
    tracking_company: parcel.carrier,
    tracking_number: parcel.trackingNo,
    tracking_numbers: [parcel.trackingNo],
    tracking_url: null,
    tracking_urls: [],
    receipt: {},
    line_items: parcel.lines.map(({ line, quantity }) => ({ ...lineItem(sale, state, line), quantity })),
  };
}

export function lineItem(sale: Sale, state: SaleState, line: SaleLine): Json {
  const money = (minor: number): string => decimalFromMinor(minor, sale.currency);
  const current = state.cancelledMs === null ? line.quantity - removedOf(line, state) : 0;
  const fulfillable = Math.max(0, current - shippedOf(line, state));
  return {
    id: line.lineId,
    admin_graphql_api_id: `gid://shopify/LineItem/${line.lineId}`,
    current_quantity: current,
    fulfillable_quantity: fulfillable,
    fulfillment_service: "manual",
    fulfillment_status: shippedOf(line, state) === 0 ? null : fulfillable === 0 ? "fulfilled" : "partial",
    gift_card: false,
    grams: line.grams,
    name: line.variant === null ? line.title : `${line.title} - ${line.variant}`,
    price: money(line.unitMinor),
    price_set: bothMoney(sale, line.unitMinor),
    product_exists: true,
    product_id: 2_130_000_000_028,
    properties: [],
    quantity: line.quantity,
    requires_shipping: true,
    sku: line.sku === "" ? null : line.sku,
    taxable: true,
    title: line.title,
    total_discount: "0.00",
    variant_id: 2_982_000_000_040,
    variant_inventory_management: "shopify",
    variant_title: line.variant,
    vendor: null,
    tax_lines: [{ title: "VAT", rate: sale.taxRate, price: money(line.taxMinor), channel_liable: false }],
    duties: [],
    discount_allocations:
      line.discountMinor === 0
        ? []
        : [
            {
              amount: money(line.discountMinor),
              amount_set: bothMoney(sale, line.discountMinor),
              discount_application_index: 0,
            },
          ],
  };
}

export function gatewayOf(sale: Sale, state: SaleState): string {
  if (state.payOnDelivery) return "cash on delivery (cod)";
  return sale.buyer.place.country === "CN" ? "alipay" : "shopify_payments";
}

export function bothMoney({ currency }: Sale, minor: number): Json {
  const money = { amount: decimalFromMinor(minor, currency), currency_code: currency };
  return { shop_money: money, presentment_money: money };
}

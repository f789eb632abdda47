import { localTime } from "../../shared/kernel/business-day.ts";
import { decimalFromMinor } from "../../shared/kernel/money.ts";
import {
  discountMinor,
  itemsMinor,
  type Sale,
  type SaleState,
  shippedOf,
  sumOf,
  taxMinor,
  totalMinor,
} from "./sale.ts";
import { bothMoney, gatewayOf, lineItem, shopifyFulfilment, shopifyRefund } from "./shopify-parts.ts";

type Json = Readonly<Record<string, unknown>>;

/** The body of Shopify's orders/* topics (Admin API 2026-07), as `shared/channels/shopify/samples` have it. */
export function shopifyOrder(sale: Sale, state: SaleState): Json {
  const money = (minor: number): string => decimalFromMinor(minor, sale.currency);
  const at = (ms: number): string => localTime(new Date(ms).toISOString(), sale.buyer.place.zone);
  const { buyer } = sale;
  const items = itemsMinor(sale);
  const discount = discountMinor(sale);
  const refunded = sumOf(state.refunds, (refund) => refund.amountMinor);
  return {
    id: sale.orderId,
    admin_graphql_api_id: `gid://shopify/Order/${sale.orderId}`,
    app_id: 580111,
    cancel_reason: state.cancelledMs === null ? null : "customer",
    cancelled_at: state.cancelledMs === null ? null : at(state.cancelledMs),
    closed_at: null,
    confirmed: true,
    created_at: at(sale.placedMs),
    currency: sale.currency,
    current_total_price: money(totalMinor(sale) - refunded),
    customer_locale: buyer.place.country === "CN" ? "zh-CN" : "en",
    discount_codes: discount === 0 ? [] : [{ code: sale.discountCode, amount: money(discount), type: "fixed_amount" }],
    email: buyer.email,
    contact_email: buyer.email,
    estimated_taxes: false,
    financial_status: financialStatus(sale, state),
    fulfillment_status: fulfilmentStatus(sale, state),
    name: sale.number,
    note: sale.note,
    note_attributes: [],
    number: Number(sale.number.replace("#", "")),
    order_number: Number(sale.number.replace("#", "")),
    original_total_duties_set: null,
    payment_gateway_names: [gatewayOf(sale, state)],
    phone: null,
    presentment_currency: sale.currency,
    processed_at: at(sale.placedMs),
    source_name: "web",
    subtotal_price: money(items - discount),
    tags: "",
    tax_lines: [{ title: "VAT", rate: sale.taxRate, price: money(taxMinor(sale)), channel_liable: false }],
    taxes_included: sale.taxesIncluded,
    test: sale.tale === "trial",
    total_discounts: money(discount),
    total_line_items_price: money(items),
    total_outstanding: money(state.payment === "paid" ? 0 : totalMinor(sale)),
    total_price: money(totalMinor(sale)),
    total_price_set: bothMoney(sale, totalMinor(sale)),
    total_shipping_price_set: bothMoney(sale, sale.shippingMinor),
    total_tax: money(taxMinor(sale)),
    total_tip_received: "0.00",
    total_weight: sumOf(sale.lines, (line) => line.grams * line.quantity),
    updated_at: at(state.atMs),
    user_id: null,
    customer: {
      id: 7_000_000_000_000 + (sale.orderId % 1_000_000),
      email: buyer.email,
      state: "enabled",
      tags: "",
      currency: sale.currency,
    },
    discount_applications: discount === 0 ? [] : [discountApplication(sale, money(discount))],
    line_items: sale.lines.map((line) => lineItem(sale, state, line)),
    fulfillments: state.parcels.map((parcel) => shopifyFulfilment(sale, state, parcel)),
    refunds: state.refunds.map((refund) => shopifyRefund(sale, state, refund)),
    shipping_address: shippingAddress(sale),
    shipping_lines: [
      {
        id: sale.orderId + 18,
        code: "Standard",
        title: buyer.place.country === "CN" ? "顺丰速运" : "Standard",
        price: money(sale.shippingMinor),
        price_set: bothMoney(sale, sale.shippingMinor),
        discounted_price: money(sale.shippingMinor),
        is_removed: false,
        source: "shopify",
        tax_lines: [],
        discount_allocations: [],
      },
    ],
  };
}

function financialStatus(sale: Sale, state: SaleState): string {
  const refunded = sumOf(state.refunds, (refund) => refund.amountMinor);
  if (refunded > 0) return refunded >= totalMinor(sale) ? "refunded" : "partially_refunded";
  if (state.payment === "paid") return "paid";
  return state.cancelledMs === null ? "pending" : "voided";
}

function fulfilmentStatus(sale: Sale, state: SaleState): string | null {
  if (state.parcels.length === 0) return null;
  return sale.lines.every((line) => shippedOf(line, state) >= line.quantity) ? "fulfilled" : "partial";
}

function discountApplication(sale: Sale, value: string): Json {
  return {
    target_type: "line_item",
    type: "discount_code",
    value,
    value_type: "fixed_amount",
    allocation_method: "across",
    target_selection: "all",
    code: sale.discountCode,
  };
}

function shippingAddress({ buyer, tale }: Sale): Json {
  const { place } = buyer;
  const isChinese = place.country === "CN";
  return {
    first_name: buyer.first,
    last_name: buyer.last,
    name: isChinese ? `${buyer.last}${buyer.first}` : `${buyer.first} ${buyer.last}`,
    company: null,
    address1: buyer.street,
    address2: null,
    city: place.city,
    province: place.regionName,
    province_code: place.shopifyRegion,
    country: { CN: "China", US: "United States", CA: "Canada", JP: "Japan", SG: "Singapore" }[place.country],
    country_code: place.country,
    zip: place.postalCode,
    phone: tale === "without_phone" ? null : buyer.phone,
    latitude: null,
    longitude: null,
  };
}

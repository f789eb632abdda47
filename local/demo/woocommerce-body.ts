import { localTime } from "../../shared/kernel/business-day.ts";
import { decimalFromMinor } from "../../shared/kernel/money.ts";
import { discountMinor, type Sale, type SaleLine, type SaleState, sumOf, taxMinor, totalMinor } from "./sale.ts";

type Json = Readonly<Record<string, unknown>>;

/** The body of WooCommerce's order.* topics (REST API v3), as `shared/channels/woocommerce/samples` have it. */
export function woocommerceOrder(sale: Sale, state: SaleState): Json {
  const money = (minor: number): string => decimalFromMinor(minor, sale.currency);
  const local = (ms: number | null): string | null =>
    ms === null ? null : localTime(new Date(ms).toISOString(), sale.buyer.place.zone).slice(0, 19);
  const gmt = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString().slice(0, 19));
  const paidMs = state.payment === "paid" ? sale.placedMs + 30_000 : null;
  const status = statusOf(state);
  const completedMs = status === "completed" ? state.atMs : null;
  const discount = discountMinor(sale);
  const lineTax = sumOf(sale.lines, (line) => line.taxMinor);
  const address = addressOf(sale);
  return {
    id: sale.orderId,
    parent_id: 0,
    status,
    currency: sale.currency,
    version: "10.3.5",
    prices_include_tax: false,
    date_created: local(sale.placedMs),
    date_modified: local(state.atMs),
    discount_total: money(discount),
    discount_tax: money(0),
    shipping_total: money(sale.shippingMinor),
    shipping_tax: money(sale.shippingTaxMinor),
    cart_tax: money(lineTax),
    total: money(totalMinor(sale)),
    total_tax: money(taxMinor(sale)),
    customer_id: 4000 + (sale.orderId % 1000),
    order_key: `wc_order_demo${sale.orderId}`,
    billing: { ...address, email: sale.buyer.email },
    shipping: address,
    payment_method: state.payOnDelivery ? "cod" : sale.currency === "CNY" ? "alipay" : "stripe",
    payment_method_title: sale.currency === "CNY" ? "支付宝" : "クレジットカード",
    transaction_id: "",
    customer_ip_address: "192.0.2.10",
    customer_user_agent: "",
    created_via: "checkout",
    customer_note: sale.note ?? "",
    date_completed: local(completedMs),
    date_paid: local(paidMs),
    cart_hash: "",
    number: sale.number,
    meta_data: [],
    line_items: sale.lines.map((line) => lineItem(sale, line)),
    tax_lines: [],
    shipping_lines: [
      {
        id: sale.orderId * 10 + 7,
        method_title: sale.currency === "CNY" ? "快递" : "宅配便",
        method_id: "flat_rate",
        instance_id: "1",
        total: money(sale.shippingMinor),
        total_tax: money(sale.shippingTaxMinor),
        taxes: [],
        meta_data: [],
      },
    ],
    fee_lines: [],
    coupon_lines:
      discount === 0
        ? []
        : [
            {
              id: sale.orderId * 10 + 9,
              code: sale.discountCode,
              discount: money(discount),
              discount_tax: money(0),
              meta_data: [],
            },
          ],
    refunds: state.refunds.map((refund) => ({
      id: refund.refundId,
      reason: refund.reason,
      total: money(-refund.amountMinor),
    })),
    payment_url: "",
    is_editable: false,
    needs_payment: state.payment === "pending",
    needs_processing: true,
    date_created_gmt: gmt(sale.placedMs),
    date_modified_gmt: gmt(state.atMs),
    date_completed_gmt: gmt(completedMs),
    date_paid_gmt: gmt(paidMs),
    currency_symbol: "",
  };
}

function statusOf(state: SaleState): string {
  if (state.cancelledMs !== null) return "cancelled";
  if (state.parcels.length > 0) return "completed";
  return state.payment === "paid" || state.payOnDelivery ? "processing" : "pending";
}

function lineItem(sale: Sale, line: SaleLine): Json {
  const money = (minor: number): string => decimalFromMinor(minor, sale.currency);
  const subtotal = line.unitMinor * line.quantity;
  return {
    id: line.lineId,
    name: line.title,
    product_id: 501,
    variation_id: line.variant === null ? 0 : 612,
    quantity: line.quantity,
    tax_class: "",
    subtotal: money(subtotal),
    subtotal_tax: money(line.taxMinor),
    total: money(subtotal - line.discountMinor),
    total_tax: money(line.taxMinor),
    taxes: [],
    meta_data:
      line.variant === null
        ? []
        : [
            {
              id: line.lineId * 10,
              key: "pa_size",
              value: line.variant,
              display_key: "pa_size",
              display_value: line.variant,
            },
          ],
    sku: line.sku,
    price: (subtotal - line.discountMinor) / line.quantity,
    image: { id: "", src: "" },
    parent_name: null,
  };
}

function addressOf({ buyer, tale }: Sale): Json {
  return {
    first_name: buyer.first,
    last_name: buyer.last,
    company: "",
    address_1: buyer.street,
    address_2: "",
    city: buyer.place.city,
    state: buyer.place.wooRegion,
    postcode: buyer.place.postalCode,
    country: buyer.place.country,
    phone: tale === "without_phone" ? "" : buyer.phone,
  };
}

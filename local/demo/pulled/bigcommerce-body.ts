import { createHash } from "node:crypto";
import { discountMinor, itemsMinor, type Sale, type SaleState, totalMinor } from "../sale.ts";
import { type Json, money, sampleOf, seconds, stageOf } from "./channel-body.ts";

type Answer = {
  readonly order: Json;
  readonly products: readonly Json[];
  readonly shipping_addresses: readonly Json[];
};

const sample = sampleOf<Answer>("bigcommerce", "order-awaiting-fulfillment");

const statuses = {
  unpaid: { status_id: 7, status: "Awaiting Payment", payment_status: "" },
  paid: { status_id: 11, status: "Awaiting Fulfillment", payment_status: "captured" },
  shipped: { status_id: 2, status: "Shipped", payment_status: "captured" },
  cancelled: { status_id: 5, status: "Cancelled", payment_status: "" },
} as const;

/** The order and its sub-resources; prices without tax, as this store sells. */
export function bigcommerceOrder(sale: Sale, state: SaleState): Json {
  const id = sale.orderId;
  const addressId = id * 10;
  const { buyer } = sale;
  const shippedOf = (quantity: number): number => (state.parcels.length === 0 ? 0 : quantity);
  return {
    order: {
      ...sample.order,
      id,
      customer_id: 300 + id,
      date_created: rfc2822(sale.placedMs),
      date_modified: rfc2822(state.atMs),
      ...statuses[stageOf(state)],
      currency_code: sale.currency,
      default_currency_code: sale.currency,
      customer_message: sale.note ?? "",
      subtotal_inc_tax: money(itemsMinor(sale)),
      subtotal_ex_tax: money(itemsMinor(sale)),
      shipping_cost_inc_tax: money(sale.shippingMinor),
      shipping_cost_ex_tax: money(sale.shippingMinor),
      total_inc_tax: money(totalMinor(sale)),
      total_ex_tax: money(totalMinor(sale)),
      total_tax: "0.0000",
      discount_amount: "0.0000",
      coupon_discount: money(discountMinor(sale)),
    },
    products: sale.lines.map((line) => ({
      ...sample.products[0],
      id: line.lineId,
      order_id: id,
      order_address_id: addressId,
      name: line.title,
      sku: line.sku,
      price_inc_tax: money(line.unitMinor),
      price_ex_tax: money(line.unitMinor),
      price_tax: "0.0000",
      total_inc_tax: money(line.unitMinor * line.quantity),
      total_ex_tax: money(line.unitMinor * line.quantity),
      total_tax: "0.0000",
      quantity: line.quantity,
      quantity_shipped: shippedOf(line.quantity),
      applied_discounts:
        line.discountMinor === 0
          ? []
          : [{ id: "coupon", amount: money(line.discountMinor), code: sale.discountCode, target: "order" }],
    })),
    shipping_addresses: [
      {
        ...sample.shipping_addresses[0],
        id: addressId,
        order_id: id,
        first_name: buyer.first,
        last_name: buyer.last,
        street_1: buyer.street,
        street_2: "",
        city: buyer.place.city,
        zip: buyer.place.postalCode,
        country_iso2: buyer.place.country,
        state: buyer.place.regionName,
        email: buyer.email,
        phone: buyer.phone,
      },
    ],
    shipments: state.parcels.map((parcel) => ({
      id: id * 10,
      order_id: id,
      order_address_id: addressId,
      date_created: rfc2822(parcel.atMs),
      tracking_number: parcel.trackingNo,
      tracking_carrier: "ups",
      items: parcel.lines.map(({ line, quantity }) => ({ order_product_id: line.lineId, quantity })),
    })),
  };
}

/** `Sat, 21 Nov 2026 09:12:00 +0000` */
function rfc2822(ms: number): string {
  return new Date(ms).toUTCString().replace("GMT", "+0000");
}

export function bigcommercePush(sale: Sale, state: SaleState): unknown {
  const pushed = {
    scope: stageOf(state) === "unpaid" ? "store/order/created" : "store/order/updated",
    store_id: "1000742",
    data: { type: "order", id: sale.orderId },
    created_at: seconds(state.atMs),
    producer: "stores/demo42hub",
  };
  return { ...pushed, hash: createHash("sha1").update(JSON.stringify(pushed)).digest("hex") };
}

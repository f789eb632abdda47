import { readSample } from "../../shared/channels/sample.ts";

/** What a buyer ordered in a Shopify shop that sells for CNY: boring defaults, prices that add up. */
export type Purchase = {
  /** The order's number and id: the same number is the same order. */
  readonly no: number;
  readonly lines: readonly { readonly sku: string; readonly quantity: number; readonly price?: string }[];
  /** Shopify's `province_code`; Shanghai unless given. */
  readonly province?: "SH" | "GD" | "SC";
  readonly currency?: string;
  readonly placedAt?: Date;
  /** Of this very message; the newer one wins. `placedAt` unless given. */
  readonly changedAt?: Date;
  readonly payment?: string;
  readonly note?: string;
  /** Every line left in one parcel. */
  readonly isShipped?: boolean;
  readonly isCancelled?: boolean;
};

const provinces = {
  SH: { province: "Shanghai", city: "上海市" },
  GD: { province: "Guangdong", city: "广州市" },
  SC: { province: "Sichuan", city: "成都市" },
} as const;

type Json = { readonly [name: string]: unknown };

/** Read once; the ids beyond 2^53 of the sample are replaced in every order, so that their lost digits do not matter. */
const template = JSON.parse(new TextDecoder().decode(readSample("shopify", "order-paid-cny"))) as Json & {
  readonly line_items: readonly Json[];
  readonly shipping_address: Json;
};
/** Ids of the length that Shopify gives today. */
const FIRST_ID = 7_100_000_000_000;
const FIRST_LINE_ID = 14_000_000_000_000;

/** The body of `orders/*` as Shopify would post it, without white space. */
export function shopifyOrder(purchase: Purchase): Buffer {
  const { no, currency = "CNY", province = "SH", payment = "paid", note = null } = purchase;
  const id = FIRST_ID + no;
  const placedAt = stamp(purchase.placedAt ?? new Date());
  const changedAt = purchase.changedAt === undefined ? placedAt : stamp(purchase.changedAt);
  const items = purchase.lines.map((line, index) => lineItem(line, FIRST_LINE_ID + no * 1000 + index, purchase));
  const totalCents = purchase.lines.reduce((sum, line) => sum + cents(line.price) * line.quantity, 0);
  const total = decimal(totalCents);
  const order = {
    ...template,
    ...{ id, admin_graphql_api_id: `gid://shopify/Order/${id}`, number: no, order_number: no, name: `#${no}` },
    ...{
      created_at: placedAt,
      processed_at: placedAt,
      updated_at: changedAt,
      currency,
      presentment_currency: currency,
    },
    ...{ financial_status: payment, fulfillment_status: purchase.isShipped === true ? "fulfilled" : null },
    ...{ cancelled_at: purchase.isCancelled === true ? changedAt : null },
    ...{ cancel_reason: purchase.isCancelled === true ? "customer" : null },
    ...{ subtotal_price: total, total_line_items_price: total, total_price: total, total_discounts: "0.00" },
    ...{ current_subtotal_price: total, current_total_price: total, current_total_discounts: "0.00" },
    ...{ total_tax: "0.00", tax_lines: [], discount_codes: [], discount_applications: [], shipping_lines: [] },
    note,
    line_items: items,
    fulfillments: purchase.isShipped === true ? [fulfilment(id, changedAt, items)] : [],
    shipping_address: { ...template.shipping_address, ...provinces[province], province_code: province },
  };
  return Buffer.from(JSON.stringify(order));
}

function lineItem(line: Purchase["lines"][number], id: number, purchase: Purchase): Json {
  const { sku, quantity, price = "68.00" } = line;
  const left = purchase.isShipped === true ? 0 : quantity;
  return {
    ...template.line_items[0],
    ...{ id, admin_graphql_api_id: `gid://shopify/LineItem/${id}`, sku, quantity, price },
    ...{ product_id: 8_100_000_000_000, variant_id: 44_100_000_000_000 },
    ...{ current_quantity: quantity, fulfillable_quantity: left, tax_lines: [], discount_allocations: [] },
  };
}

function fulfilment(orderId: number, at: string, items: readonly Json[]): Json {
  return {
    id: orderId * 10,
    order_id: orderId,
    status: "success",
    created_at: at,
    updated_at: at,
    tracking_company: "SF Express",
    tracking_number: `SF${orderId}`,
    tracking_numbers: [`SF${orderId}`],
    line_items: items.map(({ id, quantity }) => ({ id, quantity })),
  };
}

/** Shopify writes seconds and an offset. */
function stamp(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, "+00:00");
}

function cents(price = "68.00"): number {
  return Math.round(Number(price) * 100);
}

function decimal(amountCents: number): string {
  return (amountCents / 100).toFixed(2);
}

import type { Sample } from "../sample.ts";

const order = "com.adobe.commerce.observer.sales_order_save_commit_after";

/** Bodies in this channel's shape, written by us: shops, people and numbers are invented. See samples/<name>.json. */
export const samples: readonly Sample[] = [
  {
    name: "order-created-cny",
    topic: order,
    about: "CNY, unpaid, new (created_at = updated_at); a configurable product comes as two items",
  },
  { name: "order-paid-cny", topic: order, about: "the same order paid" },
  { name: "order-on-hold", topic: order, about: "the same order put on hold: nothing is said of the payment" },
  {
    name: "order-state-only",
    topic: order,
    about: "the same order, from a subscription with few fields: only its status",
  },
  { name: "order-canceled", topic: order, about: "the same order cancelled" },
  {
    name: "order-authorized-usd",
    topic: order,
    about: "USD: a bundle priced by its parts, a download, negative discount, tax, numbers as text",
  },
  {
    name: "shipment-created",
    topic: "com.adobe.commerce.observer.sales_order_shipment_save_after",
    about: "its parcel with two tracking numbers",
  },
  { name: "order-complete", topic: order, about: "that order, paid and shipped" },
  {
    name: "credit-memo-created",
    topic: "com.adobe.commerce.observer.sales_order_creditmemo_save_after",
    about: "one strap paid back",
  },
  { name: "order-partially-refunded", topic: order, about: "that order after the credit memo: nothing was removed" },
  {
    name: "order-refunded-before-shipping",
    topic: order,
    about: "one of two blocks paid back before shipping: one remains",
  },
  { name: "order-paid-jpy", topic: order, about: "JPY beside a base currency in USD, second store, tax" },
  { name: "order-paid-kwd", topic: order, about: "KWD: three digits after the point, as JSON numbers" },
  {
    name: "order-cash-on-delivery",
    topic: order,
    about: "货到付款: processing, unpaid, may be shipped; a label of the shop",
  },
  { name: "order-gift-card-payment", topic: order, about: "a gift card lowers the total: kept and flagged" },
  { name: "order-unknown-state", topic: order, about: "a state of an extension: parked" },
  {
    name: "order-without-its-number",
    topic: order,
    about: "the starter kit's fields: no entity_id anywhere, so parcels and refunds would not find it: parked",
  },
  {
    name: "invoice-created",
    topic: "com.adobe.commerce.observer.sales_order_invoice_save_after",
    about: "ignored: the order's own event says what is paid",
  },
];

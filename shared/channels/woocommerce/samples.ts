import type { Sample } from "../sample.ts";

/** Bodies in this channel's shape, written by us: shops, people and numbers are invented. See samples/<name>.json. */
export const samples: readonly Sample[] = [
  {
    name: "order-created-cny",
    topic: "order.created",
    about: "CNY, unpaid, Chinese buyer, coupon, 3 lines of which two share a sku",
  },
  { name: "order-paid-cny", topic: "order.updated", about: "the same order paid" },
  {
    name: "order-cash-on-delivery",
    topic: "order.created",
    about: "货到付款 (cod): processing without payment, may be shipped",
  },
  { name: "order-paid-jpy", topic: "order.updated", about: "JPY: no decimals; prices shown with tax, amounts without" },
  { name: "order-paid-kwd", topic: "order.updated", about: "KWD: three digits after the point" },
  { name: "order-paid-usd", topic: "order.updated", about: "USD: coupon, fee, tax on top of the prices" },
  {
    name: "order-partially-refunded",
    topic: "order.updated",
    about: "one pot given back in money: a status of its own does not exist",
  },
  { name: "order-completed", topic: "order.updated", about: "shipped and done" },
  { name: "order-refunded", topic: "order.updated", about: "all of the money given back" },
  { name: "order-cancelled", topic: "order.updated", about: "cancelled before payment" },
  { name: "order-failed", topic: "order.updated", about: "the payment failed" },
  { name: "order-on-hold", topic: "order.created", about: "waits for a bank transfer" },
  { name: "order-custom-status", topic: "order.updated", about: "a status of a plugin: stays open and keeps its word" },
  {
    name: "order-bundle",
    topic: "order.updated",
    about: "a bundle with an article number: its unpriced parts lie inside it",
  },
  {
    name: "order-bundle-of-parts",
    topic: "order.updated",
    about: "a bundle without an article number: its parts ship",
  },
  { name: "order-missing-sku", topic: "order.updated", about: "a product without a sku: to be held" },
  { name: "order-without-address", topic: "order.updated", about: "a download: no address, nothing to ship" },
  {
    name: "order-gift-card-payment",
    topic: "order.updated",
    about: "a plugin lets a gift card pay part of it: the total no longer ties, kept and flagged",
  },
  { name: "order-draft", topic: "order.created", about: "a cart of the block checkout: ignored" },
  { name: "order-trashed", topic: "order.updated", about: "moved to the bin by the shop" },
  { name: "order-deleted", topic: "order.deleted", about: "only the id is left" },
  { name: "order-restored", topic: "order.restored", about: "taken out of the bin again" },
];

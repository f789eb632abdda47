import type { Sample } from "../sample.ts";

/** Bodies in this channel's shape, written by us: shops, people and numbers are invented. See samples/<name>.json. */
export const samples: readonly Sample[] = [
  {
    name: "order-created-cny",
    topic: "orders/create",
    about:
      "CNY, unpaid, Chinese buyer, discount, tax inside the prices, 3 lines of which two share a sku, ids beyond 2^53",
  },
  { name: "order-paid-cny", topic: "orders/paid", about: "the same order paid two minutes later" },
  {
    name: "order-updated-usd",
    topic: "orders/updated",
    about: "USD, paid, tax on top of the prices, discount code, tip",
  },
  { name: "order-paid-jpy", topic: "orders/paid", about: "JPY: amounts without decimals, tax inside, Japanese buyer" },
  { name: "order-paid-kwd", topic: "orders/paid", about: "KWD: three digits after the point" },
  {
    name: "order-partially-refunded",
    topic: "orders/updated",
    about: "one of four mugs refunded before shipping: 3 remain to be shipped",
  },
  {
    name: "refund-created",
    topic: "refunds/create",
    about: "the refund of order-partially-refunded as its own message",
  },
  {
    name: "order-returned-after-shipping",
    topic: "orders/updated",
    about: "one of four mugs came back after shipping: nothing was removed before shipping",
  },
  {
    name: "order-partially-fulfilled",
    topic: "orders/partially_fulfilled",
    about: "two of four mugs shipped in two parcels, with tracking",
  },
  { name: "fulfilment-created", topic: "fulfillments/create", about: "that shipment as its own message" },
  { name: "fulfilment-cancelled", topic: "fulfillments/update", about: "that shipment taken back" },
  { name: "order-fulfilled", topic: "orders/fulfilled", about: "everything shipped, order closed" },
  { name: "order-cancelled", topic: "orders/cancelled", about: "cancelled by the buyer before payment" },
  {
    name: "order-gift-card",
    topic: "orders/paid",
    about: "a gift card by e-mail beside a parcel: only the parcel ships",
  },
  {
    name: "order-without-address",
    topic: "orders/paid",
    about: "only a gift card: no shipping address, nothing to ship",
  },
  { name: "order-missing-address", topic: "orders/paid", about: "goods to ship, and no address: to be held" },
  { name: "order-missing-sku", topic: "orders/paid", about: "a line whose article has no sku: to be held" },
  {
    name: "order-unknown-status",
    topic: "orders/updated",
    about: "a payment status Shopify has not had so far: parked",
  },
  { name: "order-cash-on-delivery", topic: "orders/create", about: "货到付款: may be shipped before it is paid" },
  { name: "order-test", topic: "orders/create", about: "a trial order of the shop owner: never a sale" },
  {
    name: "order-not-adding-up",
    topic: "orders/updated",
    about: "the total is one dollar more than its parts: kept and flagged",
  },
  {
    name: "order-edited",
    topic: "orders/edited",
    about: "differences only: ignored, orders/updated brings the result",
  },
  { name: "order-deleted", topic: "orders/delete", about: "only the id is left" },
];

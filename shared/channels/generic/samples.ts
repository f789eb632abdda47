import type { Sample } from "../sample.ts";

/** Bodies of own shops, malls and counters, written by us: shops, people and numbers are invented. See samples/<name>.json. */
export const samples: readonly Sample[] = [
  {
    name: "order-created-cny",
    topic: "order.upsert",
    about: "小程序商城: CNY, unpaid, prices with tax inside, a discount on one line, fields of its own in `extra`",
  },
  { name: "order-paid-cny", topic: "order.upsert", about: "the same order paid a minute and a half later" },
  { name: "order-cancelled", topic: "order.cancelled", about: "that order cancelled: a short message" },
  { name: "order-deleted", topic: "order.deleted", about: "that order deleted: only the id is left" },
  { name: "order-paid-usd", topic: "order.upsert", about: "USD: tax on top of the prices, discounts, a fee" },
  { name: "order-partly-fulfilled", topic: "order.fulfilled", about: "the first of its two parcels" },
  { name: "order-fulfilled", topic: "order.fulfilled", about: "the second: with it, everything has left" },
  { name: "order-refunded", topic: "order.refunded", about: "one bulb of four paid back" },
  { name: "order-paid-jpy", topic: "order.upsert", about: "JPY: no decimals, Japanese buyer" },
  { name: "order-paid-kwd", topic: "order.upsert", about: "KWD: three digits after the point" },
  { name: "order-cash-on-delivery", topic: "order.upsert", about: "货到付款: may be shipped before it is paid" },
  {
    name: "sale-at-the-counter",
    topic: "order.upsert",
    about: "a till's receipt: nothing to ship, no address, closed at once",
  },
  {
    name: "order-with-its-whole-life",
    topic: "order.upsert",
    about: "refund and parcel inside the order: one message says it all",
  },
  { name: "order-test-without-sku", topic: "order.upsert", about: "a trial order whose line has no sku" },
  { name: "order-not-adding-up", topic: "order.upsert", about: "the total is a dollar too much: kept and flagged" },
  { name: "order-misspelt-field", topic: "order.upsert", about: "`quantitiy`: parked, with the field's path" },
  { name: "order-unknown-payment", topic: "order.upsert", about: "a payment state that is none of ours: parked" },
  { name: "ping", topic: "ping", about: "a trial: address, secret and clock are right when it is answered with 200" },
];

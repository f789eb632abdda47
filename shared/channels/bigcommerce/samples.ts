import { pulledTopic } from "../channel.ts";
import type { Sample } from "../sample.ts";

const push = "push";

/** Bodies in this channel's shape, written by us: shops, people and numbers are invented. See samples/<name>.json. */
export const samples: readonly Sample[] = [
  { name: "push-order-created", topic: push, about: "an order was placed: only its id counts" },
  { name: "push-status-updated", topic: push, about: "its status changed" },
  { name: "push-shipment-created", topic: push, about: "a shipment names its order beside its own id" },
  { name: "push-refund-created", topic: push, about: "a refund of the order" },
  { name: "push-message-created", topic: push, about: "a message to the buyer: ignored" },
  {
    name: "order-awaiting-payment",
    topic: pulledTopic,
    about: "USD, unpaid, coupon, prices of four digits: 4 × 12.744",
  },
  { name: "order-awaiting-fulfillment", topic: pulledTopic, about: "the same order paid" },
  { name: "order-partially-shipped", topic: pulledTopic, about: "the same order, two of five pieces in a parcel" },
  {
    name: "order-partially-refunded",
    topic: pulledTopic,
    about: "one cup of the same order paid back: it will not ship",
  },
  { name: "order-completed", topic: pulledTopic, about: "the same order, the rest in a second parcel" },
  { name: "order-cancelled", topic: pulledTopic, about: "cancelled before payment" },
  { name: "order-deleted", topic: pulledTopic, about: "that order, archived by the store" },
  { name: "order-refunded", topic: pulledTopic, about: "all of the money given back" },
  { name: "order-verification-required", topic: pulledTopic, about: "the store checks for fraud: held" },
  { name: "order-two-addresses", topic: pulledTopic, about: "pieces go to two addresses: held" },
  { name: "order-cash-on-delivery", topic: pulledTopic, about: "paid at the door" },
  { name: "order-paid-kwd", topic: pulledTopic, about: "KWD: three digits after the point" },
  { name: "order-gift-card", topic: pulledTopic, about: "a gift certificate: no address, nothing to ship" },
  { name: "order-incomplete", topic: pulledTopic, about: "an unfinished checkout: ignored" },
  { name: "order-unknown-payment", topic: pulledTopic, about: "a payment status that is not known: parked" },
];

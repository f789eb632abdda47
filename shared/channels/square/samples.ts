import { pulledTopic } from "../channel.ts";
import type { Sample } from "../sample.ts";

const push = "push";

/** Bodies in this channel's shape, written by us: shops, people and numbers are invented. See samples/<name>.json. */
export const samples: readonly Sample[] = [
  { name: "push-order-created", topic: push, about: "an order was placed: only its id counts" },
  { name: "push-order-fulfillment-updated", topic: push, about: "its parcel left" },
  { name: "push-payment-updated", topic: push, about: "a payment of the order, whole: the order is read all the same" },
  { name: "push-refund-updated", topic: push, about: "a refund names the order of the return, not that of the sale" },
  { name: "push-inventory-count", topic: push, about: "a stock count: ignored" },
  { name: "order-open", topic: pulledTopic, about: "USD, unpaid, discount, tax on top, shipping as a service charge" },
  { name: "order-authorized", topic: pulledTopic, about: "the same order, the card approved and not yet charged" },
  { name: "order-paid", topic: pulledTopic, about: "the same order, charged" },
  { name: "order-shipped", topic: pulledTopic, about: "the same order in one parcel" },
  {
    name: "order-partially-refunded",
    topic: pulledTopic,
    about: "some of its money back: order and version are as before, only the payment is newer",
  },
  { name: "order-canceled", topic: pulledTopic, about: "cancelled before payment" },
  { name: "order-partly-paid", topic: pulledTopic, about: "two cards, of which one failed" },
  {
    name: "sale-at-the-counter",
    topic: pulledTopic,
    about: "0.75 kg with a tip, paid in cash: no version, nothing to ship",
  },
  { name: "sale-at-the-counter-jpy", topic: pulledTopic, about: "JPY: no decimals, tax inside the prices" },
  { name: "order-missing-sku", topic: pulledTopic, about: "an amount typed at the till: no article number" },
  { name: "order-draft", topic: pulledTopic, about: "a draft: ignored" },
  { name: "order-unknown-state", topic: pulledTopic, about: "a state Square has not had so far: parked" },
  { name: "return-without-sale", topic: pulledTopic, about: "an order made for a return of an unknown sale: ignored" },
];

import { pulledTopic } from "../channel.ts";
import type { Sample } from "../sample.ts";

const notification = "ORDER_CHANGE";

/** Bodies in this channel's shape, written by us: sellers, people and numbers are invented. See samples/<name>.json. */
export const samples: readonly Sample[] = [
  { name: "notification-order-placed", topic: notification, about: "an order was placed: only its id counts" },
  {
    name: "notification-buyer-wants-out",
    topic: notification,
    about: "the buyer asks to cancel; the time of the change is null",
  },
  {
    name: "order-pending",
    topic: pulledTopic,
    about: "not to be shipped yet: Amazon tells neither prices nor currency",
  },
  {
    name: "order-unshipped",
    topic: pulledTopic,
    about: "the same order, paid: USD, tax on top, discount, shipping with tax of its own",
  },
  { name: "order-partly-shipped", topic: pulledTopic, about: "the same order, two of four mugs in a parcel" },
  { name: "order-shipped", topic: pulledTopic, about: "the same order, all of it in two parcels" },
  { name: "order-buyer-wants-out", topic: pulledTopic, about: "a buyer asks to cancel before shipping: to be held" },
  { name: "order-cancelled", topic: pulledTopic, about: "that order cancelled" },
  { name: "order-partly-cancelled", topic: pulledTopic, about: "one of three mugs will never ship" },
  { name: "order-unshipped-jpy", topic: pulledTopic, about: "JPY: no decimals, tax inside the prices" },
  { name: "order-cash-on-delivery", topic: pulledTopic, about: "INR, paid at the door, with a fee for it" },
  { name: "order-shipped-by-amazon", topic: pulledTopic, about: "fulfilled by Amazon: nothing for us to ship" },
  { name: "order-not-adding-up", topic: pulledTopic, about: "the total is one dollar more than its parts: flagged" },
  { name: "order-unknown-status", topic: pulledTopic, about: "a status Amazon has not had so far: parked" },
  {
    name: "order-v0-unshipped",
    topic: pulledTopic,
    about: "three answers of the Orders API v0; 25.00 for three pieces do not divide",
  },
];

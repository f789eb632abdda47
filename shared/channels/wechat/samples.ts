import { pulledTopic } from "../channel.ts";
import type { Sample } from "../sample.ts";
import { pushTopic } from "./verify.ts";

const pulled = (name: string, about: string): Sample => ({ name, topic: pulledTopic, about });

/** Bodies in this channel's shape, written by us: shops, people and numbers are invented. See samples/<name>.json. */
export const samples: readonly Sample[] = [
  { name: "push-new", topic: pushTopic, about: "an order's number beyond 2^53, as a number: it is fetched" },
  { name: "push-deliver", topic: pushTopic, about: "the same order has left: it is fetched again" },
  {
    name: "push-after-sale",
    topic: pushTopic,
    about: "money of the same order is back: it is fetched with its refunds",
  },
  { name: "push-product-audit", topic: pushTopic, about: "of a product: ignored" },
  pulled("order-unpaid", "two lines, coupon and points, freight; name and street with stars"),
  pulled("order-paid", "the same order paid"),
  pulled("order-refund-asked", "the buyer asks for the money of one of two rings: held"),
  pulled("order-partly-refunded", "granted: one ring remains"),
  pulled("order-partly-shipped", "that ring has left"),
  pulled("order-shipped", "two parcels, everything has left"),
  pulled("order-done", "received by the buyer"),
  pulled("order-timed-out", "never paid"),
  pulled("order-returned-whole", "everything came back: 200"),
  pulled("order-oversold", "cancelled by the seller: 190"),
  pulled("order-gift", "paid, and not accepted yet: held, without an address"),
  pulled(
    "order-repriced-with-gift",
    "price and freight lowered by the seller, a gift of the same article, an old code",
  ),
  pulled("order-virtual", "a course: nothing to ship"),
  pulled("order-unknown-status", "a status WeChat has not had so far: parked"),
];

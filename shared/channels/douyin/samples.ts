import { pulledTopic } from "../channel.ts";
import type { Sample } from "../sample.ts";
import { pushTopic } from "./verify.ts";

const pulled = (name: string, about: string): Sample => ({ name, topic: pulledTopic, about });

/** Bodies in this channel's shape, written by us: shops, people and numbers are invented. See samples/<name>.json. */
export const samples: readonly Sample[] = [
  {
    name: "push-paid",
    topic: pushTopic,
    about: "three messages of two orders in one body, ids beyond 2^53 in a JSON text: each order is fetched once",
  },
  { name: "push-refund", topic: pushTopic, about: "the money of one line is back: its order is fetched" },
  { name: "push-address-check", topic: pushTopic, about: "tag 0: Douyin tries the address" },
  pulled("order-unpaid", "two lines, promotions of shop and platform, freight; name and street masked"),
  pulled("order-risk-control", "the same order paid and held by Douyin: 105"),
  pulled("order-paid", "the same order released: to be shipped"),
  pulled("order-partly-shipped", "one of its two lines has left"),
  pulled("order-shipped", "two parcels, everything has left"),
  pulled("order-finished", "received by the buyer"),
  pulled("order-returned-after-shipping", "one line came back after that: a refund, and nothing removed"),
  pulled("order-refund-asked", "another order whose buyer asks for a refund before shipping: held"),
  pulled("order-partly-refunded", "one of its three pieces paid back before shipping: two remain"),
  pulled("order-refunded", "all of it paid back before shipping"),
  pulled("order-cancelled", "never paid; the line has only its old code"),
  pulled("order-deposit-paid", "a presale of which the deposit is paid"),
  pulled(
    "order-cash-on-delivery",
    "货到付款, price lowered by the seller, a virtual line, name and street only encrypted",
  ),
  pulled("order-unknown-status", "an order status Douyin has not had so far: parked"),
];

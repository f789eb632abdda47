import { pulledTopic } from "../channel.ts";
import type { Sample } from "../sample.ts";
import { pushTopic } from "./verify.ts";

const pulled = (name: string, about: string): Sample => ({ name, topic: pulledTopic, about });

/** Bodies in this channel's shape, written by us: shops, people and numbers are invented. See samples/<name>.json. */
export const samples: readonly Sample[] = [
  { name: "push-order-status", topic: pushTopic, about: "type 1 names an order: it is fetched" },
  { name: "push-cancellation", topic: pushTopic, about: "type 11 names the order of a cancellation: it is fetched" },
  { name: "push-deauthorised", topic: pushTopic, about: "type 6 names no order: ignored" },
  pulled("order-unpaid", "MYR, four line items of one piece each: two lines, the discounts of three pieces differ"),
  pulled("order-paid", "the same order paid; name and street masked"),
  pulled("order-label-made", "a parcel with a number that has not left"),
  pulled("order-partly-shipped", "two of the three shirts have left"),
  pulled("order-shipped", "two parcels, everything has left"),
  pulled("order-completed", "received, and beyond return"),
  pulled("order-returned", "two of the three shirts came back, and their money with them"),
  pulled("order-on-hold", "GBP, paid, and the buyer may still cancel: held, without an address"),
  pulled("order-released", "the same order to be shipped"),
  pulled("order-unit-cancelled", "one of its two candles cancelled: one remains"),
  pulled("order-cancel-asked", "the buyer asks to cancel the rest: held"),
  pulled("order-cancelled-after-payment", "cancelled, its money goes back"),
  pulled("order-cancelled-unpaid", "the other spelling, CANCEL, and never paid"),
  pulled("order-cash-on-delivery", "VND, no digits after the point, to be paid at the door"),
  pulled("order-shipped-by-tiktok", "USD, tax and a fee on top, a gift, and nothing for the seller to ship"),
  pulled("order-sample-jpy", "JPY, a sample for a creator: tagged"),
  pulled("order-unknown-status", "a status TikTok has not had so far: parked"),
];

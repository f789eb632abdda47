import { pulledTopic } from "../channel.ts";
import type { Sample } from "../sample.ts";
import { pushTopic } from "./verify.ts";

const pushed = (name: string, about: string): Sample => ({ name, topic: pushTopic, about });
const pulled = (name: string, about: string): Sample => ({ name, topic: pulledTopic, about });

/** Bodies in this channel's shape, written by us: shops, people and numbers are invented. See samples/<name>.json. */
export const samples: readonly Sample[] = [
  pushed("push-line-pending", "type 0: one line of an order is pending; the order is to be fetched"),
  pushed("push-other-line-pending", "type 0: the other line of the same order, a message of its own"),
  pushed("push-refund-succeeded", "type 10: a reverse order of the same order, its time in seconds"),
  pushed("push-token-expires", "type 8: no order in it"),
  pushed("push-trial", "the message the console posts to try the address"),
  pulled("order-unpaid-sgd", "three pieces, two of one article: one line of two"),
  pulled("order-pending-sgd", "the same order paid"),
  pulled("order-partly-shipped-sgd", "one parcel gone, one packed"),
  pulled("order-shipped-sgd", "both gone"),
  pulled("order-delivered-one-refunded-sgd", "delivered, one piece returned and refunded: whole cents"),
  pulled("order-cod-pending-vnd", "VND, cash on delivery"),
  pulled("order-cod-returned-vnd", "the same order returned: the refund in whole dong"),
  pulled("order-one-piece-cancelled-myr", "one of two pieces cancelled before shipping"),
  pulled("order-cancelled-myr", "both cancelled"),
  pulled("order-not-adding-up-thb", "the order's price is not that of its pieces: kept and flagged"),
  pulled("order-unknown-status", "a piece with a status that is not in the table: parked"),
];

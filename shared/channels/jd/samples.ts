import { pulledTopic } from "../channel.ts";
import type { Sample } from "../sample.ts";

const pulled = (name: string, about: string): Sample => ({ name, topic: pulledTopic, about });

/** Answers of jingdong.pop.order.enGet, written by us: shops, people and numbers are invented. */
export const samples: readonly Sample[] = [
  pulled(
    "order-paid",
    "one sku in two rows, another with a gift of itself; a discount of one sku and one of the order; balance used",
  ),
  pulled("order-locked", "the same order locked: held"),
  pulled("order-unlocked", "the same order let go"),
  pulled("order-shipped", "the same order shipped, two parcels"),
  pulled("order-finished", "the same order finished"),
  pulled("order-cash-on-delivery", "货到付款: may be shipped before it is paid; no time of payment (the year 1)"),
  pulled("order-cash-on-delivery-finished", "the same order delivered and paid; no time of payment (1970)"),
  pulled("order-cancelled", "paid, and cancelled before it left"),
  pulled("order-split-parent", "split into other orders: no sale is lost with it"),
  pulled("order-split-child", "one of those"),
  pulled("order-overseas-waiting", "overseas shops: waits for the shop to deliver"),
  pulled("order-missing-sku", "an article without a number of the shop: to be held"),
  pulled("order-unknown-state", "a state the documentation does not know: parked"),
  pulled("order-not-adding-up", "one yuan less than its parts: kept and flagged"),
];

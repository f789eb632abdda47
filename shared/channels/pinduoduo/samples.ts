import { pulledTopic } from "../channel.ts";
import type { Sample } from "../sample.ts";

const pulled = (name: string, about: string): Sample => ({ name, topic: pulledTopic, about });

/** Answers of pdd.order.information.get, written by us: shops, people and numbers are invented. */
export const samples: readonly Sample[] = [
  pulled("order-forming", "a group is forming: not yet a deal; amounts are numbers"),
  pulled("order-paid", "the same order a deal: paid, to be shipped; the address is ciphertext"),
  pulled("order-risk-control", "the same order under risk control: held, its address masked"),
  pulled("order-released", "the same order released"),
  pulled("order-shipped", "the same order shipped: the address is blank now, and what was known stays"),
  pulled("order-received", "the same order received"),
  pulled("order-refund-asked", "the buyer asks for the money back before it left: held; amounts are text"),
  pulled("order-refunded-unshipped", "the same order, its money gone back: nothing to ship"),
  pulled("order-refunded-after-shipping", "an order whose money went back after it had left"),
  pulled("order-group-failed", "the group did not form: called off, the money back"),
  pulled("order-deposit-paid", "deposit paid, rest not"),
  pulled("order-with-gift", "a gift ships with it, at no price"),
  pulled("order-price-changed", "the shop took two yuan off after the order was placed"),
  pulled("order-missing-sku", "only the article has a number of the shop, its sku has none: to be held"),
  pulled("order-unknown-status", "a shipping status the documentation does not know: parked"),
  pulled("order-not-adding-up", "one yuan less than its parts: kept and flagged"),
];

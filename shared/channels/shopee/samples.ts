import { pulledTopic } from "../channel.ts";
import type { Sample } from "../sample.ts";
import { pushTopic } from "./verify.ts";

const pushed = (name: string, about: string): Sample => ({ name, topic: pushTopic, about });
const pulled = (name: string, about: string): Sample => ({ name, topic: pulledTopic, about });

/** Bodies in this channel's shape, written by us: shops, people and numbers are invented. See samples/<name>.json. */
export const samples: readonly Sample[] = [
  pushed("push-order-status", "code 3: an order is ready to ship; only its number, to be fetched"),
  pushed("push-order-shipped", "code 3: the same order shipped"),
  pushed("push-shop-authorised", "code 1: no order in it"),
  pulled("order-unpaid-vnd", "VND, unpaid: no total yet"),
  pulled("order-ready-to-ship-vnd", "the same order paid, shipping borne by the buyer inside the total"),
  pulled("order-partly-shipped-vnd", "split into two packages, one of them picked up"),
  pulled("order-shipped-vnd", "both packages picked up"),
  pulled("order-completed-vnd", "delivered and completed"),
  pulled(
    "order-bundle-deal-myr",
    "a bundle deal: its articles have no price of their own; the same article also outside of it",
  ),
  pulled("order-cod-ready-php", "cash on delivery: ships before it is paid"),
  pulled("order-cod-completed-php", "the same order delivered and paid at the door"),
  pulled("order-ready-sgd", "a voucher takes the total below the price"),
  pulled("order-in-cancel-sgd", "the same order while its cancellation is decided: held"),
  pulled("order-cancelled-sgd", "and cancelled after it was paid"),
  pulled("order-fulfilled-by-shopee-thb", "the goods lie in Shopee's warehouse: nothing to ship here"),
  pulled("order-invoice-pending-brl", "Brazil, waiting for an invoice: held"),
  pulled("order-unknown-status", "a status that is not in the table: parked"),
];

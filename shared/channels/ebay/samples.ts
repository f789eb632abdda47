import { pulledTopic } from "../channel.ts";
import type { Sample } from "../sample.ts";
import { pushTopic } from "./verify.ts";

const pushed = (name: string, about: string): Sample => ({ name, topic: pushTopic, about });
const pulled = (name: string, about: string): Sample => ({ name, topic: pulledTopic, about });

/** Bodies in this channel's shape, written by us: shops, people and numbers are invented. See samples/<name>.json. */
export const samples: readonly Sample[] = [
  pushed("push-order-confirmation", "ORDER_CONFIRMATION: one line of an order; the order is to be fetched"),
  pushed("push-order-confirmation-other-line", "the other line of the same order, a notification of its own"),
  pushed("push-item-marked-shipped", "ITEM_MARKED_SHIPPED: the same order"),
  pushed("push-account-deletion", "MARKETPLACE_ACCOUNT_DELETION: no order in it"),
  pulled("order-pending-usd", "USD, two lines, discount, tax on top, not paid yet"),
  pulled("order-paid-usd", "the same order paid"),
  pulled("order-partly-shipped-usd", "one of three pieces shipped, with tracking"),
  pulled("order-shipped-usd", "all shipped in two parcels"),
  pulled("order-partially-refunded-usd", "one line refunded after shipping"),
  pulled("order-seller-paid-in-gbp", "the buyer pays euros, the seller is told pounds: refund converted"),
  pulled("order-cancel-requested-gbp", "the buyer asks to cancel: held"),
  pulled("order-cancelled-gbp", "the same order cancelled and refunded"),
  pulled("order-digital-usd", "nothing to send, and no address"),
  pulled("order-uneven-price-cad", "three for a price that does not divide by three"),
  pulled("order-not-adding-up-aud", "the total is a dollar more than its parts: kept and flagged"),
  pulled("order-unknown-payment", "a payment status that is not in the table: parked"),
];

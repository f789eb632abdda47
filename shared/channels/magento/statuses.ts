import type { PaymentState } from "../../orders/facts.ts";

/**
 * `state` of an order, in the order of its life: the place decides between two messages of one second (see `clockOf`).
 * `status` is only a label that the shop chose under a state. magento/magento2 app/code/Magento/Sales/Model/Order.php.
 */
export const states = [
  "pending_payment",
  "new",
  "payment_review",
  "holded",
  "processing",
  "complete",
  "closed",
  "canceled",
] as const;

export type State = (typeof states)[number];

export function isState(word: string): word is State {
  return states.some((state) => state === word);
}

/** Core methods without a gateway: nothing is ever authorised, the money comes later or by hand. */
const offlineMethods: ReadonlySet<string> = new Set(["cashondelivery", "banktransfer", "checkmo", "purchaseorder"]);

export const payOnDeliveryMethod = "cashondelivery";

export type Money = { readonly total: number; readonly paid: number; readonly refunded: number };

/** From the sums where they tell, else from the state. Amounts in minor units. */
export function paymentStateOf(state: State, { total, paid, refunded }: Money, method: string | null): PaymentState {
  if (refunded > 0) return refunded >= (paid > 0 ? paid : total) ? "refunded" : "partially_refunded";
  if (state === "closed") return "refunded";
  if (paid > 0) return paid >= total ? "paid" : "partially_paid";
  if (state === "canceled") return "voided";
  if (state === "complete") return "paid";
  if (state !== "processing") return "pending";
  if (total === 0) return "paid";
  return offlineMethods.has(method ?? "") ? "pending" : "authorized";
}

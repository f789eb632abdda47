import type { PaymentState } from "../../../shared/orders/facts.ts";

/** The channel's words for the payment. A word that is not here parks the delivery: to guess could ship unpaid goods. */
export const paymentStates: ReadonlyMap<string, PaymentState> = new Map([
  ["unpaid", "pending"],
  ["paid", "paid"],
  ["refunded", "refunded"],
]);

/** How far an order has come, for messages of one second: see `clockOf`. */
export const paymentProgress: readonly PaymentState[] = ["pending", "paid", "refunded"];

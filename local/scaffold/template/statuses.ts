import type { PaymentState } from "../../../shared/orders/facts.ts";

/** The channel's words for the payment. A word that is not here parks the delivery: to guess could ship unpaid goods. */
export const paymentWords: ReadonlyMap<string, PaymentState> = new Map([
  ["unpaid", "pending"],
  ["paid", "paid"],
  ["refunded", "refunded"],
]);

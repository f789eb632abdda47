import type { PaymentState } from "../../orders/facts.ts";

/** `orderPaymentStatus`. The specification does not list the words; one that is not here parks the delivery. */
export const paymentWords: ReadonlyMap<string, PaymentState> = new Map([
  ["PENDING", "pending"],
  ["FAILED", "pending"],
  ["PAID", "paid"],
  ["PARTIALLY_REFUNDED", "partially_refunded"],
  ["FULLY_REFUNDED", "refunded"],
]);

/** `orderFulfillmentStatus`, in the order of an order's life. A word that is not here parks the delivery. */
export const fulfilmentWords = ["NOT_STARTED", "IN_PROGRESS", "FULFILLED"] as const;

/** `cancelStatus.cancelState`. A word that is not here parks the delivery. */
export const cancelWords = ["NONE_REQUESTED", "IN_PROGRESS", "CANCELED"] as const;

/** `fulfillmentInstructionsType` of goods that the seller does not send. */
export const notSent: ReadonlySet<string> = new Set(["DIGITAL", "FULFILLED_BY_EBAY", "PREPARE_FOR_PICKUP"]);

import type { Fulfilment, PaymentState } from "../../orders/facts.ts";

/**
 * `financial_status`. A word that is not here parks the delivery: to guess could ship goods nobody has paid for.
 * "expired" is the word of Shopify's GraphQL API.
 */
export const paymentWords: ReadonlyMap<string, PaymentState> = new Map([
  ["pending", "pending"],
  ["expired", "pending"],
  ["authorized", "authorized"],
  ["partially_paid", "partially_paid"],
  ["paid", "paid"],
  ["partially_refunded", "partially_refunded"],
  ["refunded", "refunded"],
  ["voided", "voided"],
]);

/** `fulfillments[].status`; any other word is `pending`, which ships nothing. */
export const fulfilmentStates: ReadonlyMap<string, Fulfilment["state"]> = new Map([
  ["success", "success"],
  ["pending", "pending"],
  ["open", "pending"],
  ["cancelled", "cancelled"],
  ["error", "cancelled"],
  ["failure", "cancelled"],
]);

/** Names of manual gateways that mean cash on delivery; free text in Shopify, so shops may call it otherwise. */
export const payOnDeliveryGateways: readonly string[] = [
  "cash on delivery (cod)",
  "cash on delivery",
  "cod",
  "货到付款",
];

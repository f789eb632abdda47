import type { Fulfilment, PaymentState } from "../../orders/facts.ts";

/** What an order status says. `progress` orders messages of one instant (see `clockOf`). */
export type AmazonStatus = {
  readonly payment: PaymentState;
  readonly order: "open" | "closed" | "cancelled";
  readonly isFulfilled: boolean;
  readonly progress: number;
};

const open = { order: "open", isFulfilled: false } as const;

/**
 * `fulfillmentStatus` (2026-01-01) and `OrderStatus` (v0), which spell one word differently: "PARTIALLY_SHIPPED" and
 * "PartiallyShipped". A word that is not here parks the delivery.
 */
const statuses: ReadonlyMap<string, AmazonStatus> = new Map([
  ["PENDINGAVAILABILITY", { ...open, payment: "pending", progress: 0 }],
  ["PENDING", { ...open, payment: "pending", progress: 1 }],
  ["INVOICEUNCONFIRMED", { ...open, payment: "paid", progress: 2 }],
  ["UNSHIPPED", { ...open, payment: "paid", progress: 3 }],
  ["UNFULFILLABLE", { ...open, payment: "paid", progress: 4 }],
  ["PARTIALLYSHIPPED", { ...open, payment: "paid", progress: 5 }],
  ["SHIPPED", { payment: "paid", order: "closed", isFulfilled: true, progress: 6 }],
  ["CANCELLED", { payment: "voided", order: "cancelled", isFulfilled: false, progress: 7 }],
  ["CANCELED", { payment: "voided", order: "cancelled", isFulfilled: false, progress: 7 }],
]);

export function statusOf(word: string): AmazonStatus | null {
  return statuses.get(word.replaceAll("_", "").toUpperCase()) ?? null;
}

/** `packages[].packageStatus.status`; any other word is `pending`, which ships nothing. */
export const packageStates: ReadonlyMap<string, Fulfilment["state"]> = new Map([
  ["SHIPPED", "success"],
  ["IN_TRANSIT", "success"],
  ["DELIVERED", "success"],
  ["UNDELIVERABLE", "success"],
  ["CANCELLED", "cancelled"],
]);

/** `paymentMethod`, without marks and in small letters: "CashOnDelivery" now, "COD" in v0. */
export const payOnDeliveryMethods: ReadonlySet<string> = new Set(["cashondelivery", "cod"]);

/** Kept for people while Amazon waits for the seller to cancel. */
export const buyerWantsOut = "buyer requested cancellation";

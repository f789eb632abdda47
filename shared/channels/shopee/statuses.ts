import type { Fulfilment, PaymentState } from "../../orders/facts.ts";

/**
 * `order_status`, in the order of an order's life: the place decides between two answers of one second. A word that is not
 * here parks the delivery. Meanings: "V2.0 Data Definition" of the Open Platform; the two PENDING words are named by
 * v2.order.get_order_list and _detail without one, and so only recorded and held.
 */
export const statuses = [
  "UNPAID",
  "PENDING",
  "INVOICE_PENDING",
  "READY_TO_SHIP",
  "RETRY_SHIP",
  "PROCESSED",
  "SHIPPED",
  "TO_CONFIRM_RECEIVE",
  "TO_RETURN",
  "COMPLETED",
  "IN_CANCEL",
  "CANCELLED",
] as const;

export type Status = (typeof statuses)[number];

export function isStatus(word: string): word is Status {
  return statuses.some((status) => status === word);
}

/** The seller must not ship now, whatever has been paid. */
export const heldStatuses: ReadonlySet<Status> = new Set(["PENDING", "INVOICE_PENDING", "IN_CANCEL"]);

/** Everything has been handed to the carrier. */
export const shippedStatuses: ReadonlySet<Status> = new Set([
  "SHIPPED",
  "TO_CONFIRM_RECEIVE",
  "TO_RETURN",
  "COMPLETED",
]);

/** `isPaid`: a time of payment is told. Goods for cash on delivery ship unpaid; all others only once they are paid. */
export function paymentStateOf(
  status: Status,
  payment: { readonly isPaid: boolean; readonly isCod: boolean },
): PaymentState {
  const { isPaid, isCod } = payment;
  if (status === "CANCELLED") return isPaid ? "refunded" : "voided";
  if (status === "COMPLETED" || isPaid) return "paid";
  if (status === "UNPAID" || heldStatuses.has(status)) return "pending";
  return isCod ? "pending" : "paid";
}

/**
 * `package_list[].logistics_status`. Words that are not here (not started, pending arrangement, ready) are no parcel yet.
 * A parcel that was lost or could not be delivered has left all the same.
 */
export const parcelStates: ReadonlyMap<string, Fulfilment["state"]> = new Map([
  ["LOGISTICS_REQUEST_CREATED", "pending"],
  ["LOGISTICS_PICKUP_RETRY", "pending"],
  ["LOGISTICS_PICKUP_DONE", "success"],
  ["LOGISTICS_DELIVERY_DONE", "success"],
  ["LOGISTICS_DELIVERY_FAILED", "success"],
  ["LOGISTICS_LOST", "success"],
  ["LOGISTICS_PICKUP_FAILED", "cancelled"],
  ["LOGISTICS_REQUEST_CANCELED", "cancelled"],
  ["LOGISTICS_INVALID", "cancelled"],
  ["LOGISTICS_COD_REJECTED", "cancelled"],
]);

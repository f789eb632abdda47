import type { PaymentState } from "../../orders/facts.ts";

/** In the order of a payment's life: between two messages of one instant the further one wins. */
export const paymentStates = [
  "pending",
  "authorized",
  "partially_paid",
  "paid",
  "partially_refunded",
  "refunded",
  "voided",
] as const satisfies readonly PaymentState[];

/** How far an order has come; the first digit of `progress` in `clockOf`. */
export const statusRanks = { open: 0, fulfilled: 1, closed: 2, cancelled: 3, deleted: 4 } as const;

export type StatusWord = keyof typeof statusRanks;

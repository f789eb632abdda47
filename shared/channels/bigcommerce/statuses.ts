import type { PaymentState } from "../../orders/facts.ts";

/**
 * What a `status_id` says. `payment` counts where `payment_status` is empty; null says nothing of it. `progress` orders
 * messages of one second (see `clockOf`).
 */
export type BigcommerceStatus = {
  readonly payment: PaymentState | null;
  readonly order: "open" | "closed" | "cancelled";
  /** null: as far as its pieces are shipped. */
  readonly isFulfilled: boolean | null;
  readonly isHeld: boolean;
  readonly progress: number;
};

const open = { order: "open", isFulfilled: false, isHeld: false } as const;
const held = { payment: null, order: "open", isFulfilled: null, isHeld: true } as const;

/** An unfinished checkout: not an order yet. */
export const incomplete = 0;

/** Numbers are the same in every store; the words beside them may be renamed. A number that is not here parks the delivery. */
export const statuses: ReadonlyMap<number, BigcommerceStatus> = new Map([
  [1, { ...open, payment: "pending", progress: 1 }],
  [7, { ...open, payment: "pending", progress: 1 }],
  [12, { ...held, progress: 2 }],
  [13, { ...held, progress: 2 }],
  [11, { ...open, payment: "paid", progress: 3 }],
  [9, { ...open, payment: "paid", progress: 3 }],
  [8, { ...open, payment: "paid", progress: 3 }],
  [3, { ...open, payment: "paid", progress: 4 }],
  [2, { ...open, payment: "paid", isFulfilled: true, progress: 5 }],
  [10, { ...open, payment: "paid", order: "closed", isFulfilled: true, progress: 6 }],
  [14, { ...open, payment: "partially_refunded", isFulfilled: null, progress: 7 }],
  [4, { ...open, payment: "refunded", order: "closed", isFulfilled: null, progress: 8 }],
  [5, { ...open, payment: "voided", order: "cancelled", progress: 9 }],
  [6, { ...open, payment: "voided", order: "cancelled", progress: 9 }],
]);

/** `payment_status`. A word that is not here parks the delivery. */
export const paymentWords: ReadonlyMap<string, PaymentState> = new Map([
  ["pending", "pending"],
  ["declined", "pending"],
  ["held for review", "pending"],
  ["authorized", "authorized"],
  ["capture pending", "authorized"],
  ["captured", "paid"],
  ["paid", "paid"],
  ["partially refunded", "partially_refunded"],
  ["refunded", "refunded"],
  ["void", "voided"],
  ["void pending", "voided"],
]);

/** `payment_method` is a name that the store may change. */
export function isPayOnDelivery(method: string | null): boolean {
  return /\bcash on delivery\b|\bcod\b/i.test(method ?? "");
}

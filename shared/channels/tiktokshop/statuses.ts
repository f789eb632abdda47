/** What a status of TikTok Shop means, and how far along an order's life it is (one digit). */
export type Stage = {
  readonly progress: number;
  readonly isPaid: boolean;
  readonly isFulfilled: boolean;
  readonly end: "open" | "closed" | "cancelled";
};

/** `status`. A word that is not here parks the delivery: to guess could ship goods nobody has paid for. */
export const stages: ReadonlyMap<string, Stage> = new Map([
  ["UNPAID", { progress: 0, isPaid: false, isFulfilled: false, end: "open" }],
  ["ON_HOLD", { progress: 1, isPaid: true, isFulfilled: false, end: "open" }],
  ["AWAITING_SHIPMENT", { progress: 2, isPaid: true, isFulfilled: false, end: "open" }],
  ["PARTIALLY_SHIPPING", { progress: 3, isPaid: true, isFulfilled: false, end: "open" }],
  ["AWAITING_COLLECTION", { progress: 4, isPaid: true, isFulfilled: false, end: "open" }],
  ["IN_TRANSIT", { progress: 5, isPaid: true, isFulfilled: true, end: "open" }],
  ["DELIVERED", { progress: 6, isPaid: true, isFulfilled: true, end: "open" }],
  ["COMPLETED", { progress: 7, isPaid: true, isFulfilled: true, end: "closed" }],
  ["CANCEL", { progress: 8, isPaid: false, isFulfilled: false, end: "cancelled" }],
  ["CANCELLED", { progress: 8, isPaid: false, isFulfilled: false, end: "cancelled" }],
]);

/** `display_status` of a unit that will never ship. */
export const cancelledUnits: ReadonlySet<string> = new Set(["CANCEL", "CANCELLED"]);

/** `display_status` of a unit that the carrier has. */
export const shippedUnits: ReadonlySet<string> = new Set(["IN_TRANSIT", "DELIVERED", "COMPLETED"]);

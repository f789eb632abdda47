/** What `status` of an order means, and how far along an order's life it is (one digit). */
export type Stage = {
  readonly progress: number;
  /** `as_told`: paid once there is a time of payment. */
  readonly payment: "pending" | "paid" | "refunded" | "voided" | "as_told";
  readonly isFulfilled: boolean;
  readonly end: "open" | "closed" | "cancelled";
  readonly shipHold?: string;
};

/** A number that is not here parks the delivery: to guess could ship goods nobody has paid for. */
export const stages: ReadonlyMap<string, Stage> = new Map([
  ["10", { progress: 0, payment: "pending", isFulfilled: false, end: "open" }],
  ["12", { progress: 1, payment: "as_told", isFulfilled: false, end: "open", shipHold: "12 gift not accepted yet" }],
  ["13", { progress: 1, payment: "as_told", isFulfilled: false, end: "open", shipHold: "13 group not complete yet" }],
  ["20", { progress: 2, payment: "paid", isFulfilled: false, end: "open" }],
  ["21", { progress: 3, payment: "paid", isFulfilled: false, end: "open" }],
  ["30", { progress: 4, payment: "paid", isFulfilled: true, end: "open" }],
  ["100", { progress: 5, payment: "paid", isFulfilled: true, end: "closed" }],
  ["190", { progress: 6, payment: "refunded", isFulfilled: false, end: "cancelled" }],
  ["200", { progress: 6, payment: "refunded", isFulfilled: false, end: "cancelled" }],
  ["250", { progress: 7, payment: "voided", isFulfilled: false, end: "cancelled" }],
]);

/** `pay_info.payment_method`. */
export const paymentMethods: ReadonlyMap<string, string> = new Map([
  ["1", "wechat"],
  ["2", "pay_later"],
]);

/** `deliver_method` of goods that no carrier brings. */
export const withoutCarrier: ReadonlySet<string> = new Set(["1", "3"]);

/** `status` of an after-sale order whose money is back. */
export const refundDone: ReadonlySet<string> = new Set(["MERCHANT_REFUND_SUCCESS", "MERCHANT_RETURN_SUCCESS"]);

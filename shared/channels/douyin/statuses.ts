import type { PaymentState } from "../../orders/facts.ts";

/** What one of Douyin's numbers means for an order, and how far along an order's life it is (one digit). */
export type Stage = {
  readonly progress: number;
  readonly payment: PaymentState;
  readonly isFulfilled: boolean;
  readonly end: "open" | "closed" | "cancelled";
  readonly shipHold?: string;
};

/** `order_status`. A number that is not here parks the delivery: to guess could ship goods nobody has paid for. */
export const orderStages: ReadonlyMap<string, Stage> = new Map([
  ["1", { progress: 0, payment: "pending", isFulfilled: false, end: "open" }],
  ["105", { progress: 2, payment: "paid", isFulfilled: false, end: "open", shipHold: "105 risk control" }],
  ["2", { progress: 3, payment: "paid", isFulfilled: false, end: "open" }],
  ["101", { progress: 4, payment: "paid", isFulfilled: false, end: "open" }],
  ["3", { progress: 5, payment: "paid", isFulfilled: true, end: "open" }],
  ["5", { progress: 6, payment: "paid", isFulfilled: true, end: "closed" }],
  ["4", { progress: 8, payment: "voided", isFulfilled: false, end: "cancelled" }],
]);

/** `main_status` of orders whose money went back, whatever `order_status` says beside it. */
export const refundedStages: ReadonlyMap<string, Stage> = new Map([
  ["21", { progress: 7, payment: "refunded", isFulfilled: false, end: "closed" }],
  ["22", { progress: 7, payment: "refunded", isFulfilled: true, end: "closed" }],
  ["39", { progress: 7, payment: "refunded", isFulfilled: true, end: "closed" }],
]);

/** `main_status` of a presale whose deposit is paid and whose rest is not. */
export const depositPaid = "103";

/** `pay_type`. */
export const paymentMethods: ReadonlyMap<string, string> = new Map([
  ["0", "cash_on_delivery"],
  ["1", "wechat"],
  ["2", "alipay"],
  ["4", "bank_card"],
  ["5", "balance"],
  ["7", "nothing_to_pay"],
  ["8", "instalments"],
  ["9", "bank_card"],
  ["12", "pay_later"],
]);

/** `after_sale_info.after_sale_status` while the shop has yet to decide whether the money goes back. */
export const refundAsked = "6";

/** `after_sale_info.refund_status` and `aftersale_info.refund_status` once the money is back. */
export const refundDone = "3";

/** `aftersale_type` of refunds for goods that had not left. */
export const refundBeforeShipping = "2";

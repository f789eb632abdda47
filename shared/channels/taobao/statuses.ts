import type { PaymentState } from "../../orders/facts.ts";

/**
 * `status` of a trade. `progress` orders answers of one second: it only grows along the life of a trade. Cash on delivery
 * says WAIT_SELLER_SEND_GOODS too: such a trade is paid when it is signed for.
 */
export type TaobaoStatus = {
  readonly payment: PaymentState;
  readonly order: "open" | "closed" | "cancelled";
  readonly isShipped: boolean;
  readonly progress: number;
};

export const statuses: ReadonlyMap<string, TaobaoStatus> = new Map([
  ["TRADE_NO_CREATE_PAY", { payment: "pending", order: "open", isShipped: false, progress: 0 }],
  ["WAIT_PRE_AUTH_CONFIRM", { payment: "pending", order: "open", isShipped: false, progress: 1 }],
  ["WAIT_BUYER_PAY", { payment: "pending", order: "open", isShipped: false, progress: 1 }],
  ["PAY_PENDING", { payment: "pending", order: "open", isShipped: false, progress: 2 }],
  ["PAID_FORBID_CONSIGN", { payment: "paid", order: "open", isShipped: false, progress: 3 }],
  ["WAIT_SELLER_SEND_GOODS", { payment: "paid", order: "open", isShipped: false, progress: 4 }],
  ["SELLER_CONSIGNED_PART", { payment: "paid", order: "open", isShipped: false, progress: 5 }],
  ["WAIT_BUYER_CONFIRM_GOODS", { payment: "paid", order: "open", isShipped: true, progress: 6 }],
  ["TRADE_BUYER_SIGNED", { payment: "paid", order: "open", isShipped: true, progress: 7 }],
  ["TRADE_FINISHED", { payment: "paid", order: "closed", isShipped: true, progress: 8 }],
  ["TRADE_CLOSED", { payment: "refunded", order: "closed", isShipped: false, progress: 9 }],
  ["TRADE_CLOSED_BY_TAOBAO", { payment: "voided", order: "cancelled", isShipped: false, progress: 9 }],
]);

/** Paid, and yet nobody may ship: a group that is still forming, articles under control. */
export const forbiddenToShip = "PAID_FORBID_CONSIGN";

/** `step_trade_status` of a deposit sale: what has been paid of it, whatever `status` says. */
export const stepPayments: ReadonlyMap<string, PaymentState> = new Map([
  ["FRONT_NOPAID_FINAL_NOPAID", "pending"],
  ["FRONT_PAID_FINAL_NOPAID", "partially_paid"],
  ["FRONT_PAID_FINAL_PAID", "paid"],
  ["FRONT_PAID_FRONT_FORFEITED", "partially_paid"],
]);

/** `refund_status` of a line while nobody has decided: its goods had better stay until then. */
export const openRefunds: ReadonlySet<string> = new Set([
  "WAIT_SELLER_AGREE",
  "WAIT_BUYER_RETURN_GOODS",
  "WAIT_SELLER_CONFIRM_GOODS",
]);

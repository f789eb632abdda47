import type { PaymentState } from "../../orders/facts.ts";

/** Several numbers tell the status of an order together; see the table in README.md. null: not in the answer. */
export type PddCodes = {
  /** 1 to be shipped, 2 shipped, 3 received. */
  readonly shipping: number;
  /** 1 none or closed, 2 argued about, 3 going back, 4 gone back. */
  readonly refund: number;
  /** 0 not yet a deal, 1 a deal, 2 called off. */
  readonly confirm: number | null;
  /** 0 forming, 1 formed, 2 failed. */
  readonly group: number | null;
  /** `step_trade_status` of an order with a deposit: 0 nothing paid, 1 the deposit, 2 all. */
  readonly step: number | null;
  readonly isUnderControl: boolean;
};

export type PddStatus = {
  readonly payment: PaymentState;
  readonly isCancelled: boolean;
  readonly isShipped: boolean;
  readonly isReceived: boolean;
  readonly shipHold: string | null;
  /** Only grows along the life of an order: decides between two answers of one second. */
  readonly progress: number;
};

/** The numbers each code may have; another parks the order. */
export const knownCodes: { readonly [Name in Exclude<keyof PddCodes, "isUnderControl">]: readonly number[] } = {
  shipping: [1, 2, 3],
  refund: [1, 2, 3, 4],
  confirm: [0, 1, 2],
  group: [0, 1, 2],
  step: [0, 1, 2],
};

/** `isPaid`: a time of payment is given, which matters only for orders that were called off. */
export function statusOf(codes: PddCodes, isPaid: boolean): PddStatus {
  const isCancelled = codes.confirm === 2 || codes.group === 2;
  const isWaiting = codes.confirm === 0 || codes.group === 0;
  const isShipped = codes.shipping >= 2;
  return {
    payment: paymentOf(codes, { isCancelled, isWaiting, isPaid }),
    isCancelled,
    isShipped,
    isReceived: codes.shipping === 3,
    shipHold: shipHoldOf(codes, isShipped),
    progress: isCancelled ? 9 : (isWaiting ? 0 : 1) + codes.shipping + (codes.refund === 4 ? 4 : 0),
  };
}

type Stage = { readonly isCancelled: boolean; readonly isWaiting: boolean; readonly isPaid: boolean };

function paymentOf(codes: PddCodes, { isCancelled, isWaiting, isPaid }: Stage): PaymentState {
  if (codes.refund === 4) return "refunded";
  if (isCancelled) return isPaid ? "refunded" : "voided";
  if (codes.step === 1) return "partially_paid";
  return isWaiting || codes.step === 0 ? "pending" : "paid";
}

function shipHoldOf(codes: PddCodes, isShipped: boolean): string | null {
  if (isShipped) return null;
  if (codes.isUnderControl) return "risk control";
  return codes.refund === 2 || codes.refund === 3 ? "a refund is asked for" : null;
}

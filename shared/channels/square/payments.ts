import type { PaymentFacts, PaymentState, Refund } from "../../orders/facts.ts";
import { sumOf } from "../amounts.ts";
import type { JsonReader } from "../json-reader.ts";
import { moneyOf, moneyOrNull } from "./money.ts";
import type { OrderState } from "./statuses.ts";

/** The payments and refunds that `api.ts` read beside the order. */
export type Paid = {
  /** null: nobody asked, only the order's own figures are known. */
  readonly payments: readonly JsonReader[] | null;
  readonly refunds: readonly JsonReader[];
};

export function readPaid(envelope: JsonReader): Paid {
  const inside = (key: string, name: string): readonly JsonReader[] =>
    envelope.listOrEmpty(key).flatMap((answer) => answer.child(name) ?? []);
  return {
    payments: envelope.has("payments") ? inside("payments", "payment") : null,
    refunds: inside("refunds", "refund"),
  };
}

/** Only money that went back: a refund that waits or was rejected is none. */
export function readRefunds({ refunds }: Paid, currency: string): readonly Refund[] {
  return refunds.filter(isCompleted).map((at) => ({
    refundId: at.id("id"),
    at: at.instant("created_at"),
    amountMinor: moneyOf(at, "amount_money", currency),
    taxMinor: 0,
    reason: at.textOrNull("reason"),
    lines: [],
  }));
}

/** When anything of the payments last changed: a refund does not touch the order it belongs to. */
export function paidTimes({ payments, refunds }: Paid): readonly string[] {
  const times = [...(payments ?? []), ...refunds].map((at) => at.instantOrNull("updated_at"));
  return times.filter((time) => time !== null);
}

export function readPayment(order: JsonReader, state: OrderState, currency: string, paid: Paid): PaymentFacts {
  const total = moneyOf(order, "total_money", currency);
  const sum = (status: string): number =>
    sumOf(
      (paid.payments ?? []).filter((at) => at.textOrNull("status") === status),
      (at) => moneyOf(at, "total_money", currency),
    );
  const due = moneyOrNull(order, "net_amount_due_money", currency);
  const isSettled = due === 0 || (due === null && state === "COMPLETED");
  const completed = paid.payments === null || paid.payments.length === 0 ? (isSettled ? total : 0) : sum("COMPLETED");
  const refunded = sumOf(readRefunds(paid, currency), (refund) => refund.amountMinor);
  const [first] = paid.payments?.filter(isCompleted) ?? [];
  const shown = first ?? paid.payments?.[0];
  const timeline = first?.child("card_details")?.child("card_payment_timeline");
  return {
    state: paymentStateOf({ state, total, completed, approved: sum("APPROVED"), refunded }),
    paidAt: timeline?.instantOrNull("captured_at") ?? first?.instantOrNull("created_at") ?? null,
    method: shown?.textOrNull("source_type") ?? order.entries("tenders")[0]?.textOrNull("type") ?? null,
    payOnDelivery: false,
  };
}

type Sums = {
  readonly state: OrderState;
  readonly total: number;
  readonly completed: number;
  readonly approved: number;
  readonly refunded: number;
};

function paymentStateOf({ state, total, completed, approved, refunded }: Sums): PaymentState {
  if (refunded > 0) return refunded >= Math.max(total, completed) ? "refunded" : "partially_refunded";
  if (completed >= total && (completed > 0 || state === "COMPLETED")) return "paid";
  if (state === "CANCELED" && completed === 0) return "voided";
  if (completed > 0) return "partially_paid";
  return approved > 0 && approved >= total ? "authorized" : "pending";
}

function isCompleted(at: JsonReader): boolean {
  return at.textOrNull("status") === "COMPLETED";
}

import type { Normalised } from "../channel.ts";
import { clockOf } from "../clock.ts";
import type { JsonReader } from "../json-reader.ts";

/** A credit memo whose money has gone back; the others are open (1) or were cancelled (3). */
const REFUNDED = "2";

/** One refund, known by the memo's own number. `grand_total` is what the buyer got back, tax and shipping included. */
export function readCreditMemo(at: JsonReader, body: Uint8Array): Normalised {
  const state = at.textOrNull("state");
  if (state !== null && state !== REFUNDED)
    return { kind: "ignored", why: `credit memo in state ${state.slice(0, 20)}` };
  const currency = at.currency("order_currency_code");
  const createdAt = at.instant("created_at", "UTC");
  const refund = {
    refundId: at.id("increment_id"),
    at: createdAt,
    amountMinor: at.money("grand_total", currency),
    taxMinor: at.moneyOrZero("tax_amount", currency),
    reason: null,
    lines: at.listOrEmpty("items").map((item) => ({
      lineId: item.id("order_item_id"),
      quantity: Math.ceil(item.quantity("qty")),
      amountMinor: item.moneyOrZero("row_total", currency),
    })),
  };
  const clock = clockOf(at.instantOrNull("updated_at", "UTC") ?? createdAt, "000", body);
  return { kind: "order", order: { channelOrderId: at.id("order_id"), clock, refunds: [refund] } };
}

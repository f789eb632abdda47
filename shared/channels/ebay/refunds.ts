import type { Refund } from "../../orders/facts.ts";
import type { JsonReader } from "../json-reader.ts";
import { readAmount } from "./amount.ts";

/**
 * `paymentSummary.refunds[]` that went through; a line's own `refunds[]` of the same id says what of it was for that line. How many
 * pieces came back is not told. The amounts are the seller's net: tax that eBay collected is not in them.
 */
export function readRefunds(order: JsonReader, currency: string): readonly Refund[] {
  const ofLines = order.entries("lineItems").flatMap((line) =>
    line.entries("refunds").map((at) => ({
      refundId: at.textOrNull("refundId"),
      lineId: line.textOrNull("lineItemId") ?? "",
      quantity: 0,
      amountMinor: readAmount(at, "amount", currency),
    })),
  );
  return (order.child("paymentSummary")?.listOrEmpty("refunds") ?? []).filter(wentThrough).map((at) => {
    const refundId = at.id("refundId");
    return {
      refundId,
      at: at.instant("refundDate"),
      amountMinor: readAmount(at, "amount", currency),
      taxMinor: 0,
      reason: null,
      lines: ofLines
        .filter((line) => line.refundId === refundId)
        .map(({ lineId, quantity, amountMinor }) => ({ lineId, quantity, amountMinor })),
    };
  });
}

/** Neither pending nor failed; those have no date yet. */
function wentThrough(at: JsonReader): boolean {
  return (at.textOrNull("refundStatus") ?? "REFUNDED") === "REFUNDED" && at.has("refundDate");
}

import type { Refund } from "../../orders/facts.ts";
import type { JsonReader } from "../json-reader.ts";
import type { Pieces } from "./units.ts";

/** The end of a reverse order at which the money has gone back; all others are on their way, or were refused. */
const REFUNDED = "REFUND_SUCCESS";

/**
 * The answer of /reverse/getreverseordersforseller: one reverse line for each piece. `refund_amount` is whole cents, and whole
 * dong in Vietnam: minor units both. Only the time of the request is told, not that of the refund.
 */
export function readRefunds(answer: JsonReader | null, lines: readonly Pieces[]): readonly Refund[] {
  const reverseOrders = answer?.child("result")?.listOrEmpty("items") ?? [];
  return reverseOrders
    .flatMap((at) => at.listOrEmpty("reverse_order_lines"))
    .filter((at) => at.textOrNull("reverse_status") === REFUNDED)
    .map((at) => {
      const unitId = at.id("trade_order_line_id");
      const line = lines.find(({ units }) => units.some((unit) => unit.unitId === unitId));
      const amountMinor = at.minorOrZero("refund_amount");
      return {
        refundId: at.id("reverse_order_line_id"),
        at: at.epochSeconds("return_order_line_gmt_create"),
        amountMinor,
        taxMinor: 0,
        reason: at.textOrNull("reason_text"),
        lines: line === undefined ? [] : [{ lineId: line.lineId, quantity: 1, amountMinor }],
      };
    });
}

import type { Refund } from "../../orders/facts.ts";
import type { JsonReader } from "../json-reader.ts";
import { lineIdOf } from "./line-id.ts";
import { refundDone } from "./statuses.ts";

/** The answers of getaftersaleorder, one for each that the order names; only money that is back is a refund. */
export function readRefunds(envelope: JsonReader): readonly Refund[] {
  return envelope.listOrEmpty("aftersales").flatMap((answer) => {
    const at = answer.child("after_sale_order");
    if (at === null || !refundDone.has(at.textOrNull("status")?.trim() ?? "")) return [];
    const amountMinor = at.child("refund_info")?.minor("amount") ?? 0;
    const product = at.child("product_info");
    const quantity = product?.countOrNull("count") ?? 0;
    return [
      {
        refundId: at.id("after_sale_order_id"),
        at: at.epochSecondsOrNull("complete_time") ?? at.epochSeconds("update_time"),
        amountMinor,
        taxMinor: 0,
        reason: at.textOrNull("reason_text"),
        lines: product === null || quantity === 0 ? [] : [{ lineId: lineIdOf(product), quantity, amountMinor }],
      },
    ];
  });
}

/** The last change of the order or of one of its after-sales: theirs need not move the order's own time. */
export function lastChange(envelope: JsonReader, orderChangedAt: string): string {
  return envelope
    .entries("aftersales")
    .map((answer) => answer.child("after_sale_order")?.epochSecondsOrNull("update_time") ?? orderChangedAt)
    .reduce((latest, at) => (at > latest ? at : latest), orderChangedAt);
}

import type { Refund } from "../../orders/facts.ts";
import type { JsonReader } from "../json-reader.ts";
import { currency, zone } from "./lines.ts";

/** The answers of taobao.refund.get that are done; those still argued about move no money. */
export function readRefunds(at: JsonReader): readonly Refund[] {
  return at
    .listOrEmpty("refunds")
    .map((answer) => answer.child("refund_get_response")?.child("refund") ?? null)
    .filter((refund) => refund !== null)
    .filter((refund) => refund.textOrNull("status") === "SUCCESS")
    .map((refund) => {
      const amountMinor = refund.money("refund_fee", currency);
      return {
        refundId: refund.id("refund_id"),
        at: refund.instant("modified", zone),
        amountMinor,
        taxMinor: 0,
        reason: refund.textOrNull("reason"),
        lines: [{ lineId: refund.id("oid"), quantity: refund.countOrNull("num") ?? 0, amountMinor }],
      };
    });
}

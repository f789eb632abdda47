import type { Refund } from "../../orders/facts.ts";
import { sumOf } from "../amounts.ts";
import type { JsonReader } from "../json-reader.ts";
import { refundBeforeShipping, refundDone } from "./statuses.ts";

/** A refund of one line whose money is back. */
export type AfterSale = {
  readonly id: string;
  readonly at: string;
  readonly lineId: string;
  readonly quantity: number;
  readonly refundMinor: number;
  readonly taxMinor: number;
  readonly isBeforeShipping: boolean;
};

/** The entries of afterSale.List whose money is back; the others change nothing yet. None when the list was not asked for. */
export function readAfterSales(envelope: JsonReader): readonly AfterSale[] {
  const items = envelope.child("aftersales")?.child("data")?.listOrEmpty("items") ?? [];
  return items.flatMap((item) => {
    const at = item.child("aftersale_info");
    if (at === null || at.textOrNull("refund_status")?.trim() !== refundDone) return [];
    const lines = item.child("order_info")?.listOrEmpty("related_order_info") ?? [];
    const tax = at.minorOrZero("refund_tax_amount");
    const refund = at.minor("refund_amount") + at.minorOrZero("refund_post_amount") + tax;
    return [
      {
        id: at.id("aftersale_id"),
        at: at.epochSeconds("update_time"),
        lineId: lines[0]?.id("sku_order_id") ?? at.id("related_id"),
        quantity: at.countOrNull("aftersale_num") ?? 0,
        refundMinor: at.exact("refund_amount", refund),
        taxMinor: tax,
        isBeforeShipping: at.textOrNull("aftersale_type")?.trim() === refundBeforeShipping,
      },
    ];
  });
}

export function refundsOf(afterSales: readonly AfterSale[]): readonly Refund[] {
  return afterSales.map(({ id, at, lineId, quantity, refundMinor, taxMinor }) => ({
    refundId: id,
    at,
    amountMinor: refundMinor,
    taxMinor,
    reason: null,
    lines: quantity === 0 ? [] : [{ lineId, quantity, amountMinor: refundMinor - taxMinor }],
  }));
}

/** Units of a line that were paid back before they left. */
export function unshippedRefunds(afterSales: readonly AfterSale[], lineId: string): number {
  const own = afterSales.filter((each) => each.lineId === lineId && each.isBeforeShipping);
  return sumOf(own, (each) => each.quantity);
}

/** The last change of the order or of one of its after-sales: theirs need not move the order's own time. */
export function lastChange(envelope: JsonReader, orderChangedAt: string): string {
  const items = envelope.child("aftersales")?.child("data")?.entries("items") ?? [];
  return items
    .map((item) => item.child("aftersale_info")?.epochSecondsOrNull("update_time") ?? orderChangedAt)
    .reduce((latest, at) => (at > latest ? at : latest), orderChangedAt);
}

import { decimalFromMinor } from "../kernel/money.ts";
import type { Cell, Column } from "../sheets/sheet.ts";
import { type BookedOrder, isVoid } from "./sales-report.ts";

export const orderLinesColumns: readonly Column[] = [
  { name: "entry_id", kind: "text", width: 38 },
  { name: "business_day", kind: "day" },
  { name: "order_id", kind: "text", width: 32 },
  { name: "channel", kind: "text", width: 14 },
  { name: "connection", kind: "text", width: 18 },
  { name: "channel_order_no", kind: "text" },
  { name: "line_id", kind: "text" },
  { name: "sku", kind: "text" },
  { name: "title", kind: "text", width: 36 },
  { name: "variant", kind: "text" },
  { name: "quantity", kind: "integer" },
  { name: "removed_quantity", kind: "integer", width: 17 },
  { name: "currency", kind: "text", width: 10 },
  { name: "unit_price", kind: "decimal" },
  { name: "discount", kind: "decimal" },
  { name: "tax", kind: "decimal" },
  { name: "total", kind: "decimal" },
];

/** The goods sold on the day: each line of each order booked to it that was not cancelled the same day. */
export function orderLinesRows(orders: readonly BookedOrder[]): readonly (readonly Cell[])[] {
  return orders
    .filter((order) => !isVoid(order))
    .flatMap((order) => {
      const { currency, channelOrderNo } = order.header.facts;
      return (order.lines?.facts ?? []).map((line): readonly Cell[] => [
        `line:${order.orderId}:${line.lineId}`,
        order.booking.day,
        order.orderId,
        order.channel,
        order.connectionId,
        channelOrderNo,
        line.lineId,
        line.sku,
        line.title,
        line.variant ?? "",
        line.quantity,
        line.removedQuantity,
        currency,
        decimalFromMinor(line.unitPriceMinor, currency),
        decimalFromMinor(-line.discountMinor, currency),
        decimalFromMinor(line.taxMinor, currency),
        decimalFromMinor(line.totalMinor, currency),
      ]);
    })
    .sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
}

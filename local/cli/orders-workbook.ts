import type { Column } from "../../shared/sheets/sheet.ts";
import { writeWorkbook } from "../../shared/sheets/write-workbook.ts";
import type { OrderSummary } from "./answers.ts";

const text = (name: string, width = 18): Column => ({ name, kind: "text", width });

const columns: readonly Column[] = [
  text("number"),
  text("shop"),
  { name: "placed at", kind: "instant" },
  { name: "total", kind: "decimal" },
  text("currency", 10),
  text("payment"),
  text("status"),
  text("from", 14),
  text("tags", 30),
  { name: "priority", kind: "integer" },
  text("held: what to mend", 50),
  text("business day", 14),
  text("order id", 34),
];

/** A list of orders for people who go on with it in a spreadsheet; nobody is named in it. */
export function ordersWorkbook(orders: readonly OrderSummary[]): Uint8Array {
  const rows = orders.map((order) => [
    order.channelOrderNo,
    order.connectionId,
    order.placedAt,
    order.total,
    order.currency,
    order.payment,
    order.status,
    order.warehouses.join(" "),
    order.tags.join(", "),
    order.priority,
    order.holds.map(({ note }) => note).join("; "),
    order.businessDay,
    order.orderId,
  ]);
  return writeWorkbook([{ name: "orders", columns, rows }]);
}

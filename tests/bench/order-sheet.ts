import type { RawCell } from "../../shared/sheets/rows.ts";
import { type StreamedRow, streamWorkbook } from "../../shared/sheets/stream-workbook.ts";

/** A CSV of unpaid orders, the rows of an order beside each other as platforms export them. */
export function orderSheet(rows: number, rowsPerOrder: number): string {
  const lines = ["order_no,placed_at,sku,quantity,unit_price,shipping_fee,is_paid,recipient,phone,region,city,address"];
  for (let row = 0; row < rows; row += 1) {
    const order = Math.floor(row / rowsPerOrder);
    const no = `2891${String(order).padStart(12, "0")}`;
    const goods = `SKU-${(row * 7) % 500},${1 + (row % 3)},${(5 + (row % 40)).toFixed(2)}`;
    lines.push(
      `${no},2026-11-20 10:${String(order % 60).padStart(2, "0")},${goods},8,no,张三,555-0100,上海市,上海市,示例路 ${order} 号`,
    );
  }
  return lines.join("\r\n");
}

const ROWS_AT_ONCE = 1_000;

/** The same as a workbook: counts and prices as numbers, all else as text. */
export function orderWorkbook(rows: number, rowsPerOrder: number): AsyncGenerator<Uint8Array> {
  const lines = orderSheet(rows, rowsPerOrder)
    .split("\r\n")
    .map((line) => line.split(","));
  const width = lines[0]?.length ?? 0;
  const numbers = new Set(["quantity", "unit_price", "shipping_fee"].map((name) => lines[0]?.indexOf(name)));
  const cellOf = (text: string, column: number, row: number): RawCell =>
    row > 0 && numbers.has(column) ? { kind: "number", text } : { kind: "text", text };
  const batches = async function* (): AsyncGenerator<readonly StreamedRow[]> {
    for (let from = 0; from < lines.length; from += ROWS_AT_ONCE) {
      yield lines.slice(from, from + ROWS_AT_ONCE).map((texts, at) => {
        const cells = texts.map((text, column) => cellOf(text, column, from + at));
        return { row: { number: from + at + 1, cells }, bad: [], added: [], tone: "plain" };
      });
    }
  };
  return streamWorkbook({ name: "orders", width, addedWidths: [], rows: batches() }, []);
}

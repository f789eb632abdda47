import type { Cell, Column } from "../../shared/sheets/sheet.ts";
import { writeWorkbook } from "../../shared/sheets/write-workbook.ts";

export type StockLine = {
  readonly sku: string;
  readonly warehouse: string;
  readonly onHand: number;
  readonly threshold?: number;
};

/** A count of the warehouse, as a merchant uploads it. */
export function stockWorkbook(lines: readonly StockLine[]): Uint8Array {
  const columns: Column[] = [
    { name: "sku", kind: "text" },
    { name: "warehouse", kind: "text" },
    { name: "on_hand", kind: "integer" },
    { name: "low_stock_threshold", kind: "integer" },
  ];
  const rows = lines.map(({ sku, warehouse, onHand, threshold = null }) => [sku, warehouse, onHand, threshold]);
  return writeWorkbook([{ name: "stock", columns, rows }]);
}

/** A sheet of text cells under the given headings; numbers stay numbers. */
export function workbook(headings: readonly string[], rows: readonly (readonly Cell[])[]): Uint8Array {
  const columns = headings.map((name, at): Column => {
    return { name, kind: rows.every((row) => typeof row[at] === "number") ? "integer" : "text" };
  });
  return writeWorkbook([{ name: "sheet", columns, rows }]);
}

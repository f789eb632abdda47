import { makeStockDocuments } from "../../inventory/documents/stock-documents.ts";
import { cellText, emptyCell } from "../../sheets/rows.ts";
import { type AdjustmentGroup, groupAdjustments, readAdjustmentRows } from "../adjustment-rows.ts";
import type { FileInHand } from "../apply-orders.ts";
import type { RowReason } from "../reasons.ts";
import type { RowFate } from "../row-fate.ts";
import type { ImportTools, KindOfImport } from "./kind-of-import.ts";

/**
 * What came and went beside orders, by document: found, lost, broken, put aside, brought back. The document's number makes
 * a row count once, in however many files it comes.
 */
export const stockAdjustments: KindOfImport = {
  kind: "stock-adjustments",
  neededCells: ["document_no", "sku"],
  keyFields: ["document_no"],
  isOfItsDay: false,
  read: (rows, { columns, warehouses }) => {
    const at = columns.at.get("document_no") ?? -1;
    const numbers = new Map(rows.map((row) => [row.number, cellText(row.cells[at] ?? emptyCell).trim()]));
    const read = readAdjustmentRows(rows, columns, warehouses);
    const { groups, failed } = groupAdjustments(read, (rowNumber) => numbers.get(rowNumber) ?? "");
    const units = groups.map((group) => ({
      rows: group.rows,
      apply: (tools: ImportTools, file: FileInHand) => book(tools, file, group),
    }));
    return { units, failed };
  },
};

async function book(tools: ImportTools, file: FileInHand, group: AdjustmentGroup): Promise<RowFate> {
  const { documentNo, reason, rows } = group;
  const by = `file ${file.content.slice(0, 16)}`;
  const { table, now, pause = async () => undefined } = tools;
  const booked = await makeStockDocuments({ table, now, pause }).adjust({
    ...{ merchantId: file.merchantId, documentId: documentNo, reason },
    lines: rows.map(({ line }) => line),
    by,
  });
  const no = (code: RowReason["code"], column: string | null, found: string): RowFate => ({
    kind: "failed",
    reasons: [{ code, column, found }],
  });
  if (booked.ok) {
    const { isRepeated, document, short } = booked.value;
    const result = `adjustment ${documentNo}`;
    if (isRepeated && (document.by !== by || file.isAgain)) return { kind: "unchanged", result };
    const note = short.map(({ sku, warehouse, available }) => `${sku} @ ${warehouse}: ${available}`).join("; ");
    return note === "" ? { kind: "applied", result } : { kind: "applied", result, note };
  }
  switch (booked.error.code) {
    case "other_content":
      return no("other_document", "document_no", documentNo);
    case "unknown_warehouse":
      return no("unknown_warehouse", "warehouse", booked.error.says);
    default:
      return no("not_applied", null, booked.error.says);
  }
}

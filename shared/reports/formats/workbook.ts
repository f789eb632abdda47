import { XLSX_TYPE } from "../../sheets/write-workbook.ts";
import type { FileFormat } from "../report-definition.ts";
import { workbookChunks } from "./workbook/workbook-chunks.ts";

/** Excel: the rows, and what they come to on a sheet behind them. */
export const workbook: FileFormat = {
  extension: ".xlsx",
  contentType: XLSX_TYPE,
  encode: (sheet) => workbookChunks(sheet),
};

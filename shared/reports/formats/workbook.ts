import type { FileFormat } from "../report-definition.ts";
import { workbookChunks } from "./workbook/workbook-chunks.ts";

/** Excel: the rows, and what they come to on a sheet behind them. */
export const workbook: FileFormat = {
  extension: ".xlsx",
  contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  encode: (sheet) => workbookChunks(sheet),
};

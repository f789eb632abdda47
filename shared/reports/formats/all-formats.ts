import type { FileFormat } from "../report-definition.ts";
import { csv } from "./csv.ts";
import { jsonLines } from "./json-lines.ts";
import { parquet } from "./parquet/parquet.ts";
import { workbook } from "./workbook.ts";

/** The files of every report. */
export const allFormats: readonly FileFormat[] = [jsonLines, csv, workbook, parquet];

import type { Locale } from "../kernel/locale.ts";
import { writeWorkbook, XLSX_TYPE } from "../sheets/write-workbook.ts";
import type { ImportJob } from "./import-job.ts";
import { summarySheet } from "./receipt/summary-sheet.ts";

export type Receipt = {
  readonly body: Uint8Array | string;
  readonly contentType: string;
  readonly extension: "xlsx" | "csv";
};

/** For a file of which no row could be used: what is wrong with it and how to mend it. */
export function writeRejection(job: ImportJob, locale: Locale): Receipt {
  return { body: writeWorkbook([summarySheet(job, locale)]), contentType: XLSX_TYPE, extension: "xlsx" };
}

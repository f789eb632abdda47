import type { ObjectFiles } from "../platform/ports.ts";
import { readSheet } from "../sheets/read-sheet.ts";
import type { ImportJob } from "./import-job.ts";
import type { Locale } from "./import-kind.ts";
import type { ImportPlan } from "./import-plan.ts";
import { type Receipt, writeReceipt, writeRejection } from "./receipt.ts";
import type { RowFate } from "./row-fate.ts";

export type ReceiptFiles = {
  readonly receipt: Receipt;
  /** Only the rows to mend, ready to be uploaded again; null when none failed. */
  readonly failedRows: Receipt | null;
};

/** The receipt beside the merchant's own rows; where the file is gone or was replaced meanwhile, the figures alone. */
export async function writeReceipts(
  files: ObjectFiles,
  job: ImportJob,
  plan: ImportPlan | null,
  fateOf: ((rowNumber: number) => RowFate | undefined) | null,
  locale: Locale,
): Promise<ReceiptFiles> {
  const stored = plan === null ? null : await files.get(job.objectKey);
  const isSame = stored?.etag.replaceAll('"', "") === job.etag;
  const sheet = stored === null || !isSame ? null : await readSheet(stored.body);
  if (plan === null || fateOf === null || sheet === null || !sheet.ok)
    return { receipt: writeRejection(job, locale), failedRows: null };
  return { receipt: writeReceipt(sheet.value, plan.columns, { get: fateOf }, job, locale), failedRows: null };
}

import type { Locale } from "../kernel/locale.ts";
import { openObject } from "../sheets/object-source.ts";
import { writeObject } from "../sheets/write-object.ts";
import type { ImportFiles } from "./import-deps.ts";
import type { ImportJob } from "./import-job.ts";
import type { ImportPlan } from "./import-plan.ts";
import { loadKind } from "./kinds/all-kinds.ts";
import { type ReceiptInput, type StreamedReceipt, streamFailedRows, streamReceipt } from "./receipt/stream-receipt.ts";
import { writeRejection } from "./receipt.ts";
import type { RowFate } from "./row-fate.ts";
import { failedRowsKey, receiptKey } from "./upload-key.ts";

/** Where the receipt lies; and, ready to be uploaded again, only the rows to mend: empty when none failed, or none alone is of use. */
export type ReceiptKeys = Pick<ImportJob, "receiptKey" | "failedRowsKey">;

/**
 * Writes the receipt beside the merchant's own rows; where the file is gone or was replaced meanwhile, the figures alone.
 * Upload and receipts pass through memory in pieces. Throws when the upload is replaced while it is read.
 */
export async function writeReceipts(
  files: ImportFiles,
  job: ImportJob,
  plan: ImportPlan | null,
  fateOf: ((rowNumber: number) => RowFate | undefined) | null,
  locale: Locale,
): Promise<ReceiptKeys> {
  const upload = plan === null ? null : await openObject(files, job.objectKey);
  const isSame = upload?.etag.replaceAll('"', "") === job.etag;
  if (plan === null || fateOf === null || upload === null || !isSame) return figuresAlone(files, job, locale);
  const input: ReceiptInput = { file: upload.source, columns: plan.columns, fateOf, job, locale };
  const receipt = await streamReceipt(input);
  if (!receipt.ok) return figuresAlone(files, job, locale);
  const key = await stored(files, job, receiptKey, receipt.value);
  const { isOnePiece = false } = await loadKind(job.kind);
  const failed = job.failed === 0 || isOnePiece ? null : await streamFailedRows(input);
  return { receiptKey: key, failedRowsKey: failed?.ok ? await stored(files, job, failedRowsKey, failed.value) : "" };
}

async function figuresAlone(files: ImportFiles, job: ImportJob, locale: Locale): Promise<ReceiptKeys> {
  const { body, contentType, extension } = writeRejection(job, locale);
  const key = receiptKey(job.merchantId, job.importId, job.fileName, extension);
  await files.put(key, body, { contentType });
  return { receiptKey: key, failedRowsKey: "" };
}

async function stored(
  files: ImportFiles,
  { merchantId, importId, fileName }: ImportJob,
  keyOf: typeof receiptKey,
  { chunks, contentType, extension }: StreamedReceipt,
): Promise<string> {
  const key = keyOf(merchantId, importId, fileName, extension);
  await writeObject(files, key, contentType, chunks);
  return key;
}

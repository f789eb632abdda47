import { Buffer } from "node:buffer";
import type { ObjectFiles } from "../platform/ports.ts";
import type { ImportJob } from "./import-job.ts";
import type { Locale } from "./import-kind.ts";
import type { ImportPlan } from "./import-plan.ts";
import { type ReceiptInput, type StreamedReceipt, streamFailedRows, streamReceipt } from "./receipt/stream-receipt.ts";
import { type Receipt, writeRejection } from "./receipt.ts";
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
  if (plan === null || fateOf === null || stored === null || !isSame) return figuresAlone(job, locale);
  const input: ReceiptInput = { file: stored.body, columns: plan.columns, fateOf, job, locale };
  const receipt = await streamReceipt(input);
  if (!receipt.ok) return figuresAlone(job, locale);
  const failed = job.failed === 0 ? null : await streamFailedRows(input);
  return {
    receipt: await collected(receipt.value),
    failedRows: failed?.ok === true ? await collected(failed.value) : null,
  };
}

function figuresAlone(job: ImportJob, locale: Locale): ReceiptFiles {
  return { receipt: writeRejection(job, locale), failedRows: null };
}

/** One request puts an object: its bytes are held until all of them are there. */
async function collected({ chunks, contentType, extension }: StreamedReceipt): Promise<Receipt> {
  const pieces: Uint8Array[] = [];
  for await (const chunk of chunks) pieces.push(chunk);
  return { body: new Uint8Array(Buffer.concat(pieces)), contentType, extension };
}

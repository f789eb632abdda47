import * as z from "zod/mini";
import type { ImportJob } from "../imports/import-job.ts";
import { importKinds } from "../imports/import-kind.ts";

export const LINK_SECONDS = 900;
/** What the upload must be sent with; the link is good for this type only. */
export const UPLOAD_TYPE = "application/octet-stream";

/** What to upload: its kind, and a name without folders that ends in something the hub reads. */
export const uploadBody = z.object({
  kind: z.enum(importKinds),
  fileName: z.string().check(z.regex(/^[^/\\\p{Cc}\p{Cs}]{1,120}\.(xlsx|xlsm|csv|txt)$/iu)),
});

/** One import and how far it has come. */
export function importView(
  { merchantId: _, ...job }: ImportJob,
  receiptUrl: string | null,
): Readonly<Record<string, unknown>> {
  return { ...job, rowsDone: job.applied + job.unchanged + job.failed, receiptUrl };
}

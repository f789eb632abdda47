import * as z from "zod/mini";
import { type ImportJob, isFinished } from "../imports/import-job.ts";
import { importKinds } from "../imports/import-kind.ts";
import { importPolicies } from "../imports/import-policy.ts";
import { progressOf } from "../imports/progress.ts";
import { uploadKey } from "../imports/upload-key.ts";
import { type MerchantId, shortHash } from "../kernel/ids.ts";
import type { Problem } from "../platform/http-answer.ts";
import type { ObjectLinks } from "../platform/ports.ts";
import type { Role } from "../platform/principal.ts";
import { streamLimits } from "../sheets/rows.ts";
import { mayUpload } from "./upload-roles.ts";

const LINK_SECONDS = 900;
/** What the upload must be sent with; the link is good for this type only. */
const UPLOAD_TYPE = "application/octet-stream";

/**
 * What to upload: its kind, and a name without folders that ends in something the hub reads. A link that was asked for with
 * the file's size in `bytes` takes a file of exactly that size.
 */
export const uploadBody = z.object({
  kind: z.enum(importKinds),
  fileName: z.string().check(z.regex(/^[^/\\\p{Cc}\p{Cs}]{1,120}\.(xlsx|xlsm|xls|csv|tsv|txt)$/iu)),
  policy: z.optional(z.enum(importPolicies)),
  bytes: z.optional(z.int().check(z.positive(), z.maximum(streamLimits.fileBytes))),
});

/** Where the file goes: a folder of its own, under the name of its policy where one was asked for. */
export function uploadKeyFor(
  merchantId: MerchantId,
  { kind, fileName, policy }: z.infer<typeof uploadBody>,
  requestId: string,
  now: Date,
): string {
  const folder = `${now.toISOString().slice(0, 10)}-${shortHash(requestId).slice(0, 8)}`;
  return uploadKey(merchantId, kind, [...(policy === undefined ? [] : [policy]), folder, fileName].join("/"));
}

type LinkOptions = Parameters<ObjectLinks["uploadLink"]>[1];

export function uploadOptions({ bytes }: z.infer<typeof uploadBody>): LinkOptions {
  return { contentType: UPLOAD_TYPE, seconds: LINK_SECONDS, ...(bytes === undefined ? {} : { bytes }) };
}

export function uploadAnswer(key: string, url: string, now: Date): Readonly<Record<string, unknown>> {
  const expiresAt = new Date(now.getTime() + LINK_SECONDS * 1000).toISOString();
  return { key, upload: { method: "PUT", url, headers: { "content-type": UPLOAD_TYPE }, expiresAt } };
}

type ImportLinks = { readonly receiptUrl: string | null; readonly failedRowsUrl: string | null };

export const noLinks: ImportLinks = { receiptUrl: null, failedRowsUrl: null };

/** Links to a job's files, for those who may read them: they repeat the merchant's rows, recipients among them. */
export async function linksOf(job: ImportJob, role: Role, links: ObjectLinks): Promise<ImportLinks> {
  if (role !== "service" && !mayUpload(role, job.kind)) return noLinks;
  const link = async (key: string): Promise<string | null> => {
    if (key === "") return null;
    return links.downloadLink(key, { fileName: key.slice(key.lastIndexOf("/") + 1), seconds: LINK_SECONDS });
  };
  return { receiptUrl: await link(job.receiptKey), failedRowsUrl: await link(job.failedRowsKey) };
}

/** One import and how far it has come. */
export function importView(job: ImportJob, links: ImportLinks, now: Date): Readonly<Record<string, unknown>> {
  const { merchantId: _, work, content: _content, etag: _etag, isAgain: _again, ...shown } = job;
  const { rowsDone, applied, rowsPerSecond, secondsLeft } = progressOf(job, now.toISOString());
  return { ...shown, applied, rowsDone, rowsPerSecond, secondsLeft, phase: work?.phase ?? null, ...links };
}

/** Why an import cannot be cancelled. */
export function notCancellable(job: ImportJob): Problem {
  return {
    status: 409,
    code: "import_has_ended",
    title: "The import has ended",
    detail: isFinished(job)
      ? `It is ${job.state.replaceAll("_", " ")}; what it applied stays.`
      : "It was ending at this very moment; look again.",
  };
}

import * as z from "zod/mini";
import type { ImportId, MerchantId } from "../kernel/ids.ts";
import type { ImportPhase } from "./import-job.ts";

/** What the bucket tells of an upload. `version` names these very bytes: a version id or an etag. */
export type Uploaded = {
  readonly key: string;
  readonly version: string;
  readonly etag: string;
  readonly bytes: number;
  readonly at: string;
};

/** One step of an import; each may come twice and at any time. */
export type ImportTask =
  | { readonly kind: "read"; readonly upload: Uploaded }
  | {
      readonly kind: "chunk";
      readonly merchantId: MerchantId;
      readonly importId: ImportId;
      readonly phase: ImportPhase;
      readonly chunk: number;
    }
  | { readonly kind: "finish"; readonly merchantId: MerchantId; readonly importId: ImportId };

/** The tasks that workers leave for each other; uploads are told by the bucket. */
const queuedTask = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("chunk"),
    merchantId: z.string(),
    importId: z.string(),
    phase: z.enum(["check", "apply"]),
    chunk: z.number(),
  }),
  z.object({ kind: z.literal("finish"), merchantId: z.string(), importId: z.string() }),
]);

/** "Object Created", or "Object Tags Added" by a scan, as the bucket tells EventBridge, and EventBridge the queue. */
const bucketNotice = z.object({
  time: z.string(),
  detail: z.object({
    object: z.object({
      key: z.string(),
      // "Object Tags Added" has none.
      size: z._default(z.number(), 0),
      etag: z.string(),
      "version-id": z.optional(z.string()),
    }),
  }),
});

/** All that comes through the queue of imports. */
export const importMessage = z.union([queuedTask, bucketNotice]);

export function taskOf(queued: z.infer<typeof importMessage>): ImportTask {
  if (!("kind" in queued)) {
    const { key, size, etag, "version-id": version = etag } = queued.detail.object;
    return { kind: "read", upload: { key, version, etag, bytes: size, at: new Date(queued.time).toISOString() } };
  }
  const name = { merchantId: queued.merchantId as MerchantId, importId: queued.importId as ImportId };
  return queued.kind === "chunk"
    ? { kind: "chunk", ...name, phase: queued.phase, chunk: queued.chunk }
    : { kind: "finish", ...name };
}

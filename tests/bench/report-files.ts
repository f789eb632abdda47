import { ok } from "../../shared/kernel/result.ts";
import type { ObjectFiles, ObjectUploads } from "../../shared/platform/ports.ts";

/** Takes everything, counts it and keeps nothing. */
export function hollowFiles(): ObjectFiles & ObjectUploads & { readonly bytes: () => number } {
  let bytes = 0;
  return {
    bytes: () => bytes,
    get: async () => null,
    put: async (_key, body) => {
      bytes += Buffer.byteLength(body);
      return ok(null);
    },
    beginUpload: async (key) => key,
    uploadPart: async (_key, _upload, number, body) => {
      bytes += body.byteLength;
      return String(number);
    },
    completeUpload: async () => undefined,
    abortUpload: async () => undefined,
  };
}

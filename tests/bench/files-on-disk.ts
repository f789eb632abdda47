import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fail, ok } from "../../shared/kernel/result.ts";
import type { ObjectFiles, ObjectRanges, ObjectUploads } from "../../shared/platform/ports.ts";

export type FilesOnDisk = ObjectFiles & ObjectRanges & ObjectUploads & { readonly bytes: () => number };

/** A folder as a bucket of one writer, so that what is written is not in memory. An upload stands beside its file until it is whole. */
export function filesOnDisk(folder: string): FilesOnDisk {
  let bytes = 0;
  const pathOf = (key: string): string => {
    const path = join(folder, key);
    mkdirSync(dirname(path), { recursive: true });
    return path;
  };
  const about = { etag: '"etag"', contentType: "application/octet-stream" };
  return {
    bytes: () => bytes,
    get: async (key) => (existsSync(pathOf(key)) ? { ...about, body: readFileSync(pathOf(key)) } : null),
    put: async (key, body, { onlyIfAbsent }) => {
      if (onlyIfAbsent === true && existsSync(pathOf(key))) return fail({ kind: "exists" });
      bytes += Buffer.byteLength(body);
      writeFileSync(pathOf(key), body);
      return ok(null);
    },
    getRange: async (key, from, to) => {
      if (!existsSync(pathOf(key))) return null;
      const totalBytes = statSync(pathOf(key)).size;
      const body = new Uint8Array(Math.max(0, Math.min(to, totalBytes) - from));
      const file = openSync(pathOf(key), "r");
      readSync(file, body, 0, body.byteLength, from);
      closeSync(file);
      return { ...about, body, totalBytes };
    },
    beginUpload: async (key) => {
      writeFileSync(pathOf(`${key}.upload`), "");
      return `${key}.upload`;
    },
    uploadPart: async (_key, upload, number, body) => {
      bytes += body.byteLength;
      appendFileSync(pathOf(upload), body);
      return String(number);
    },
    completeUpload: async (key, upload) => renameSync(pathOf(upload), pathOf(key)),
    abortUpload: async (_key, upload) => rmSync(pathOf(upload)),
  };
}

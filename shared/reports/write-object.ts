import { createHash } from "node:crypto";
import type { ObjectFiles } from "../platform/ports.ts";

export type WrittenObject = { readonly bytes: number; readonly sha256: string };

/** Writes a file that comes in pieces. */
export async function writeObject(
  files: ObjectFiles,
  key: string,
  contentType: string,
  chunks: AsyncIterable<Uint8Array>,
): Promise<WrittenObject> {
  const hash = createHash("sha256");
  const kept: Uint8Array[] = [];
  for await (const chunk of chunks) {
    hash.update(chunk);
    kept.push(chunk);
  }
  const body = Buffer.concat(kept);
  await files.put(key, new Uint8Array(body.buffer, body.byteOffset, body.byteLength), { contentType });
  return { bytes: body.byteLength, sha256: hash.digest("hex") };
}

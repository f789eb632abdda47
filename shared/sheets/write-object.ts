import { createHash } from "node:crypto";
import type { ObjectFiles, ObjectUploads } from "../platform/ports.ts";

export type WrittenObject = { readonly bytes: number; readonly sha256: string };

const PART_BYTES = 8 * 1024 * 1024;

/**
 * Writes a file that comes in pieces, of any size, with two parts of it in memory: one that fills and one on its way. It is
 * there all at once, or not at all; a worker that was killed leaves parts that the bucket removes.
 */
export async function writeObject(
  files: ObjectFiles & ObjectUploads,
  key: string,
  contentType: string,
  chunks: AsyncIterable<Uint8Array>,
  partBytes = PART_BYTES,
): Promise<WrittenObject> {
  const hash = createHash("sha256");
  const parts = makeParts(files, key, contentType);
  let kept: Uint8Array[] = [];
  let held = 0;
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      kept.push(chunk);
      held += chunk.byteLength;
      bytes += chunk.byteLength;
      if (held < partBytes) continue;
      await parts.send(joined(kept));
      [kept, held] = [[], 0];
    }
    if (bytes === held) await files.put(key, joined(kept), { contentType });
    else await parts.complete(joined(kept));
  } catch (fault) {
    await parts.abort();
    throw fault;
  }
  return { bytes, sha256: hash.digest("hex") };
}

type Parts = {
  /** Comes back when the part before it has arrived. */
  readonly send: (body: Uint8Array) => Promise<void>;
  readonly complete: (last: Uint8Array) => Promise<void>;
  readonly abort: () => Promise<void>;
};

function makeParts(files: ObjectUploads, key: string, contentType: string): Parts {
  const tags: string[] = [];
  let upload: string | null = null;
  let underWay: Promise<string> | null = null;
  const arrived = async (): Promise<void> => {
    if (underWay !== null) tags.push(await underWay);
    underWay = null;
  };
  const send = async (body: Uint8Array): Promise<void> => {
    upload ??= await files.beginUpload(key, { contentType });
    await arrived();
    underWay = files.uploadPart(key, upload, tags.length + 1, body);
    // Whoever waits for it next is told; until then nobody is.
    underWay.catch(() => undefined);
  };
  return {
    send,
    complete: async (last) => {
      if (last.byteLength > 0) await send(last);
      await arrived();
      if (upload !== null) await files.completeUpload(key, upload, tags);
    },
    abort: async () => {
      if (upload === null) return;
      await underWay?.catch(() => undefined);
      // What cannot be aborted now is removed by the bucket.
      await files.abortUpload(key, upload).catch(() => undefined);
    },
  };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = Buffer.concat(pieces);
  return new Uint8Array(whole.buffer, whole.byteOffset, whole.byteLength);
}

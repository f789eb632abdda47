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
  let [filling, onItsWay] = [openPart(partBytes), openPart(partBytes)];
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.byteLength;
      for (let from = 0; from < chunk.byteLength; ) {
        from += fill(filling, chunk, from);
        if (filling.used < partBytes) continue;
        await parts.send(bodyOf(filling));
        [filling, onItsWay] = [onItsWay, filling];
        filling.used = 0;
      }
    }
    if (bytes === filling.used) await files.put(key, bodyOf(filling), { contentType });
    else await parts.complete(bodyOf(filling));
  } catch (fault) {
    await parts.abort();
    throw fault;
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** Bytes of one part, used again for the next but one: new ones for each pile up until they are collected. */
type Part = { bytes: Uint8Array<ArrayBuffer>; used: number; readonly most: number };

const FIRST_BYTES = 65_536;

function openPart(most: number): Part {
  return { bytes: new Uint8Array(0), used: 0, most };
}

/** How many bytes of the chunk had room. */
function fill(part: Part, chunk: Uint8Array, from: number): number {
  const taken = Math.min(part.most - part.used, chunk.byteLength - from);
  const needed = part.used + taken;
  if (needed > part.bytes.byteLength) {
    const wider = new Uint8Array(Math.min(part.most, Math.max(FIRST_BYTES, needed * 2)));
    wider.set(part.bytes.subarray(0, part.used));
    part.bytes = wider;
  }
  part.bytes.set(chunk.subarray(from, from + taken), part.used);
  part.used = needed;
  return taken;
}

function bodyOf({ bytes, used }: Part): Uint8Array {
  return bytes.subarray(0, used);
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

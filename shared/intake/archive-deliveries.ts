import { gzipSync } from "node:zlib";
import { shortHash } from "../kernel/ids.ts";
import type { ObjectFiles } from "../platform/ports.ts";
import type { QueuedDelivery } from "./queued-delivery.ts";

export type Archivable = { readonly messageId: string; readonly delivery: QueuedDelivery };

/** Where the bytes of a delivery are kept: an object of gzipped JSON lines and the line in it, from 0. */
export type ArchivePlace = { readonly rawKey: string; readonly rawLine: number };

/** Places by message id. */
export type ArchiveDeliveries = (batch: readonly Archivable[]) => Promise<ReadonlyMap<string, ArchivePlace>>;

/**
 * Keeps every delivery as it came, before anything is done with it: one object for each merchant of a batch, named by
 * day and queue messages, so that writing it again changes nothing.
 */
export function makeArchiveDeliveries(deps: { readonly raw: Pick<ObjectFiles, "put"> }): ArchiveDeliveries {
  return async (batch) => {
    const places = new Map<string, ArchivePlace>();
    for (const [merchant, group] of Map.groupBy(batch, ({ delivery }) => delivery.merchantId)) {
      const sorted = group.toSorted((a, b) => (a.messageId < b.messageId ? -1 : 1));
      const day = sorted[0]?.delivery.receivedAt.slice(0, 10).replaceAll("-", "/");
      const rawKey = `${merchant}/${day}/${shortHash(sorted.map((each) => each.messageId).join("\n"))}.jsonl.gz`;
      const lines = sorted.map(({ delivery }) => `${JSON.stringify(archiveLine(delivery))}\n`);
      await deps.raw.put(rawKey, gzipSync(lines.join("")), { contentType: "application/gzip" });
      sorted.forEach(({ messageId }, rawLine) => {
        places.set(messageId, { rawKey, rawLine });
      });
    }
    return places;
  };
}

/** `body` where the bytes are UTF-8 text, which packs better and can be read; else `bodyBase64`. Either gives the very bytes. */
function archiveLine(delivery: QueuedDelivery): Record<string, unknown> {
  const { body, ...rest } = delivery;
  const bytes = Buffer.from(body);
  const text = bytes.toString("utf8");
  return Buffer.from(text, "utf8").equals(bytes)
    ? { ...rest, body: text }
    : { ...rest, bodyBase64: bytes.toString("base64") };
}

import type { Attributes } from "./attribute.ts";

/** One change of one item, as the table's stream tells it. */
export type ChangeRecord = {
  /** 21 digits: the order of the texts is the order of the changes. */
  readonly sequence: string;
  readonly name: "INSERT" | "MODIFY" | "REMOVE";
  /** Epoch ms. */
  readonly at: number;
  readonly keys: Attributes;
  readonly oldImage: Attributes | null;
  readonly newImage: Attributes | null;
  readonly sizeBytes: number;
  /** Deleted by the service because its time had come, not by a request. */
  readonly isExpiry: boolean;
};

export const streamRetentionMs = 24 * 60 * 60 * 1000;
const firstSequence = 100_000_000_000_000_000_000n;

/** The stream of one table: a single shard, kept for 24 hours. */
export type StreamLog = {
  /** The record with its place in the stream; it is not yet in it. */
  next(change: Omit<ChangeRecord, "sequence">, ahead: number): ChangeRecord;
  append(record: ChangeRecord): void;
  /** Records after `sequence` (null: from the oldest), at most `limit`. */
  after(sequence: string | null, limit: number): readonly ChangeRecord[];
  /** Forgets what is older than 24 hours, but never the newest record; gives what was forgotten. */
  trim(now: number): readonly ChangeRecord[];
  latest(): string | null;
};

export function makeStreamLog(): StreamLog {
  const records: ChangeRecord[] = [];
  let last = firstSequence;

  return {
    next(change, ahead) {
      return { ...change, sequence: String(last + BigInt(ahead) + 1n) };
    },
    append(record) {
      records.push(record);
      last = BigInt(record.sequence);
    },
    after(sequence, limit) {
      const start = sequence === null ? 0 : firstAfter(records, sequence);
      return records.slice(start, start + limit);
    },
    trim(now) {
      const old = records.findIndex((record) => record.at > now - streamRetentionMs);
      const count = Math.min(old === -1 ? records.length : old, Math.max(0, records.length - 1));
      return records.splice(0, count);
    },
    latest: () => records.at(-1)?.sequence ?? null,
  };
}

function firstAfter(records: readonly ChangeRecord[], sequence: string): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((records[middle]?.sequence ?? "") > sequence) high = middle;
    else low = middle + 1;
  }
  return low;
}

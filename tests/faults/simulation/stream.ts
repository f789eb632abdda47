import type { Item } from "../../../shared/table/port.ts";
import type { ItemChange } from "./plain-table.ts";
import type { World } from "./world.ts";

/** One write of one item, as the table's stream tells it. */
export type StreamRecord = { readonly sequenceNumber: string; readonly old: Item | null; readonly new: Item | null };

export type StreamReader = {
  readonly see: (changes: readonly ItemChange[]) => void;
  /** Records that are not yet done. */
  readonly left: () => number;
};

export type ReaderSpec = {
  readonly wants: (change: ItemChange) => boolean;
  /** After so many ms without an answer the same records are read again. */
  readonly timeoutMs: number;
  /** `finished` says how many records from the front are done; the others come again. */
  readonly work: (batch: readonly StreamRecord[], finished: (count: number) => void) => void;
};

/**
 * A reader of the stream: records in their order, a few at a time. What is not done comes again with all that follow it, and
 * now and then what is done comes again too. One that answers late moves nothing.
 */
export function makeStreamReader(world: World, { wants, timeoutMs, work }: ReaderSpec): StreamReader {
  const records: StreamRecord[] = [];
  let position = 0;
  let reading = 0;
  let busyUntil = 0;

  world.add({
    isWork: true,
    readyAt: () => (position >= records.length ? null : busyUntil),
    start() {
      const batch = records.slice(position, position + 1 + world.random.below(4 * world.weather.batch));
      const from = position;
      reading += 1;
      const own = reading;
      busyUntil = world.now() + timeoutMs;
      work(batch, (count) => {
        if (own !== reading) return;
        busyUntil = 0;
        const isRepeated = !world.isCalm && world.random.chance(world.weather.repeat);
        if (!isRepeated) position = Math.max(position, from + count);
      });
    },
  });

  let sequence = 0;
  return {
    left: () => records.length - position,
    see(changes) {
      for (const change of changes) {
        if (!wants(change)) continue;
        sequence += 1;
        records.push({ sequenceNumber: String(sequence), old: change.before, new: change.after });
      }
    },
  };
}

import type { Attributes } from "./attribute.ts";
import { compareText } from "./sort-text.ts";

/**
 * An item in its place: in the table, or as an index holds it. `sort` orders the entries of a partition; in an index
 * `id` orders those that share it. Entries are replaced, never changed.
 */
export type Entry = {
  /** Names the item of the base table; unique within the table. */
  readonly id: string;
  readonly partition: string;
  readonly sort: string;
  readonly attributes: Attributes;
  readonly size: number;
};

/** The partitions of a table or index, each sorted. */
export type Partitions = {
  get(partition: string): readonly Entry[];
  find(partition: string, sort: string, id: string): Entry | undefined;
  put(entry: Entry): void;
  remove(entry: Pick<Entry, "partition" | "sort" | "id">): void;
  /** Every partition in a stable order that has nothing to do with its name, as a scan meets them. */
  scanOrder(): readonly string[];
  clear(): void;
};

export function makePartitions(): Partitions {
  const partitions = new Map<string, Entry[]>();
  let order: readonly string[] | null = null;

  return {
    get: (partition) => partitions.get(partition) ?? [],
    find(partition, sort, id) {
      const entries = partitions.get(partition);
      const entry = entries?.[positionOf(entries, sort, id)];
      return entry !== undefined && entry.sort === sort && entry.id === id ? entry : undefined;
    },
    put(entry) {
      const entries = partitions.get(entry.partition);
      if (entries === undefined) {
        partitions.set(entry.partition, [entry]);
        order = null;
        return;
      }
      const at = positionOf(entries, entry.sort, entry.id);
      const there = entries[at];
      const isSame = there !== undefined && there.sort === entry.sort && there.id === entry.id;
      entries.splice(at, isSame ? 1 : 0, entry);
    },
    remove(entry) {
      const entries = partitions.get(entry.partition);
      if (entries === undefined) return;
      const at = positionOf(entries, entry.sort, entry.id);
      if (entries[at]?.id !== entry.id) return;
      entries.splice(at, 1);
      if (entries.length > 0) return;
      partitions.delete(entry.partition);
      order = null;
    },
    scanOrder() {
      order ??= [...partitions.keys()].sort((a, b) => partitionHash(a) - partitionHash(b) || compareText(a, b));
      return order;
    },
    clear() {
      partitions.clear();
      order = null;
    },
  };
}

/** Where the first entry stands that is not before (`sort`, `id`). */
function positionOf(entries: readonly Entry[], sort: string, id: string): number {
  return firstWhere(entries, (entry) => (compareText(entry.sort, sort) || compareText(entry.id, id)) >= 0);
}

/** Binary search: the first entry for which `isReached` holds, where it holds of all after it. */
export function firstWhere(entries: readonly Entry[], isReached: (entry: Entry) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry !== undefined && isReached(entry)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** FNV-1a: spreads partitions over scan segments. */
export function partitionHash(partition: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < partition.length; at += 1) hash = Math.imul(hash ^ partition.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

import { type Attributes, attributeOf, sameAttributes } from "./attribute.ts";
import { type Entry, makePartitions, type Partitions } from "./entries.ts";
import { makeExpiry } from "./expiry.ts";
import type { Place } from "./item-key.ts";
import { type IndexChange, makeSecondaryIndex, type SecondaryIndex } from "./secondary-index.ts";
import { itemSize } from "./size.ts";
import { type ChangeRecord, makeStreamLog, type StreamLog } from "./stream-log.ts";
import { keyNames, pick, type TableSpec } from "./table-spec.ts";

/** One item before and after; null where there is none. */
export type ItemChange = {
  readonly table: string;
  readonly id: string;
  readonly before: Attributes | null;
  readonly after: Attributes | null;
};

/** A change worked out but not yet made. */
export type PlannedChange = ItemChange & {
  readonly place: Place;
  /** Bytes of the item after and before. */
  readonly size: number;
  readonly sizeBefore: number;
  readonly indexChanges: readonly { readonly index: SecondaryIndex; readonly change: IndexChange }[];
};

/** The items of one table with its indexes, stream and expiry times. */
export type TableData = {
  readonly spec: TableSpec;
  readonly rows: Partitions;
  readonly indexes: ReadonlyMap<string, SecondaryIndex>;
  readonly log: StreamLog;
  find(place: Place): Entry | undefined;
  plan(place: Place, before: Entry | undefined, after: Attributes | null): PlannedChange;
  /** The stream's record of a change; null when nothing changed or the table has no stream. */
  recordOf(change: PlannedChange, at: number, ahead: number, isExpiry: boolean): ChangeRecord | null;
  apply(change: PlannedChange, now: number, indexLagMs: number): void;
  /** Items whose time to live is over at `now` (epoch ms). */
  expired(now: number): readonly Entry[];
  /** How many items there are and how much they measure. */
  totals(): { readonly items: number; readonly bytes: number };
};

const fiveYearsInSeconds = 5 * 365 * 24 * 60 * 60;

export function makeTableData(spec: TableSpec): TableData {
  const rows = makePartitions();
  const indexes = new Map(spec.indexes.map((index) => [index.name, makeSecondaryIndex(spec, index)]));
  const log = makeStreamLog();
  const expiry = makeExpiry();
  let items = 0;
  let bytes = 0;

  function expiryOf(item: Attributes | null): number | null {
    const value = item === null || spec.timeToLive === null ? undefined : attributeOf(item, spec.timeToLive);
    return value !== undefined && "N" in value ? Number(value.N) : null;
  }

  function find({ partition, sort, id }: Place): Entry | undefined {
    return rows.find(partition, sort, id);
  }

  return {
    spec,
    rows,
    indexes,
    log,
    find,
    plan(place, entry, after) {
      const before = entry?.attributes ?? null;
      const indexChanges = [];
      for (const index of indexes.values()) {
        const change = index.changeFor(place.id, before, after);
        if (change !== null) indexChanges.push({ index, change });
      }
      const size = after === null ? 0 : itemSize(after);
      const sizeBefore = entry?.size ?? 0;
      return { table: spec.name, id: place.id, before, after, place, size, sizeBefore, indexChanges };
    },
    recordOf({ before, after, size, sizeBefore }, at, ahead, isExpiry) {
      const image = after ?? before;
      if (!spec.stream || image === null) return null;
      if (before !== null && after !== null && sameAttributes(before, after)) return null;
      const name = before === null ? "INSERT" : after === null ? "REMOVE" : "MODIFY";
      const keys = pick(image, keyNames(spec));
      const sizeBytes = itemSize(keys) + sizeBefore + size;
      return log.next({ name, at, keys, oldImage: before, newImage: after, sizeBytes, isExpiry }, ahead);
    },
    apply({ place, before, after, size, sizeBefore, indexChanges }, now, indexLagMs) {
      items += (after === null ? 0 : 1) - (before === null ? 0 : 1);
      bytes += size - sizeBefore;
      if (after !== null) rows.put({ ...place, attributes: after, size });
      else if (before !== null) rows.remove(place);
      for (const { index, change } of indexChanges) index.apply(change, now, indexLagMs);
      const expiresAt = expiryOf(after);
      if (expiresAt !== null && expiresAt !== expiryOf(before)) expiry.add(expiresAt, place.id);
    },
    expired(now) {
      const second = Math.floor(now / 1000);
      const due: Entry[] = [];
      for (const { at, id } of expiry.due(second)) {
        const [partition, sort] = JSON.parse(id) as [string, string];
        const entry = rows.find(partition, sort, id);
        if (entry !== undefined && expiryOf(entry.attributes) === at && at > second - fiveYearsInSeconds)
          due.push(entry);
      }
      return [...new Set(due)];
    },
    totals: () => ({ items, bytes }),
  };
}

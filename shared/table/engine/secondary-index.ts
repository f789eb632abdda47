import { type Attributes, sameAttributes } from "./attribute.ts";
import { type Entry, makePartitions, type Partitions } from "./entries.ts";
import { placeInIndex } from "./item-key.ts";
import { itemSize } from "./size.ts";
import { type IndexSpec, keyNames, pick, type TableSpec } from "./table-spec.ts";

/** What one change of an item does to an index; null on both sides where the index does not hold the item. */
export type IndexChange = { readonly before: Entry | null; readonly after: Entry | null };

export type SecondaryIndex = {
  readonly spec: IndexSpec;
  /** The change an item's new image means for this index; null when the index need not be written. */
  changeFor(id: string, before: Attributes | null, after: Attributes | null): IndexChange | null;
  /** Makes the change, visible only after `lagMs`: an index follows its table. */
  apply(change: IndexChange, now: number, lagMs: number): void;
  /** What the index shows at `now`. */
  at(now: number): Partitions;
};

export function makeSecondaryIndex(table: TableSpec, spec: IndexSpec): SecondaryIndex {
  const partitions = makePartitions();
  const pending: { readonly change: IndexChange; readonly visibleAt: number }[] = [];
  const keys = [...keyNames(table), ...keyNames(spec)];
  const names = spec.projection.kind === "include" ? [...keys, ...spec.projection.names] : keys;

  function entryOf(id: string, item: Attributes | null): Entry | null {
    const place = item === null ? null : placeInIndex(spec, item);
    if (place === null || item === null) return null;
    const attributes = spec.projection.kind === "all" ? item : pick(item, names);
    return { ...place, id, attributes, size: itemSize(attributes) };
  }

  function show({ before, after }: IndexChange): void {
    if (before !== null) partitions.remove(before);
    if (after !== null) partitions.put(after);
  }

  return {
    spec,
    changeFor(id, itemBefore, itemAfter) {
      const before = entryOf(id, itemBefore);
      const after = entryOf(id, itemAfter);
      if (before === null && after === null) return null;
      if (before !== null && after !== null && sameAttributes(before.attributes, after.attributes)) return null;
      return { before, after };
    },
    apply(change, now, lagMs) {
      if (lagMs === 0 && pending.length === 0) show(change);
      else pending.push({ change, visibleAt: now + lagMs });
    },
    at(now) {
      const late = pending.findIndex(({ visibleAt }) => visibleAt > now);
      for (const { change } of pending.splice(0, late === -1 ? pending.length : late)) show(change);
      return partitions;
    },
  };
}

/** Write units of the change: one write for the entry, two where its key moves it to another place. */
export function indexWriteUnits({ before, after }: IndexChange): number {
  const moved =
    before !== null && after !== null && (before.partition !== after.partition || before.sort !== after.sort);
  if (moved) return kilobytes(before.size) + kilobytes(after.size);
  return kilobytes(Math.max(before?.size ?? 0, after?.size ?? 0));
}

export function kilobytes(bytes: number): number {
  return Math.max(1, Math.ceil(bytes / 1024));
}

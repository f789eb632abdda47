import { fail, ok } from "../../../shared/kernel/result.ts";
import { type IndexName, indexes } from "../../../shared/table/names.ts";
import type {
  CancelReason,
  Condition,
  Item,
  Key,
  Query,
  SortKeyRange,
  Table,
  Value,
  Write,
} from "../../../shared/table/port.ts";
import { holds, updated } from "./plain-values.ts";

export type ItemChange = { readonly key: Key; readonly before: Item | null; readonly after: Item | null };

/**
 * The port over plain objects, for histories by the million: no attribute types, sizes, units or limits. That it answers as
 * the engine does is shown by `plain-table.test.ts`, which runs the same histories over both. Each call is done at once.
 */
export function makePlainTable(onCommit: (changes: readonly ItemChange[]) => void): Table {
  const partitions = new Map<string, Map<string, Item>>();
  const find = ({ pk, sk }: Key): Item | null => partitions.get(pk)?.get(sk) ?? null;

  function apply(changes: readonly ItemChange[]): void {
    for (const { key, after } of changes) {
      const partition = partitions.get(key.pk) ?? new Map<string, Item>();
      partitions.set(key.pk, partition);
      if (after === null) partition.delete(key.sk);
      else partition.set(key.sk, after);
    }
    onCommit(changes);
  }

  function inIndex(index: IndexName, pk: string): Item[] {
    const names = indexes[index];
    const found: Item[] = [];
    for (const partition of partitions.values()) {
      for (const item of partition.values()) {
        const sort = item[names.sortKey];
        if (item[names.partitionKey] !== pk || sort === undefined) continue;
        found.push({ pk: item.pk, sk: item.sk, [names.partitionKey]: pk, [names.sortKey]: sort });
      }
    }
    return found;
  }

  function matching({ index, pk, sk, descending }: Query): readonly Item[] {
    const sortOf = (item: Item): string => (index === undefined ? item.sk : String(item[indexes[index].sortKey]));
    const all = index === undefined ? [...(partitions.get(pk)?.values() ?? [])] : inIndex(index, pk);
    const wanted = all.filter((item) => sk === undefined || isWithin(sk, sortOf(item)));
    const placeOf = (item: Item): string => `${sortOf(item)}\n${item.pk}\n${item.sk}`;
    if (wanted.length > 1) wanted.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
    return descending === true ? wanted.reverse() : wanted;
  }

  return {
    get: async (key) => find(key),
    getMany: async (keys) => {
      const distinct = new Map(keys.map((key) => [`${key.pk}\n${key.sk}`, key]));
      return [...distinct.values()].map(find).filter((item) => item !== null);
    },
    query: async (query) => {
      const all = matching(query);
      const start = query.after === undefined ? 0 : all.findIndex((item) => item.sk === query.after?.["sk"]) + 1;
      const items = query.limit === undefined ? all.slice(start) : all.slice(start, start + query.limit);
      const last = items.at(-1);
      const isCut = query.limit !== undefined && items.length === query.limit && last !== undefined;
      return { items, next: isCut ? { pk: last.pk, sk: last.sk } : null };
    },
    put: async (item, condition) => {
      const before = find(item);
      if (!holds(condition, before)) return fail({ kind: "condition_failed", old: before });
      apply([{ key: item, before, after: stored(item) }]);
      return ok(null);
    },
    update: async (key, changes, condition) => {
      const before = find(key);
      if (!holds(condition, before)) return fail({ kind: "condition_failed", old: before });
      const after = updated(before ?? { pk: key.pk, sk: key.sk }, changes);
      apply([{ key, before, after }]);
      return ok(after);
    },
    delete: async (key, condition) => {
      const before = find(key);
      if (!holds(condition, before)) return fail({ kind: "condition_failed", old: before });
      if (before !== null) apply([{ key, before, after: null }]);
      return ok(null);
    },
    transact: async (writes) => {
      mustBeDistinct(writes);
      const old = writes.map((write) => find(keyOf(write)));
      const mayHappen = (write: Write, at: number): boolean => holds(conditionOf(write), old[at] ?? null);
      if (!writes.every(mayHappen)) {
        const reasons = writes.map((write, at): CancelReason => {
          return mayHappen(write, at) ? { kind: "none" } : { kind: "condition_failed", old: old[at] ?? null };
        });
        return fail({ kind: "cancelled", reasons });
      }
      const changes: ItemChange[] = [];
      for (const [at, write] of writes.entries()) {
        if (write.kind !== "check") changes.push(changeOf(write, old[at] ?? null));
      }
      apply(changes);
      return ok(null);
    },
  };
}

function isWithin(range: SortKeyRange, sort: string): boolean {
  switch (range.kind) {
    case "equals":
      return sort === range.value;
    case "beginsWith":
      return sort.startsWith(range.prefix);
    case "between":
      return sort >= range.low && sort <= range.high;
    case "after":
      return sort > range.value;
    case "before":
      return sort < range.value;
  }
}

function keyOf(write: Write): Key {
  return write.kind === "put" ? write.item : write.key;
}

function conditionOf(write: Write): Condition | undefined {
  return write.condition;
}

function changeOf(write: Write, before: Item | null): ItemChange {
  const { pk, sk } = keyOf(write);
  const key = { pk, sk };
  if (write.kind === "put") return { key, before, after: stored(write.item) };
  if (write.kind === "update") return { key, before, after: updated(before ?? key, write.changes) };
  return { key, before, after: null };
}

/** As it will be read: without what is undefined. */
function stored(item: Item): Item {
  if (isWhole(item)) return item;
  const kept: Record<string, Value | undefined> = {};
  for (const name of Object.keys(item)) if (item[name] !== undefined) kept[name] = item[name];
  return kept as Item;
}

function isWhole(item: Item): boolean {
  for (const name in item) if (item[name] === undefined) return false;
  return true;
}

function mustBeDistinct(writes: readonly Write[]): void {
  const keys = writes.map(keyOf);
  const isAgain = ({ pk, sk }: Key, at: number): boolean =>
    keys.findIndex((other) => other.sk === sk && other.pk === pk) !== at;
  if (writes.length === 0 || writes.length > 100 || keys.some(isAgain))
    throw new Error("a transaction takes 1 to 100 writes of different items");
}

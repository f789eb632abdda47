import type { Condition, Item, Table, Value } from "./port.ts";

const TRIES = 6;

export type PutTools = {
  readonly table: Table;
  /** Waits before another try; without it there is no wait. */
  readonly pause?: (attempt: number) => Promise<void>;
};

/** What a decision came to, and the item to be written for it; null: nothing is. */
type Decided<T> = { readonly value: T; readonly item: Item | null };

/**
 * Reads an item, decides, and writes it on the condition that what `kept` of it names is as it was read: who says some of an
 * item must not bring back what somebody has just changed of the rest. null: others kept writing it.
 */
export async function putUnchanged<T>(
  { table, pause }: PutTools,
  key: Parameters<Table["get"]>[0],
  kept: (item: Item) => readonly string[],
  decide: (item: Item | null) => Decided<T>,
): Promise<T | null> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const before = await table.get(key);
    const { value, item } = decide(before);
    if (item === null) return value;
    if ((await table.put(item, asRead(before, before === null ? [] : kept(before)))).ok) return value;
    await pause?.(tries);
  }
  return null;
}

/** It is there, and of `paths` as it was read; null: it is still not there. */
export function asRead(
  before: { readonly [path: string]: Value | undefined } | null,
  paths: readonly string[],
): Condition {
  if (before === null) return { kind: "absent", path: "pk" };
  const of = paths.map((path): Condition => {
    const value = before[path];
    return value === undefined ? { kind: "absent", path } : { kind: "compare", path, op: "=", value };
  });
  return { kind: "all", of: [{ kind: "exists", path: "pk" }, ...of] };
}

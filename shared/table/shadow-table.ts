import type { Item, Key, Page, Table, Write } from "./port.ts";
import { makeMemoryTable } from "./table.memory.ts";

/**
 * A table that answers writes as the real one would, conditions and all, and keeps them to itself: later reads see them, the
 * real table never does. For asking a use case what it would do. A query finds what the real table holds, each item as it
 * would be by then; items that only the shadow has are found by their keys alone.
 */
export function makeShadowTable(real: Pick<Table, "get" | "getMany" | "query">, now: () => Date): Table {
  const shadow = makeMemoryTable({ now: () => now().getTime() });
  const seen = new Set<string>();
  const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

  async function see(keys: readonly Key[]): Promise<void> {
    const unseen = keys.filter((key) => !seen.has(nameOf(key)));
    if (unseen.length === 0) return;
    const items = await real.getMany(unseen);
    for (const item of items) await take(item);
    for (const key of unseen) seen.add(nameOf(key));
  }

  /** What a unit beside this one has written meanwhile stays. */
  async function take(item: Item): Promise<void> {
    if (seen.has(nameOf(item))) return;
    seen.add(nameOf(item));
    await shadow.put(item);
  }

  async function asItWouldBe(page: Page): Promise<Page> {
    const items = await Promise.all(
      page.items.map(async (item) => (seen.has(nameOf(item)) ? await shadow.get({ pk: item.pk, sk: item.sk }) : item)),
    );
    return { items: items.filter((item) => item !== null), next: page.next };
  }

  return {
    get: async (key) => {
      await see([key]);
      return shadow.get(key);
    },
    getMany: async (keys) => {
      await see(keys);
      return shadow.getMany(keys);
    },
    query: async (query) => asItWouldBe(await real.query(query)),
    put: async (item, condition) => {
      await see([item]);
      return shadow.put(item, condition);
    },
    update: async (key, changes, condition) => {
      await see([key]);
      return shadow.update(key, changes, condition);
    },
    delete: async (key, condition) => {
      await see([key]);
      return shadow.delete(key, condition);
    },
    transact: async (writes) => {
      await see(writes.map(keyOfWrite));
      return shadow.transact(writes);
    },
  };
}

function keyOfWrite(write: Write): Key {
  return write.kind === "put" ? write.item : write.key;
}

import { describe, expect, it } from "vitest";
import { merchantId } from "../kernel/ids.ts";
import { listKeys, listPk } from "./keys.ts";
import type { Item } from "./port.ts";
import { type List, readList, readMatching } from "./read-list.ts";
import { makeMemoryTable } from "./table.memory.ts";

const merchant = merchantId("demo");
const list = (order: List["order"]): List => ({
  index: "byList",
  partitions: (shard) => [
    listPk(merchant, "orders", "approved", shard),
    listPk(merchant, "orders", "allocated", shard),
  ],
  sortKey: "listSk",
  order,
});

async function aTable(count: number): Promise<ReturnType<typeof makeMemoryTable>> {
  const table = makeMemoryTable();
  for (let at = 0; at < count; at += 1) {
    const id = `o${String(at).padStart(3, "0")}`;
    const state = at % 3 === 0 ? "allocated" : "approved";
    await table.put({
      pk: `MER#demo#ORD#${id}`,
      sk: "ORDER",
      id,
      ...listKeys(merchant, "orders", state, `2026-11-${10 + (at % 7)}`, id),
    });
  }
  return table;
}

async function walk(table: Awaited<ReturnType<typeof aTable>>, order: List["order"], limit: number): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await readList(table, list(order), { limit, cursor });
    if (!page.ok) throw new Error(page.error.kind);
    seen.push(...page.value.items.map((item) => `${item["listSk"]}`));
    cursor = page.value.cursor ?? undefined;
  } while (cursor !== undefined);
  return seen;
}

describe("a sharded list", () => {
  it.each([1, 7, 100])("shows every item once and in order, %i at a time, either way", async (limit) => {
    const table = await aTable(50);
    const newest = await walk(table, "newest_first", limit);
    expect(newest).toHaveLength(50);
    expect(newest).toEqual([...new Set(newest)].sort().reverse());
    expect(await walk(table, "ascending", limit)).toEqual([...newest].reverse());
  });

  it.each([1, 3, 100])("shows every item that is asked for once, %i at a time", async (limit) => {
    const table = await aTable(50);
    const isWanted = (item: Item): boolean => String(item["id"]).endsWith("3");
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await readMatching(table, list("newest_first"), { limit, cursor }, isWanted);
      if (!page.ok) throw new Error(page.error.kind);
      expect(page.value.items.length).toBeLessThanOrEqual(limit);
      seen.push(...page.value.items.map((item) => item["id"]));
      cursor = page.value.cursor ?? undefined;
    } while (cursor !== undefined);
    expect([...seen].sort()).toEqual(["o003", "o013", "o023", "o033", "o043"]);
  });

  it.each(["ascending", "newest_first"] as const)("shows every sku, %s, whatever it begins with", async (order) => {
    const table = makeMemoryTable();
    // Sorted as the table does, by UTF-8 bytes; by UTF-16 units the last one would come before the full-width ones.
    const skus = ["A-1", "龙井", "＃12", "（红）", "🍵"];
    for (const sku of skus) {
      const keys = listKeys(merchant, "orders", "approved", sku, sku);
      await table.put({ pk: `MER#demo#SKU#${sku}`, sk: "STOCK#SHA", ...keys });
    }
    const sorted = skus.map((sku) => `${sku}#${sku}`);
    const expected = order === "ascending" ? sorted : sorted.reverse();
    for (const limit of [1, 2, 3]) expect(await walk(table, order, limit)).toEqual(expected);
  });

  it("keeps to a range of time", async () => {
    const table = await aTable(50);
    const page = await readList(table, list("newest_first"), { limit: 100, from: "2026-11-12", to: "2026-11-13~" });
    expect(page.ok && new Set(page.value.items.map((item) => String(item["listSk"]).slice(0, 10)))).toEqual(
      new Set(["2026-11-12", "2026-11-13"]),
    );
  });

  it("refuses a cursor it did not make", async () => {
    expect(await readList(await aTable(1), list("ascending"), { limit: 5, cursor: "%%%" })).toEqual({
      ok: false,
      error: { kind: "bad_cursor" },
    });
  });
});

import { expect, it } from "vitest";
import { type Item, type Page, type PageKey, type Query, queryAll, type SortKeyRange } from "./port.ts";
import type { Subject } from "./table.contract.ts";

export function queriesContract({ table, key }: Subject): void {
  async function partitionWith(sortKeys: readonly string[]): Promise<string> {
    const { pk } = key();
    for (const sk of sortKeys) await table().put({ pk, sk });
    return pk;
  }
  const sks = (page: Page): string[] => page.items.map((item) => item.sk);

  const ranges: readonly [SortKeyRange, readonly string[]][] = [
    [{ kind: "equals", value: "B1" }, ["B1"]],
    [{ kind: "beginsWith", prefix: "B" }, ["B", "B1", "B2"]],
    [{ kind: "between", low: "B", high: "B1" }, ["B", "B1"]],
    [{ kind: "after", value: "B1" }, ["B2", "C"]],
    [{ kind: "before", value: "B1" }, ["A", "B"]],
    [{ kind: "equals", value: "Z" }, []],
  ];
  it.each(ranges)("finds a range of sort keys: %o", async (sk, expected) => {
    const pk = await partitionWith(["C", "B2", "A", "B", "B1"]);

    expect(sks(await table().query({ pk, sk }))).toEqual(expected);
    expect(sks(await table().query({ pk, sk, descending: true }))).toEqual(expected.toReversed());
  });

  it("orders by the bytes of UTF-8", async () => {
    const ordered = ["", "~", "é", "日", "\uFFFD", "😀"].map((end) => `K${end}`);
    const pk = await partitionWith(ordered.toReversed());

    expect(sks(await table().query({ pk }))).toEqual(ordered);
  });

  it("finds nothing in a partition that does not exist", async () => {
    expect(await table().query({ pk: key().pk })).toEqual({ items: [], next: null });
  });

  async function readInPages(query: Query): Promise<string[][]> {
    const pages: string[][] = [];
    let after: PageKey | undefined;
    for (;;) {
      const page = await table().query(after === undefined ? query : { ...query, after });
      if (page.items.length > 0) pages.push(sks(page));
      if (page.next === null) return pages;
      after = page.next;
    }
  }

  it("pages forwards and backwards without a gap or a repetition", async () => {
    const pk = await partitionWith(["1", "2", "3", "4", "5"]);

    expect(await readInPages({ pk, limit: 2 })).toEqual([["1", "2"], ["3", "4"], ["5"]]);
    expect(await readInPages({ pk, limit: 2, descending: true })).toEqual([["5", "4"], ["3", "2"], ["1"]]);
    expect(await readInPages({ pk, limit: 2, sk: { kind: "after", value: "2" } })).toEqual([["3", "4"], ["5"]]);
    expect((await queryAll(table(), { pk, limit: 2 })).map((item) => item.sk)).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("goes on after an item that was deleted meanwhile", async () => {
    const pk = await partitionWith(["1", "2", "3"]);
    const { next } = await table().query({ pk, limit: 2 });
    await table().delete({ pk, sk: "2" });

    expect(next).toEqual({ pk, sk: "2" });
    expect(sks(await table().query({ pk, after: next ?? {} }))).toEqual(["3"]);
  });

  it("ends a page at about 1 MB", async () => {
    const { pk } = key();
    for (const sk of ["1", "2", "3", "4"]) await table().put({ pk, sk, text: "x".repeat(380 * 1024) });

    const pages = await readInPages({ pk });

    expect(pages.length).toBe(2);
    expect(pages.flat()).toEqual(["1", "2", "3", "4"]);
  });

  it("lists through an index only items that have both of its keys, with keys only", async () => {
    const { pk } = key();
    const listPk = `LIST#${pk}`;
    const items: Item[] = [
      { pk, sk: "1", listPk, listSk: "b", total: 3 },
      { pk, sk: "2", listPk, listSk: "a", total: 3 },
      { pk, sk: "3", listPk, total: 3 },
      { pk, sk: "4", total: 3 },
    ];
    for (const item of items) await table().put(item);

    const page = await table().query({ index: "byList", pk: listPk });

    expect(page.items).toEqual([
      { pk, sk: "2", listPk, listSk: "a" },
      { pk, sk: "1", listPk, listSk: "b" },
    ]);
  });

  it("keeps an index up to date when its keys change, go away and when the item is deleted", async () => {
    const one = key();
    const listPk = `LIST#${one.pk}`;
    const listed = async (sk: string): Promise<number> => {
      const page = await table().query({ index: "byList", pk: listPk, sk: { kind: "equals", value: sk } });
      return page.items.length;
    };
    await table().put({ ...one, listPk, listSk: "new" });
    expect(await listed("new")).toBe(1);
    await table().update(one, [{ kind: "set", path: "listSk", value: "held" }]);
    expect([await listed("new"), await listed("held")]).toEqual([0, 1]);
    await table().update(one, [{ kind: "remove", path: "listPk" }]);
    expect(await listed("held")).toBe(0);
    await table().update(one, [{ kind: "set", path: "listPk", value: listPk }]);
    expect(await listed("held")).toBe(1);
    await table().delete(one);
    expect(await listed("held")).toBe(0);
  });

  it("pages through items of an index that share its sort key", async () => {
    const { pk } = key();
    const dayPk = `DAY#${pk}`;
    for (const sk of ["1", "2", "3", "4", "5"]) await table().put({ pk, sk, dayPk, daySk: "same" });

    const pages = await readInPages({ index: "byDay", pk: dayPk, limit: 2 });

    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(pages.flat().sort()).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("throws for a query that cannot be", async () => {
    const { pk } = key();
    await expect(table().query({ pk: "" })).rejects.toThrow();
    await expect(table().query({ pk, limit: 0 })).rejects.toThrow();
    await expect(table().query({ pk, sk: { kind: "beginsWith", prefix: "" } })).rejects.toThrow();
    await expect(table().query({ pk, sk: { kind: "between", low: "b", high: "a" } })).rejects.toThrow();
    await expect(table().query({ pk, after: { pk, sk: "1", more: "x" } })).rejects.toThrow();
    await expect(table().query({ pk, after: { pk: "other", sk: "1" } })).rejects.toThrow();
  });
}

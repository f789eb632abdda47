import { expect, it } from "vitest";
import type { Condition, Write } from "./port.ts";
import type { Subject } from "./table.contract.ts";

const isAbsent: Condition = { kind: "absent", path: "pk" };
const isThere: Condition = { kind: "exists", path: "pk" };

export function transactionsContract({ table, key }: Subject): void {
  it("does every kind of write together", async () => {
    const [put, updated, deleted, checked] = [key(), key(), key(), key()];
    for (const one of [updated, deleted, checked]) await table().put({ ...one, n: 1 });

    const result = await table().transact([
      { kind: "put", item: { ...put, n: 2 }, condition: isAbsent },
      { kind: "update", key: updated, changes: [{ kind: "add", path: "n", amount: 1 }], condition: isThere },
      { kind: "delete", key: deleted, condition: isThere },
      { kind: "check", key: checked, condition: { kind: "compare", path: "n", op: "=", value: 1 } },
    ]);

    expect(result).toEqual({ ok: true, value: null });
    expect(await table().get(put)).toEqual({ ...put, n: 2 });
    expect(await table().get(updated)).toEqual({ ...updated, n: 2 });
    expect(await table().get(deleted)).toBeNull();
  });

  it("does nothing when one condition fails, and gives the reasons in order with the old items", async () => {
    const [first, second, third, fourth, fifth] = [key(), key(), key(), key(), key()];
    await table().put({ ...second, n: 1 });
    await table().put({ ...third, n: 5 });
    await table().put({ ...fifth, n: 6 });

    const result = await table().transact([
      { kind: "put", item: first },
      { kind: "put", item: second, condition: isAbsent },
      { kind: "check", key: third, condition: { kind: "compare", path: "n", op: "<", value: 5 } },
      { kind: "update", key: fourth, changes: [{ kind: "set", path: "a", value: 1 }], condition: isThere },
      { kind: "delete", key: fifth, condition: { kind: "absent", path: "n" } },
    ]);

    expect(result).toEqual({
      ok: false,
      error: {
        kind: "cancelled",
        reasons: [
          { kind: "none" },
          { kind: "condition_failed", old: { ...second, n: 1 } },
          { kind: "condition_failed", old: { ...third, n: 5 } },
          { kind: "condition_failed", old: null },
          { kind: "condition_failed", old: { ...fifth, n: 6 } },
        ],
      },
    });
    expect(await table().get(first)).toBeNull();
    expect(await table().get(fourth)).toBeNull();
    expect(await table().get(fifth)).toEqual({ ...fifth, n: 6 });
  });

  it("takes an update that changes nothing, and creates its item", async () => {
    const one = key();
    expect(await table().transact([{ kind: "update", key: one, changes: [] }])).toEqual({ ok: true, value: null });
    expect(await table().get(one)).toEqual(one);
  });

  it("throws when one item is written twice", async () => {
    const one = key();
    const twice: Write[] = [
      { kind: "put", item: one },
      { kind: "update", key: one, changes: [{ kind: "set", path: "a", value: 1 }] },
    ];
    await expect(table().transact(twice)).rejects.toThrow(/multiple operations on one item/);
    await expect(
      table().transact([
        { kind: "check", key: one, condition: isAbsent },
        { kind: "put", item: one },
      ]),
    ).rejects.toThrow(/multiple operations on one item/);
    expect(await table().get(one)).toBeNull();
  });

  it("takes 100 writes, and throws for 101 or none", async () => {
    const puts = (count: number): Write[] => Array.from({ length: count }, () => ({ kind: "put", item: key() }));
    expect(await table().transact(puts(100))).toEqual({ ok: true, value: null });
    await expect(table().transact(puts(101))).rejects.toThrow();
    await expect(table().transact([])).rejects.toThrow();
  });

  it("throws for more than 4 MB, and writes nothing of it", async () => {
    const text = "x".repeat(390 * 1024);
    const puts = Array.from({ length: 11 }, (): Write => ({ kind: "put", item: { ...key(), text } }));
    await expect(table().transact(puts)).rejects.toThrow();
    const first = puts[0];
    expect(first?.kind === "put" && (await table().get(first.item))).toBeNull();
    expect((await table().transact(puts.slice(0, 10))).ok).toBe(true);
  });

  it("throws when a write of it is invalid, and does nothing", async () => {
    const [good, bad] = [key(), key()];
    await table().put({ ...bad, text: "x" });
    await expect(
      table().transact([
        { kind: "put", item: good },
        { kind: "update", key: bad, changes: [{ kind: "add", path: "text", amount: 1 }] },
      ]),
    ).rejects.toThrow();
    expect(await table().get(good)).toBeNull();
  });

  it("lets exactly as many of 50 parallel transactions win as the stock allows", async () => {
    const stock = key();
    await table().put({ ...stock, available: 20 });
    const orders = Array.from({ length: 50 }, () => key());
    const take = (order: { pk: string; sk: string }): readonly Write[] => [
      { kind: "put", item: order, condition: isAbsent },
      {
        kind: "update",
        key: stock,
        changes: [{ kind: "add", path: "available", amount: -1 }],
        condition: { kind: "compare", path: "available", op: ">=", value: 1 },
      },
    ];

    const results = await Promise.all(orders.map((order) => table().transact(take(order))));

    expect(results.filter((result) => result.ok)).toHaveLength(20);
    expect(await table().get(stock)).toEqual({ ...stock, available: 0 });
    expect(await table().getMany(orders)).toHaveLength(20);
  });
}

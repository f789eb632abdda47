import { expect, it } from "vitest";
import type { Change } from "./port.ts";
import type { Subject } from "./table.contract.ts";

export function limitsContract({ table, key }: Subject): void {
  it("gets more than 100 keys at once, each once, without those that are not there", async () => {
    const keys = Array.from({ length: 130 }, () => key());
    for (const one of keys) await table().put(one);

    const found = await table().getMany([...keys, ...keys.slice(0, 5), key()]);

    expect(found.map((item) => item.pk).sort()).toEqual(keys.map((one) => one.pk).sort());
    expect(await table().getMany([])).toEqual([]);
  });

  it("gets items of any size, though an answer holds 16 MB", async () => {
    const text = "x".repeat(390 * 1024);
    const keys = Array.from({ length: 45 }, () => key());
    for (const one of keys) await table().put({ ...one, text });

    expect(await table().getMany(keys)).toHaveLength(45);
  });

  it("takes an item of 400 KB and throws for a larger one", async () => {
    const one = key();
    const room = 400 * 1024 - (2 + one.pk.length + 2 + one.sk.length + "text".length);

    expect((await table().put({ ...one, text: "x".repeat(room) })).ok).toBe(true);
    await expect(table().put({ ...one, text: "x".repeat(room + 1) })).rejects.toThrow(/exceeded/);
    await expect(table().update(one, [{ kind: "set", path: "n", value: 1 }])).rejects.toThrow(/exceeded/);
  });

  it("counts bytes, not characters", async () => {
    await expect(table().put({ ...key(), text: "é".repeat(205 * 1024) })).rejects.toThrow(/exceeded/);
  });

  it.each([
    ["partition key", { pk: "", sk: "a" }],
    ["sort key", { pk: "a", sk: "" }],
  ])("throws for an empty %s", async (_name, empty) => {
    await expect(table().put(empty)).rejects.toThrow(/empty string/);
    await expect(table().get(empty)).rejects.toThrow(/empty string/);
    await expect(table().update(empty, [])).rejects.toThrow(/empty string/);
    await expect(table().delete(empty)).rejects.toThrow(/empty string/);
    await expect(table().transact([{ kind: "put", item: empty }])).rejects.toThrow();
  });

  it("throws for an index key that is empty or no text, in a put and in an update", async () => {
    const one = key();
    await table().put(one);
    await expect(table().put({ ...one, listPk: "", listSk: "a" })).rejects.toThrow();
    await expect(table().put({ ...one, listPk: "a", listSk: 1 })).rejects.toThrow();
    await expect(table().update(one, [{ kind: "set", path: "dayPk", value: 1 }])).rejects.toThrow();
    expect(await table().get(one)).toEqual(one);
  });

  it("throws for an update of more steps than fit into an expression, and takes a hundred", async () => {
    const changes = Array.from({ length: 400 }, (_, n): Change => ({ kind: "set", path: `field${n}`, value: n }));
    await expect(table().update(key(), changes)).rejects.toThrow(/Expression size/);
    await expect(table().transact([{ kind: "update", key: key(), changes }])).rejects.toThrow(/Expression size/);
    expect((await table().update(key(), changes.slice(0, 100))).ok).toBe(true);
  });

  it("throws for keys that are too long", async () => {
    await expect(table().put({ pk: "p".repeat(2049), sk: "a" })).rejects.toThrow();
    await expect(table().put({ pk: "a", sk: "s".repeat(1025) })).rejects.toThrow();
    expect((await table().put({ pk: "p".repeat(2048), sk: "s".repeat(1024) })).ok).toBe(true);
  });

  it("throws for a number that is none", async () => {
    await expect(table().put({ ...key(), n: Number.NaN })).rejects.toThrow();
  });
}

import { expect, it } from "vitest";
import type { Condition, Item, Value } from "./port.ts";
import type { Subject } from "./table.contract.ts";

const fields: { readonly [name: string]: Value } = {
  status: "approved",
  units: 7,
  price: 12.5,
  paid: true,
  note: null,
  bytes: new Uint8Array([1, 2, 3]),
  tags: ["gift", "fragile"],
  lines: [{ sku: "A", quantity: 2 }, { sku: "B" }],
  address: { city: "Köln", "post code": "50667" },
  constructor: "an attribute like any other",
};

const true_: readonly [string, Condition][] = [
  ["exists", { kind: "exists", path: "status" }],
  ["exists, nested", { kind: "exists", path: ["lines", 0, "quantity"] }],
  ["absent", { kind: "absent", path: "gone" }],
  ["absent, beyond a list", { kind: "absent", path: ["lines", 9] }],
  ["absent, though every object has it", { kind: "absent", path: "toString" }],
  ["= on text", { kind: "compare", path: "status", op: "=", value: "approved" }],
  ["= on a number", { kind: "compare", path: "price", op: "=", value: 12.5 }],
  ["= on a list", { kind: "compare", path: "tags", op: "=", value: ["gift", "fragile"] }],
  ["= on a map", { kind: "compare", path: "address", op: "=", value: { "post code": "50667", city: "Köln" } }],
  ["= on null", { kind: "compare", path: "note", op: "=", value: null }],
  ["= on bytes", { kind: "compare", path: "bytes", op: "=", value: new Uint8Array([1, 2, 3]) }],
  ["<> on another value", { kind: "compare", path: "status", op: "<>", value: "held" }],
  ["<> on another type", { kind: "compare", path: "units", op: "<>", value: "7" }],
  ["<> on an absent attribute", { kind: "compare", path: "gone", op: "<>", value: 1 }],
  ["<", { kind: "compare", path: "units", op: "<", value: 8 }],
  ["<=", { kind: "compare", path: "units", op: "<=", value: 7 }],
  [">", { kind: "compare", path: "units", op: ">", value: 6.99 }],
  [">=", { kind: "compare", path: "units", op: ">=", value: 7 }],
  ["> by number, not by text", { kind: "compare", path: "units", op: "<", value: 10 }],
  ["< by bytes of text", { kind: "compare", path: "status", op: "<", value: "b" }],
  ["between", { kind: "between", path: "units", low: 7, high: 9 }],
  ["in", { kind: "in", path: "status", values: ["held", "approved"] }],
  ["beginsWith", { kind: "beginsWith", path: "status", prefix: "appr" }],
  ["contains, in a list", { kind: "contains", path: "tags", value: "gift" }],
  ["contains, in text", { kind: "contains", path: "status", value: "prov" }],
  ["a name with a space", { kind: "compare", path: ["address", "post code"], op: "=", value: "50667" }],
  ["a name every object has", { kind: "exists", path: "constructor" }],
  [
    "all",
    {
      kind: "all",
      of: [
        { kind: "exists", path: "units" },
        { kind: "absent", path: "gone" },
      ],
    },
  ],
  ["all of nothing", { kind: "all", of: [] }],
  [
    "any",
    {
      kind: "any",
      of: [
        { kind: "exists", path: "gone" },
        { kind: "exists", path: "units" },
      ],
    },
  ],
  ["not", { kind: "not", of: { kind: "exists", path: "gone" } }],
];

const false_: readonly [string, Condition][] = [
  ["exists", { kind: "exists", path: "gone" }],
  ["absent", { kind: "absent", path: "status" }],
  ["= on an absent attribute", { kind: "compare", path: "gone", op: "=", value: 1 }],
  ["= on another type", { kind: "compare", path: "units", op: "=", value: "7" }],
  ["< on an absent attribute", { kind: "compare", path: "gone", op: "<", value: 1 }],
  ["< on another type", { kind: "compare", path: "status", op: "<", value: 1 }],
  ["between", { kind: "between", path: "units", low: 8, high: 9 }],
  ["in", { kind: "in", path: "status", values: ["held"] }],
  ["beginsWith on a number", { kind: "beginsWith", path: "units", prefix: "7" }],
  ["contains", { kind: "contains", path: "tags", value: "gif" }],
  ["any of nothing", { kind: "any", of: [] }],
  [
    "all",
    {
      kind: "all",
      of: [
        { kind: "exists", path: "units" },
        { kind: "exists", path: "gone" },
      ],
    },
  ],
  ["not of any", { kind: "not", of: { kind: "any", of: [{ kind: "exists", path: "units" }] } }],
  [
    "all of any and not",
    {
      kind: "all",
      of: [
        {
          kind: "any",
          of: [
            { kind: "exists", path: "units" },
            { kind: "exists", path: "price" },
          ],
        },
        { kind: "not", of: { kind: "compare", path: "units", op: "=", value: 7 } },
      ],
    },
  ],
];

export function conditionsContract({ table, key }: Subject): void {
  it.each(true_)("allows a write whose condition holds: %s", async (_name, condition) => {
    const item = { ...key(), ...fields };
    await table().put(item);

    expect(await table().put({ ...item, units: 8 }, condition)).toEqual({ ok: true, value: null });
    expect(await table().get(item)).toEqual({ ...item, units: 8 });
  });

  it.each(false_)("refuses a put and shows the old item: %s", async (_name, condition) => {
    const item = { ...key(), ...fields };
    await table().put(item);

    const result = await table().put({ ...item, units: 8 }, condition);

    expect(result).toEqual({ ok: false, error: { kind: "condition_failed", old: item } });
    expect(await table().get(item)).toEqual(item);
  });

  it("refuses an update and a delete and shows the old item", async () => {
    const item: Item = { ...key(), version: 3 };
    const isFirst: Condition = { kind: "compare", path: "version", op: "=", value: 1 };
    await table().put(item);

    const refused = { ok: false, error: { kind: "condition_failed", old: item } };
    expect(await table().update(item, [{ kind: "set", path: "version", value: 2 }], isFirst)).toEqual(refused);
    expect(await table().delete(item, isFirst)).toEqual(refused);
    expect(await table().get(item)).toEqual(item);
  });

  it("says that there was no old item where there was none", async () => {
    const one = key();
    const isThere: Condition = { kind: "exists", path: "pk" };

    const refused = { ok: false, error: { kind: "condition_failed", old: null } };
    expect(await table().put(one, isThere)).toEqual(refused);
    expect(await table().update(one, [{ kind: "set", path: "a", value: 1 }], isThere)).toEqual(refused);
    expect(await table().delete(one, isThere)).toEqual(refused);
    expect(await table().get(one)).toBeNull();
  });

  it("creates an item only once", async () => {
    const one = key();
    const isAbsent: Condition = { kind: "absent", path: "pk" };

    expect((await table().put({ ...one, by: "first" }, isAbsent)).ok).toBe(true);
    expect((await table().put({ ...one, by: "second" }, isAbsent)).ok).toBe(false);
    expect(await table().get(one)).toEqual({ ...one, by: "first" });
  });

  it("deletes when the condition holds, and what is not there without complaint", async () => {
    const one = key();
    await table().put({ ...one, done: true });

    const result = await table().delete(one, { kind: "compare", path: "done", op: "=", value: true });

    expect(result).toEqual({ ok: true, value: null });
    expect(await table().get(one)).toBeNull();
    expect(await table().delete(one)).toEqual({ ok: true, value: null });
  });

  it("lets exactly as many of 50 parallel updates win as the stock allows", async () => {
    const one = key();
    await table().put({ ...one, available: 20, sold: 0 });

    const results = await Promise.all(
      Array.from({ length: 50 }, () =>
        table().update(
          one,
          [
            { kind: "add", path: "available", amount: -1 },
            { kind: "add", path: "sold", amount: 1 },
          ],
          { kind: "compare", path: "available", op: ">=", value: 1 },
        ),
      ),
    );

    expect(results.filter((result) => result.ok)).toHaveLength(20);
    expect(await table().get(one)).toEqual({ ...one, available: 0, sold: 20 });
  });

  const invalid: readonly [string, Condition][] = [
    ["between bounds in the wrong order", { kind: "between", path: "units", low: 9, high: 1 }],
    ["between bounds of two types", { kind: "between", path: "units", low: 9, high: "10" }],
    ["an order of booleans", { kind: "compare", path: "paid", op: "<", value: true }],
    ["one of nothing", { kind: "in", path: "status", values: [] }],
    ["one of 101", { kind: "in", path: "units", values: Array.from({ length: 101 }, (_, n) => n) }],
    ["not a number", { kind: "compare", path: "units", op: "=", value: Number.NaN }],
  ];
  it.each(invalid)("throws for a condition that makes no sense: %s", async (_name, condition) => {
    await expect(table().put(key(), condition)).rejects.toThrow();
  });
}

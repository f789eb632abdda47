import { expect, it } from "vitest";
import type { Change, Item, Value } from "./port.ts";
import type { Subject } from "./table.contract.ts";

type Fields = { readonly [name: string]: Value };

const cases: readonly [string, Fields, readonly Change[], Fields][] = [
  ["set replaces", { a: 1 }, [{ kind: "set", path: "a", value: "x" }], { a: "x" }],
  ["set inside a map", { m: { a: 1, b: 2 } }, [{ kind: "set", path: ["m", "a"], value: 9 }], { m: { a: 9, b: 2 } }],
  [
    "set inside a list of maps",
    { lines: [{ quantity: 1 }, { quantity: 2 }] },
    [{ kind: "set", path: ["lines", 1, "quantity"], value: 5 }],
    { lines: [{ quantity: 1 }, { quantity: 5 }] },
  ],
  ["set beyond a list's end appends", { l: [1] }, [{ kind: "set", path: ["l", 7], value: 2 }], { l: [1, 2] }],
  ["setIfAbsent keeps", { a: 1 }, [{ kind: "setIfAbsent", path: "a", value: 2 }], { a: 1 }],
  ["setIfAbsent sets", {}, [{ kind: "setIfAbsent", path: "a", value: 2 }], { a: 2 }],
  ["setIfAbsent keeps null", { a: null }, [{ kind: "setIfAbsent", path: "a", value: 2 }], { a: null }],
  ["add to a number", { a: 5 }, [{ kind: "add", path: "a", amount: -7 }], { a: -2 }],
  ["add to nothing", {}, [{ kind: "add", path: "a", amount: 3 }], { a: 3 }],
  ["add inside a map", { m: { a: 1 } }, [{ kind: "add", path: ["m", "a"], amount: 3 }], { m: { a: 4 } }],
  ["add inside a map to nothing", { m: {} }, [{ kind: "add", path: ["m", "a"], amount: 3 }], { m: { a: 3 } }],
  ["add without the error of floats", { a: 0.1 }, [{ kind: "add", path: "a", amount: 0.2 }], { a: 0.3 }],
  ["append", { l: ["a"] }, [{ kind: "append", path: "l", values: ["b", { c: 1 }] }], { l: ["a", "b", { c: 1 }] }],
  ["append to nothing", {}, [{ kind: "append", path: "l", values: ["b"] }], { l: ["b"] }],
  ["remove", { a: 1, b: 2 }, [{ kind: "remove", path: "a" }], { b: 2 }],
  ["remove nothing", { b: 2 }, [{ kind: "remove", path: "a" }], { b: 2 }],
  ["remove from a map", { m: { a: 1, b: 2 } }, [{ kind: "remove", path: ["m", "a"] }], { m: { b: 2 } }],
  [
    "remove from a list by the old indexes",
    { l: [0, 1, 2, 3] },
    [
      { kind: "remove", path: ["l", 0] },
      { kind: "remove", path: ["l", 2] },
    ],
    { l: [1, 3] },
  ],
  [
    "several at once",
    { a: 1, b: 2, l: [] },
    [
      { kind: "set", path: "size", value: "names the service reserves are fine" },
      { kind: "add", path: "a", amount: 1 },
      { kind: "remove", path: "b" },
      { kind: "append", path: "l", values: [1] },
    ],
    { a: 2, l: [1], size: "names the service reserves are fine" },
  ],
  ["nothing", { a: 1 }, [], { a: 1 }],
];

export function changesContract({ table, key }: Subject): void {
  it.each(cases)("updates: %s", async (_name, before, changes, after) => {
    const one = key();
    await table().put({ ...one, ...before });

    const result = await table().update(one, changes);

    expect(result).toEqual({ ok: true, value: { ...one, ...after } });
    expect(await table().get(one)).toEqual({ ...one, ...after });
  });

  it("creates the item it updates, with its key", async () => {
    const one = key();
    expect(await table().update(one, [{ kind: "add", path: "count", amount: 1 }])).toEqual({
      ok: true,
      value: { ...one, count: 1 },
    });
    const other = key();
    expect(await table().update(other, [])).toEqual({ ok: true, value: other });
    expect(await table().get(other)).toEqual(other);
  });

  it("gives back every kind of value as it was put, and leaves out what is undefined", async () => {
    const item: Item = {
      ...key(),
      text: "Grüße 👍",
      empty: "",
      number: -12.75,
      large: Number.MAX_SAFE_INTEGER,
      small: 1e-7,
      yes: true,
      nothing: null,
      bytes: new Uint8Array([0, 255, 128]),
      list: [1, "two", [null, { three: 3 }]],
      map: { "a.b": { "c d": [] }, empty: {} },
    };
    await table().put({ ...item, gone: undefined });
    expect(await table().get(item)).toEqual(item);
  });

  const invalid: readonly [string, readonly Change[]][] = [
    ["add to text", [{ kind: "add", path: "text", amount: 1 }]],
    ["append to text", [{ kind: "append", path: "text", values: [1] }]],
    ["set inside what is not there", [{ kind: "set", path: ["gone", "a"], value: 1 }]],
    ["set inside text", [{ kind: "set", path: ["text", "a"], value: 1 }]],
    ["remove inside what is not there", [{ kind: "remove", path: ["gone", "a"] }]],
    ["change the key", [{ kind: "set", path: "sk", value: "other" }]],
    ["remove the key", [{ kind: "remove", path: "pk" }]],
    ["a number that is none", [{ kind: "set", path: "a", value: Number.POSITIVE_INFINITY }]],
    ["a number too small to be kept", [{ kind: "set", path: "a", value: 1e-200 }]],
    [
      "the same attribute twice",
      [
        { kind: "set", path: "a", value: 1 },
        { kind: "set", path: "a", value: 2 },
      ],
    ],
    [
      "an attribute and what is inside it",
      [
        { kind: "set", path: "m", value: {} },
        { kind: "set", path: ["m", "a"], value: 2 },
      ],
    ],
  ];
  it.each(invalid)("throws for an update that cannot be: %s", async (_name, changes) => {
    const item = { ...key(), text: "x" };
    await table().put(item);

    await expect(table().update(item, changes)).rejects.toThrow();
    expect(await table().get(item)).toEqual(item);
  });
}

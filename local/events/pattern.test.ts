import { describe, expect, it } from "vitest";
import { matches } from "./pattern.ts";
import { checkPattern } from "./pattern-check.ts";

const event = {
  source: "hub",
  n: 5,
  zero: 0,
  flag: true,
  nothing: null,
  empty: [],
  tags: ["red", "blue"],
  ip: "10.0.0.7",
  file: "demo/orders/a.csv",
  detail: {
    status: "PAID",
    lines: [
      { sku: "A", qty: 1 },
      { sku: "B", qty: 9 },
    ],
    nested: { deep: "x" },
  },
};

const cases: readonly (readonly [title: string, pattern: object, expected: boolean])[] = [
  ["an exact value", { source: ["hub", "other"] }, true],
  ["another exact value", { source: ["other"] }, false],
  ["a missing field", { absent: ["x"] }, false],
  ["a number, a flag and null", { n: [5], flag: [true], nothing: [null] }, true],
  ["a number as text", { n: ["5"] }, false],
  ["an element of an array", { tags: ["blue"] }, true],
  ["prefix", { file: [{ prefix: "demo/" }] }, true],
  ["prefix ignoring case", { file: [{ prefix: { "equals-ignore-case": "DEMO/" } }] }, true],
  ["suffix", { file: [{ suffix: ".csv" }] }, true],
  ["suffix ignoring case", { file: [{ suffix: { "equals-ignore-case": ".CSV" } }] }, true],
  ["equals-ignore-case", { detail: { status: [{ "equals-ignore-case": "paid" }] } }, true],
  ["wildcard", { file: [{ wildcard: "demo/*/*.csv" }] }, true],
  ["wildcard that does not fit", { file: [{ wildcard: "demo/*.xlsx" }] }, false],
  ["an escaped star", { file: [{ wildcard: "demo/\\*" }] }, false],
  ["numeric range", { n: [{ numeric: [">", 0, "<=", 5] }] }, true],
  ["numeric out of range", { n: [{ numeric: ["<", 5] }] }, false],
  ["numeric on text", { source: [{ numeric: ["=", 5] }] }, false],
  ["cidr", { ip: [{ cidr: "10.0.0.0/24" }] }, true],
  ["cidr elsewhere", { ip: [{ cidr: "10.0.1.0/24" }] }, false],
  ["cidr of the other family", { ip: [{ cidr: "::/64" }] }, false],
  ["exists", { n: [{ exists: true }] }, true],
  ["exists of an object, which is no leaf", { detail: [{ exists: true }] }, false],
  ["exists of an empty array", { empty: [{ exists: true }] }, false],
  ["exists: false", { absent: [{ exists: false }], detail: { nested: { other: [{ exists: false }] } } }, true],
  ["exists: false below what is missing", { gone: { deeper: [{ exists: false }] } }, true],
  ["anything-but", { source: [{ "anything-but": ["a", "b"] }] }, true],
  ["anything-but the value", { source: [{ "anything-but": "hub" }] }, false],
  ["anything-but of a missing field", { absent: [{ "anything-but": "x" }] }, false],
  ["anything-but prefix", { file: [{ "anything-but": { prefix: ["x/", "y/"] } }] }, true],
  ["anything-but suffix", { file: [{ "anything-but": { suffix: ".csv" } }] }, false],
  ["anything-but wildcard", { file: [{ "anything-but": { wildcard: "*/orders/*" } }] }, false],
  [
    "anything-but ignoring case",
    { detail: { status: [{ "anything-but": { "equals-ignore-case": ["paid"] } }] } },
    false,
  ],
  ["anything-but numbers", { n: [{ "anything-but": [4, 6] }] }, true],
  ["$or, one side", { $or: [{ n: [6] }, { source: ["hub"] }] }, true],
  ["$or, no side", { $or: [{ n: [6] }, { source: ["x"] }] }, false],
  ["$or beside another field", { $or: [{ n: [5] }, { n: [6] }], source: ["x"] }, false],
  ["one object of an array", { detail: { lines: { sku: ["B"], qty: [9] } } }, true],
  ["facts of two objects of an array", { detail: { lines: { sku: ["A"], qty: [9] } } }, false],
];

describe("an event pattern", () => {
  it.each(cases)("matches %s", (_title, pattern, expected) => {
    expect(checkPattern(pattern)).toEqual([]);
    expect(matches(pattern as Record<string, unknown>, event)).toBe(expected);
  });

  it.each([
    [{ source: "hub" }, 'source must be an object or an array, not "hub"'],
    [{ detail: { status: [] } }, "detail.status: empty arrays are not allowed"],
    [{}, "the pattern: empty objects are not allowed"],
    [{ a: [{ prefx: "x" }] }, "a[0]: unrecognized match type prefx"],
    [{ a: [{ prefix: 1 }] }, "a[0]: prefix must be a string"],
    [{ a: [{ numeric: ["<", 5, ">", 1] }] }, 'a[0]: numeric must be like ["=", 5] or [">", 0, "<=", 5]'],
    [{ a: [{ wildcard: "a**b" }] }, "a[0]: consecutive wildcard characters are not allowed"],
    [{ a: [{ cidr: "10.0.0.0/33" }] }, "a[0]: cidr must be an address and a mask, as in 10.0.0.0/24"],
    [{ a: [{ "anything-but": ["x", 1] }] }, "a[0]: anything-but must be a string or number, or a list of one of them"],
    [{ $or: [{ a: [1] }] }, "$or must be an array of at least two objects"],
    [{ a: [["x"]] }, "a[0]: an array inside an array is not allowed"],
    ["text", "the pattern must be an object"],
  ])("is refused with a reason: %j", (pattern, problem) => {
    expect(checkPattern(pattern)).toEqual([problem]);
  });
});

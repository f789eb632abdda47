import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as keys from "./keys.ts";
import { indexes } from "./names.ts";

const rows = readFileSync(new URL("./access-patterns.md", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .slice(2)
  .map((line) => line.split("|").map((cell) => cell.trim()));

const makerOf = (row: readonly string[]): string => row[4]?.replaceAll("`", "") ?? "";

describe("the access patterns", () => {
  it("name an exported function of keys.ts in every row", () => {
    expect(rows.length).toBeGreaterThan(20);
    const exported = Object.entries(keys).filter(([, value]) => typeof value === "function");
    const names = new Set(exported.map(([name]) => name));
    expect(rows.map(makerOf).filter((maker) => !names.has(maker))).toEqual([]);
  });

  it("list every function of keys.ts that makes a key", () => {
    const listed = new Set(rows.map(makerOf));
    const makers = Object.entries(keys).filter(([, value]) => typeof value === "function");
    const unlisted = makers.map(([name]) => name).filter((name) => name !== "shardOf" && !listed.has(name));
    expect(unlisted).toEqual([]);
  });

  it("read the table or one of its indexes, and say who asks", () => {
    const sources = new Set(["table", "–", ...Object.keys(indexes)]);
    for (const row of rows) {
      expect(sources).toContain(row[3]);
      expect(row[5]).not.toBe("");
    }
  });
});

import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as articleKeys from "./article-keys.ts";
import * as connectionKeys from "./connection-keys.ts";
import * as customerKeys from "./customer-keys.ts";
import * as importKeys from "./import-keys.ts";
import * as otherKeys from "./keys.ts";
import * as lotKeys from "./lot-keys.ts";
import { indexes } from "./names.ts";
import * as reportKeys from "./report-keys.ts";
import * as settlementKeys from "./settlement-keys.ts";
import * as writeBackKeys from "./write-back-keys.ts";

const keys = {
  ...articleKeys,
  ...customerKeys,
  ...importKeys,
  ...otherKeys,
  ...connectionKeys,
  ...lotKeys,
  ...reportKeys,
  ...settlementKeys,
  ...writeBackKeys,
};
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

  it("read the table or one of its indexes", () => {
    const sources = new Set(["table", ...Object.keys(indexes)]);
    expect(rows.map((row) => row[3] ?? "").filter((source) => !sources.has(source))).toEqual([]);
  });

  it("are asked by Lambda functions that exist", () => {
    const root = fileURLToPath(new URL("../../functions", import.meta.url));
    const functions = globSync("*/*.handler.ts", { cwd: root }).map((file) => basename(file, ".handler.ts"));
    const askers = new Set([...functions, "settings-store"]);
    const named = rows.flatMap((row) => row[5]?.split(", ") ?? []);
    expect(named.filter((name) => !askers.has(name))).toEqual([]);
  });
});

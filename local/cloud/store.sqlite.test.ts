import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeSqliteStore } from "./store.sqlite.ts";

describe("the store in a file", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "orderhub-store-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("gives back text and bytes by space, in order of key, after it was opened again", () => {
    const file = join(folder, "hub.db");
    const first = makeSqliteStore(file);
    first.write([
      { space: "a", key: "2", value: "two" },
      { space: "a", key: "1", value: new Uint8Array([0, 255]) },
      { space: "b", key: "1", value: "other" },
      { space: "a", key: "3", value: "gone" },
    ]);
    first.write([
      { space: "a", key: "3", value: null },
      { space: "a", key: "2", value: "zwei" },
    ]);
    first.close();

    const again = makeSqliteStore(file);
    expect(again.load("a")).toEqual([
      ["1", new Uint8Array([0, 255])],
      ["2", "zwei"],
    ]);
    again.close();
  });

  it("writes all changes or none", () => {
    const store = makeSqliteStore(join(folder, "hub.db"));
    const broken = { space: "a", key: "2", value: undefined as unknown as string };
    expect(() => store.write([{ space: "a", key: "1", value: "one" }, broken])).toThrow();
    expect(store.load("a")).toEqual([]);
    store.close();
  });

  it("is refused to a second hub on the same folder", () => {
    const store = makeSqliteStore(join(folder, "hub.db"));
    expect(() => makeSqliteStore(join(folder, "hub.db"))).toThrow("another hub");
    store.close();
  });

  it("says so when the file is something else", () => {
    writeFileSync(join(folder, "hub.db"), "not a database, but long enough to be taken for one".repeat(50));
    expect(() => makeSqliteStore(join(folder, "hub.db"))).toThrow("is not a hub's data");
    expect(() => makeSqliteStore(folder)).toThrow("is a folder");
  });

  it("keeps what was written by a process that was killed", () => {
    const file = join(folder, "hub.db");
    const script = `const { makeSqliteStore } = await import(${JSON.stringify(new URL("./store.sqlite.ts", import.meta.url).href)});
      const store = makeSqliteStore(${JSON.stringify(file)});
      for (let i = 0; i < 500; i++) store.write([{ space: "s", key: String(i).padStart(4, "0"), value: "x".repeat(200) }]);
      process.kill(process.pid, "SIGKILL");`;
    const run = spawnSync(process.execPath, ["--input-type=module", "-e", script]);
    expect(run.signal).toBe("SIGKILL");
    const store = makeSqliteStore(file);
    expect(store.load("s")).toHaveLength(500);
    store.close();
  });
});

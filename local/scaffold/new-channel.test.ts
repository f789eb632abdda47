import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withEntry } from "./add-line.ts";
import { makeChannel, type NewChannel } from "./make-channel.ts";

const project = join(import.meta.dirname, "../..");
const lists = ["shared/channels/registry.ts"];
let copy: string;

/** The project as far as a channel sees it, in a folder of its own. */
beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "new-channel-"));
  const needed = [
    "shared/channels",
    "shared/kernel",
    "shared/orders/facts.ts",
    "tests/contract/mutated-json.ts",
    "tests/contract/edited-sample.ts",
    "package.json",
    "tsconfig.json",
    "biome.json",
    "vitest.config.ts",
  ];
  for (const path of needed) cpSync(join(project, path), join(copy, path), { recursive: true });
  symlinkSync(join(project, "node_modules"), join(copy, "node_modules"), "dir");
});
afterAll(() => rmSync(copy, { recursive: true }));

/** Exit code and output of a tool that runs in the copy. */
function run(entry: string, ...args: readonly string[]): { readonly code: number | null; readonly output: string } {
  const script = join(copy, "node_modules", entry);
  const ran = spawnSync(process.execPath, [script, ...args], { cwd: copy, encoding: "utf8" });
  return { code: ran.status, output: `${ran.stdout}${ran.stderr}` };
}

describe("a new channel", () => {
  const paper: NewChannel = { name: "paper", title: "Paper Shop & Sons" };
  const folder = "shared/channels/paper";

  beforeAll(() => {
    expect(makeChannel(copy, paper)).toMatchObject({ ok: true });
  });

  it("costs a folder and one line in the registry", () => {
    for (const list of lists) {
      const before = readFileSync(join(project, list), "utf8").split("\n");
      const after = readFileSync(join(copy, list), "utf8").split("\n");
      expect(after.length - before.length).toBe(1);
      expect(after.filter((line) => !line.includes("paper"))).toEqual(before);
    }
  });

  it("is clean to the compiler and the linter", () => {
    const include = [folder, ...lists];
    writeFileSync(join(copy, "tsconfig.paper.json"), JSON.stringify({ extends: "./tsconfig.json", include }));
    expect(run("typescript/bin/tsc", "--noEmit", "-p", "tsconfig.paper.json")).toEqual({ code: 0, output: "" });
    expect(run("@biomejs/biome/bin/biome", "check", "--error-on-warnings", folder, ...lists)).toMatchObject({
      code: 0,
    });
  }, 30_000);

  it("passes the contract suite and the registry's tests", () => {
    const { code, output } = run(
      "vitest/vitest.mjs",
      "run",
      folder,
      "shared/channels/registry.test.ts",
      "--maxWorkers=1",
    );
    expect(output).toContain("paper.test.ts");
    expect(code === 0 ? "passed" : output).toBe("passed");
  }, 60_000);

  it("keeps nothing of the template's name", () => {
    const files = readdirSync(join(copy, folder), { recursive: true, encoding: "utf8" }).filter((file) =>
      /\.\w+$/.test(file),
    );
    const texts = files.map((file) => readFileSync(join(copy, folder, file), "utf8"));
    expect(texts.join("\n")).toContain('title: "Paper Shop & Sons"');
    expect([...files, ...texts].filter((text) => /template/i.test(text))).toEqual([]);
  });

  it("is not made twice, nor under a name that cannot be one", () => {
    const reasons = ["paper", "Paper", "p", "new-shop", "../x", "delete", "template", ""].map((name) => {
      const made = makeChannel(copy, { name, title: "x" });
      return made.ok ? "made" : made.error;
    });
    expect(reasons[0]).toBe("shared/channels/paper exists already");
    expect(reasons).not.toContain("made");
    expect(makeChannel(copy, { name: "fine", title: 'a "quote"' })).toMatchObject({ ok: false });
  });
});

describe("a line in a list", () => {
  it("stands at its place in the alphabet: first, in the middle, last", () => {
    const list = "const all = {\n  b,\n  d,\n};\n";
    expect(["a", "c", "e"].map((name) => withEntry(list, "all = {", `${name},`))).toEqual([
      "const all = {\n  a,\n  b,\n  d,\n};\n",
      "const all = {\n  b,\n  c,\n  d,\n};\n",
      "const all = {\n  b,\n  d,\n  e,\n};\n",
    ]);
    expect(() => withEntry(list, "others = {", "a,")).toThrow("others");
  });
});

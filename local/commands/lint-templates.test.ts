import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { tempFolder } from "../../tests/support/temp-folder.ts";
import { hasLinter, lintTemplates } from "./lint-templates.ts";

const isWindows = process.platform === "win32";

function anAssembly(): string {
  const folder = tempFolder();
  for (const name of ["b.template.json", "a.template.json", "tree.json"]) writeFileSync(join(folder, name), "{}");
  return folder;
}

/** A program that writes down what it was asked and ends with this code. */
function aProgram(code: number): { readonly path: string; readonly asked: () => string } {
  const folder = join(tempFolder(), "bin");
  mkdirSync(folder);
  const path = join(folder, "cfn-lint");
  writeFileSync(path, `#!/bin/sh\nprintf '%s\\n' "$@" > "${folder}/asked"\nexit ${code}\n`);
  chmodSync(path, 0o755);
  return { path, asked: () => readFileSync(join(folder, "asked"), "utf8") };
}

describe.skipIf(isWindows)("the templates before another program's rules", () => {
  it("are clean when it says nothing; it is asked of every template and of nothing else", async () => {
    const [folder, program] = [anAssembly(), aProgram(0)];
    expect(await lintTemplates(folder, program.path)).toBe(true);
    const templates = ["a", "b"].map((name) => join(folder, `${name}.template.json`));
    expect(program.asked().trim().split("\n")).toEqual(["--ignore-checks", "W3005", "--", ...templates]);
  });

  it("are not when it finds an error or a warning", async () => {
    for (const code of [2, 4]) expect(await lintTemplates(anAssembly(), aProgram(code).path)).toBe(false);
  });

  it("must be there", async () => {
    await expect(lintTemplates(tempFolder(), aProgram(0).path)).rejects.toThrow("there is no template");
  });

  it("are not judged where nobody has installed it", async () => {
    expect(await hasLinter(aProgram(0).path)).toBe(true);
    expect(await hasLinter(aProgram(127).path)).toBe(false);
    expect(await hasLinter(join(tempFolder(), "cfn-lint"))).toBe(false);
  });
});

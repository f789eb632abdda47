import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { rules } from "./import-rules.ts";
import type { Project } from "./project.ts";
import { readImports } from "./read-imports.ts";
import { readSourceFiles, topFolders } from "./source-files.ts";

const root = join(import.meta.dirname, "../..");
let project: Project;

beforeAll(() => {
  const files = readSourceFiles(root);
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { dependencies: object };
  project = { files, imports: readImports(files), dependencies: Object.keys(dependencies) };
});

describe("architecture", () => {
  it("has looked at the whole project: hundreds of files and imports, some in every top folder", () => {
    const seen = topFolders.map((folder) => ({
      folder,
      files: [...project.files.keys()].filter((path) => path.startsWith(`${folder}/`)).length,
      imports: project.imports.filter(({ from }) => from.startsWith(`${folder}/`)).length,
    }));

    expect(project.files.size).toBeGreaterThan(250);
    expect(project.imports.length).toBeGreaterThan(900);
    expect(topFolders.filter((folder) => !existsSync(join(root, folder)))).toEqual([]);
    expect(seen.filter(({ files, imports }) => files === 0 || imports === 0)).toEqual([]);
  });

  it("has understood every line that begins an import", () => {
    const misread = [...project.files].filter(([path, text]) => {
      const lines = text.match(/^import\b(?!\.meta)/gm)?.length ?? 0;
      return project.imports.filter(({ from }) => from === path).length < lines;
    });

    expect(misread.map(([path]) => path)).toEqual([]);
  });

  it.each(rules)("$name: $says", ({ check }) => {
    expect(check(project).map(({ at, found }) => `${at}: ${found}`)).toEqual([]);
  });
});

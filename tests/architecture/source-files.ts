import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Path from the project's root with forward slashes → the file's text. */
export type SourceFiles = ReadonlyMap<string, string>;

export const topFolders = ["infra", "functions", "shared", "events", "local", "tests"] as const;

const skipped = new Set(["node_modules", "dist", "cdk.out", ".orderhub"]);

/** Every `.ts` file of the project's own folders. */
export function readSourceFiles(root: string): SourceFiles {
  return new Map(topFolders.flatMap((folder) => filesUnder(root, folder)).map((path) => [path, textOf(root, path)]));
}

function filesUnder(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesUnder(root, path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}

function textOf(root: string, path: string): string {
  return readFileSync(join(root, path), "utf8");
}

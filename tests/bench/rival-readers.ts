import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What people read spreadsheets with. Not dependencies: they are installed for one run, and left out where they cannot be. */
const readers = ["exceljs@4.4.0", "read-excel-file@9.3.17", "hucre@1.0.0", "csv-parse@7.0.3"] as const;

/** The folder that they are in; null without a registry. */
export function installRivals(folder: string, packages: readonly string[] = readers): string | null {
  const into = join(folder, "rivals");
  mkdirSync(into);
  writeFileSync(join(into, "package.json"), "{}");
  try {
    const options = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    execFileSync("npm", ["install", ...options, ...packages], { cwd: into, stdio: "pipe", timeout: 120_000 });
    return into;
  } catch {
    return null;
  }
}

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles } from "./generated-files.ts";

// Writes events/generated. With --check it changes nothing and exits 1 when a file there is not what it would write.
const folder = join(import.meta.dirname, "generated");
mkdirSync(folder, { recursive: true });
const wanted = generatedFiles();
const present = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
const stale = [...wanted].filter(([name, content]) => present.get(name) !== content).map(([name]) => name);
const surplus = [...present.keys()].filter((name) => !wanted.has(name));

if (process.argv.includes("--check")) {
  for (const name of [...stale, ...surplus]) process.stdout.write(`events/generated/${name} is out of date\n`);
  process.exitCode = stale.length + surplus.length === 0 ? 0 : 1;
} else {
  for (const name of stale) writeFileSync(join(folder, name), wanted.get(name) ?? "");
  for (const name of surplus) rmSync(join(folder, name));
  process.stdout.write(`events/generated: ${wanted.size} files, ${stale.length} written, ${surplus.length} removed\n`);
}

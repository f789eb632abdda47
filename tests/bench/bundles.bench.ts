import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildFunctions, projectRoot } from "../../infra/build.ts";
import { bundleFolder, type FunctionName } from "../../shared/platform/catalog.ts";
import { type Bench, figure, show } from "./bench.ts";

const ROUNDS = 5;

/** Size and start of each function's bundle; `tests/budget` holds both to their limits. */
export const bundlesBench: Bench = {
  name: "bundles",
  about: "bundle size and CPU of module initialisation, function by function",
  run: async () => {
    const bundles = (await buildFunctions()).toSorted((a, b) => b.bytes - a.bytes);
    const measured = bundles.map(({ name, bytes }) => ({ name, kb: bytes / 1024, startMs: bestStart(name) }));
    return {
      tables: [
        {
          title: "functions",
          columns: [{ title: "function" }, figure("KB minified"), figure("start, CPU ms")],
          rows: measured.map(({ name, kb, startMs }) => [name, show(kb, 0), show(startMs, 0)]),
        },
      ],
      notes: [`Start: importing the bundle in a fresh process, the best of ${ROUNDS}, without Node's own start.`],
      figures: Object.fromEntries(measured.map(({ name, ...figures }) => [name, figures])),
    };
  },
};

function bestStart(name: FunctionName): number {
  return Math.min(...Array.from({ length: ROUNDS }, () => startMs(name)));
}

function startMs(name: FunctionName): number {
  const url = pathToFileURL(join(projectRoot, bundleFolder(name), "index.mjs")).href;
  const script = `const before = process.cpuUsage(); await import(${JSON.stringify(url)});
    const { user, system } = process.cpuUsage(before); process.stdout.write(String((user + system) / 1000));`;
  const args = ["--input-type=module", "--eval", script];
  return Number(execFileSync(process.execPath, args, { encoding: "utf8", env: { PATH: process.env["PATH"] } }));
}

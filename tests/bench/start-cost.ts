import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectRoot } from "../../infra/build.ts";
import { bundleFolder, type FunctionName } from "../../shared/platform/catalog.ts";

const ROUNDS = 5;
const MORE_ROUNDS = 15;

/**
 * CPU milliseconds to import each function's bundle, by name. Round by round and the best of each: other work on the
 * machine can only make a start look slower. What still looks slower than `enoughMs` is given more rounds.
 */
export function measureStarts(
  names: readonly FunctionName[],
  enoughMs = Number.POSITIVE_INFINITY,
): ReadonlyMap<FunctionName, number> {
  const best = new Map(names.map((name) => [name, Number.POSITIVE_INFINITY]));
  for (let round = 0; round < ROUNDS + MORE_ROUNDS; round += 1) {
    for (const [name, ms] of best) {
      if (round < ROUNDS || ms > enoughMs) best.set(name, Math.min(ms, startMs(name)));
    }
  }
  return best;
}

/** In a fresh process; Node's own start is not in it. */
function startMs(name: FunctionName): number {
  const url = pathToFileURL(join(projectRoot, bundleFolder(name), "index.mjs")).href;
  const script = `const before = process.cpuUsage(); await import(${JSON.stringify(url)});
    const { user, system } = process.cpuUsage(before); process.stdout.write(String((user + system) / 1000));`;
  const args = ["--input-type=module", "--eval", script];
  return Number(execFileSync(process.execPath, args, { encoding: "utf8", env: { PATH: process.env["PATH"] } }));
}

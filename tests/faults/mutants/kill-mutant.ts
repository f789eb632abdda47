import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import type { Mutant } from "./mutant.ts";
import { mutated } from "./mutate.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const here = fileURLToPath(new URL(".", import.meta.url));
export const mostHistories = 1_000;

export type Fate = {
  readonly mutant: Mutant;
  readonly isKilled: boolean;
  /** What saw it: an invariant and the number of histories, or the test. */
  readonly by: string;
};

/** Runs the model or the test that must see the mutant. Throws when the mutant no longer fits the source. */
export async function killMutant(mutant: Mutant, histories = mostHistories): Promise<Fate> {
  mutated(readFileSync(join(root, mutant.file), "utf8"), mutant);
  return mutant.killer === "core" || mutant.killer === "whole"
    ? byModel(mutant, histories)
    : byTest(mutant, mutant.killer);
}

async function byModel(mutant: Mutant, histories: number): Promise<Fate> {
  const { code, output } = await nodeRuns([join(here, "run-models.ts"), mutant.id, String(histories)]);
  const line = output.split("\n").findLast((each) => each.startsWith('{"histories"'));
  // A hub that cannot even start is seen by everything.
  if (line === undefined) return { mutant, isKilled: code !== 0, by: `the ${mutant.killer} model does not run` };
  const found = JSON.parse(line) as { readonly histories: number; readonly violation: { invariant: string } | null };
  if (found.violation === null) return { mutant, isKilled: false, by: `${found.histories} histories see nothing` };
  const { invariant } = found.violation;
  return { mutant, isKilled: true, by: `${invariant}, ${mutant.killer} history ${found.histories}` };
}

async function byTest(mutant: Mutant, test: string): Promise<Fate> {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const config = join(here, "mutant-tests.vitest.config.ts");
  const args = [vitest, "run", "--config", config, "--maxWorkers=1", test];
  const { code, output } = await nodeRuns(args, { ORDERHUB_MUTANT: JSON.stringify(mutant) });
  const failed = /(\d+) failed/.exec(
    stripVTControlCharacters(output)
      .split("\n")
      .find((line) => /^\s*Tests\s/.test(line)) ?? "",
  )?.[1];
  const by = failed === undefined ? `${test} sees nothing` : `${test}: ${failed} tests`;
  return { mutant, isKilled: code !== 0 && failed !== undefined, by };
}

function nodeRuns(
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const quiet = "--disable-warning=ExperimentalWarning";
    const child = spawn(process.execPath, [quiet, ...args], { cwd: root, env: { ...process.env, ...more } });
    let output = "";
    child.stdout.on("data", (bytes: Buffer) => {
      output += bytes.toString();
    });
    child.stderr.on("data", (bytes: Buffer) => {
      output += bytes.toString();
    });
    child.on("error", reject);
    child.on("exit", (code) => resolve({ code: code ?? 1, output }));
  });
}

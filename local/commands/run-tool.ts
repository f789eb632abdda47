import { spawn } from "node:child_process";
import { join } from "node:path";
import { projectRoot } from "../hub/start-hub.ts";

/** The entry files of the pinned tools, run by this very Node: no shell, no npx, no PATH. */
const entries = {
  biome: "node_modules/@biomejs/biome/bin/biome",
  tsc: "node_modules/typescript/bin/tsc",
  vitest: "node_modules/vitest/vitest.mjs",
  cdk: "node_modules/aws-cdk/bin/cdk",
} as const;

/** Runs a tool with its output on the terminal. Gives its exit code. */
export async function runTool(tool: keyof typeof entries, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(projectRoot, entries[tool]), ...args], {
    cwd: projectRoot,
    stdio: "inherit",
    env: { ...process.env, NODE_OPTIONS: "--disable-warning=ExperimentalWarning" },
  });
  return await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}

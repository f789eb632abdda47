import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** Everything the bundles and the template are made from. */
const sources = ["{infra,functions,shared,events}/**/*.{ts,json}", "package-lock.json", "cdk.json"];

/**
 * Builds the function bundles and synthesises the template into `cdk.out`, unless both were made from these very sources.
 * Two hubs that start at once build once. Gives the assembly's folder.
 */
export async function ensureAssembly(root: string): Promise<string> {
  const folder = join(root, "cdk.out");
  const wanted = sourceHash(root);
  if (isFresh(root, wanted)) return folder;
  const unlock = await lock(join(root, "dist"));
  try {
    if (!isFresh(root, wanted)) {
      await synthesise(root);
      writeFileSync(stampFile(root), wanted);
    }
    return folder;
  } finally {
    unlock();
  }
}

/** Runs the CDK app in a process of its own, as `cdk synth` would. Rejects with what it wrote when it fails. */
async function synthesise(root: string): Promise<void> {
  const context = JSON.stringify({ "aws:cdk:enable-path-metadata": true });
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", join(root, "infra/app.ts")], {
    cwd: root,
    env: { ...process.env, CDK_OUTDIR: "cdk.out", CDK_CONTEXT_JSON: context },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  const code = await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new Error(`the template could not be synthesised:\n${output}`);
}

function isFresh(root: string, wanted: string): boolean {
  const stamp = stampFile(root);
  return existsSync(join(root, "cdk.out/manifest.json")) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
}

function stampFile(root: string): string {
  return join(root, "dist/.stamp");
}

function sourceHash(root: string): string {
  const hash = createHash("sha256");
  for (const file of globSync(sources, { cwd: root }).sort()) {
    if (/\.test\.ts$/.test(file)) continue;
    hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  }
  return hash.digest("hex");
}

/** A folder can be made by one process only; one left by a killed process is taken over. */
async function lock(parent: string): Promise<() => void> {
  const folder = join(parent, ".building");
  mkdirSync(parent, { recursive: true });
  for (;;) {
    try {
      mkdirSync(folder);
      writeFileSync(join(folder, "pid"), String(process.pid));
      return () => rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (isAbandoned(folder)) rmSync(folder, { recursive: true, force: true });
      else await sleep(200);
    }
  }
}

function isAbandoned(folder: string): boolean {
  const file = join(folder, "pid");
  return existsSync(file) && !isRunning(Number(readFileSync(file, "utf8")));
}

/** False for a pid that no process has. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

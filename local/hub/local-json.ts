import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isRunning } from "./build-stamp.ts";

/** What a running hub tells scripts, checks and the command line. `pid` tells a living hub from one that was killed. */
export type LocalJson = {
  readonly pid: number;
  readonly api: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly endpoints: Readonly<
    Record<"dynamodb" | "s3" | "sqs" | "sns" | "events" | "scheduler" | "secretsmanager", string>
  >;
  readonly table: string;
  readonly buckets: Readonly<Record<"imports" | "exports" | "raw", string>>;
  readonly queues: Readonly<Record<"intake" | "routing" | "backorders" | "imports" | "seal", string>>;
  readonly bus: string;
  readonly merchants: readonly {
    readonly id: string;
    readonly zone: string;
    readonly currency: string;
    readonly warehouses: readonly string[];
  }[];
  readonly connections: readonly {
    readonly id: string;
    readonly merchant: string;
    readonly channel: string;
    readonly webhook: string;
    readonly secrets: Readonly<Record<string, string>>;
  }[];
  readonly tokens: Readonly<Record<string, string>>;
};

/**
 * Writes `.orderhub/local.json`, or `.orderhub/local-<port>.json` when another living hub of this folder has that name.
 * Whoever reads it sees all of it or nothing. Gives the path.
 */
export function writeLocalJson(root: string, content: LocalJson): string {
  const first = join(root, ".orderhub", "local.json");
  const path = isHeldByOther(first) ? join(root, ".orderhub", `local-${new URL(content.api).port}.json`) : first;
  mkdirSync(dirname(path), { recursive: true });
  removeLeftovers(dirname(path));
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(fresh, path);
  return path;
}

/** Only what this process wrote. */
export function removeLocalJson(path: string): void {
  if (pidOf(path) === process.pid) rmSync(path, { force: true });
}

/** What killed hubs could not remove. */
function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (/^local-\d+\.json$/.test(name) && !isHeldByOther(path)) rmSync(path, { force: true });
  }
}

function isHeldByOther(path: string): boolean {
  const pid = pidOf(path);
  return pid !== null && isRunning(pid);
}

function pidOf(path: string): number | null {
  if (!existsSync(path)) return null;
  try {
    return (JSON.parse(readFileSync(path, "utf8")) as LocalJson).pid;
  } catch {
    return null;
  }
}

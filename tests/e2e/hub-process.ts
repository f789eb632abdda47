import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LocalJson } from "../../local/hub/local-json.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The hub as `npm start` runs it: a process of its own, with everything it starts in one group of the terminal's kind. */
export type HubProcess = {
  readonly local: LocalJson;
  readonly localJsonPath: string;
  /** What Ctrl-C does: the whole group gets the signal. Gives how it ended and how long that took. */
  end(signal: "SIGINT" | "SIGKILL"): Promise<{ readonly code: number | null; readonly ms: number }>;
  /** Any process left of the group? */
  isAlive(): boolean;
};

/** Resolves when the hub says that it is ready; rejects with its output when it ends before. */
export async function startHubProcess(args: readonly string[]): Promise<HubProcess> {
  const script = join(root, "local/commands/start.ts");
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, ...args], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const api = await readyAddress(child);
  const localJsonPath = [`local.json`, `local-${new URL(api).port}.json`]
    .map((name) => join(root, ".orderhub", name))
    .find((path) => existsSync(path) && readLocal(path).api === api);
  if (localJsonPath === undefined) throw new Error(`no local.json of the hub at ${api}`);
  const group = child.pid ?? 0;
  return {
    local: readLocal(localJsonPath),
    localJsonPath,
    isAlive: () => isGroupAlive(group),
    async end(signal) {
      const startedAt = performance.now();
      process.kill(-group, signal);
      const code = await ended;
      return { code, ms: performance.now() - startedAt };
    },
  };
}

function readyAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    const listen = (text: string): void => {
      output += text;
      const ready = /^orderhub ready\s+(\S+)$/m.exec(output)?.[1];
      if (ready !== undefined) resolve(ready);
    };
    child.stdout?.setEncoding("utf8").on("data", listen);
    child.stderr?.setEncoding("utf8").on("data", listen);
    child.on("close", (code) => reject(new Error(`the hub ended with ${code} before it was ready:\n${output}`)));
  });
}

function readLocal(path: string): LocalJson {
  return JSON.parse(readFileSync(path, "utf8")) as LocalJson;
}

/** Dead processes that nobody has asked about yet do not count; only Linux tells them apart. */
function isGroupAlive(group: number): boolean {
  try {
    process.kill(-group, 0);
  } catch {
    return false;
  }
  if (!existsSync("/proc/self/stat")) return true;
  return readdirSync("/proc").some((pid) => /^\d+$/.test(pid) && isRunningIn(group, pid));
}

function isRunningIn(group: number, pid: string): boolean {
  try {
    // `pid (name) state ppid pgrp …`; the name may hold anything.
    const [state, , pgrp] = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return Number(pgrp) === group && state !== "Z" && state !== "X";
  } catch {
    return false;
  }
}

/** A port nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export function isListening(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.on("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { HostileInput } from "./hostile-input.ts";
import type { Attacked } from "./measure-attack.ts";

/** Other work on the machine lengthens the processor time of a run, never shortens it. */
const TRIES = 3;

const entry = fileURLToPath(new URL("attacked-process.ts", import.meta.url));
/** Lambda lets the heap of a function of 256 MB have nine tenths of them, and its nursery a twentieth. */
const heapOfFunction = ["--max-old-space-size=230", "--max-semi-space-size=12"];
const flags = [...heapOfFunction, "--expose-gc", "--disable-warning=ExperimentalWarning"];

/** Processes that meet one input each, with the heap of a function of 256 MB. */
export type OwnProcesses = {
  readonly measure: (input: HostileInput) => Promise<Attacked>;
  readonly close: () => void;
};

export function openOwnProcesses(): OwnProcesses {
  const cache = mkdtempSync(join(tmpdir(), "orderhub-hostile-"));
  return {
    measure: (input) => measureOften(input, cache),
    close: () => rmSync(cache, { recursive: true, force: true }),
  };
}

async function measureOften(input: HostileInput, cache: string): Promise<Attacked> {
  let best = await measureOnce(input, cache);
  for (let tries = 1; tries < TRIES && best.faults.length > 0; tries += 1) {
    const next = await measureOnce(input, cache);
    if (next.faults.length === 0 || next.ms < best.ms) best = next;
  }
  return best;
}

async function measureOnce({ door, name }: HostileInput, cache: string): Promise<Attacked> {
  // The code that is compiled already makes the processes quick to start; what is measured begins after that.
  const env = { ...process.env, NODE_COMPILE_CACHE: cache, NODE_OPTIONS: "" };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, entry, door, name], { env });
    return JSON.parse(stdout) as Attacked;
  } catch (failure) {
    // The kernel, or Node when its heap is full, ends a process without a word of ours.
    const { signal, stderr = "" } = failure as { readonly signal?: string | null; readonly stderr?: string };
    const why = /^.*Error: .*$/m.exec(stderr)?.[0] ?? "";
    const faults = [`its process ended (${signal ?? "by itself"}) ${why}`];
    return { says: "nothing", ms: Number.POSITIVE_INFINITY, peakMb: Number.POSITIVE_INFINITY, startMb: 0, faults };
  }
}

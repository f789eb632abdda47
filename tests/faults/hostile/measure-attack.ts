import { writeFileSync } from "node:fs";
import { peakMb } from "../../support/peak-memory.ts";
import { type HostileAnswer, type HostileInput, marker } from "./hostile-input.ts";

const MB = 1024 * 1024;
/** Of the promise: each input is refused within these. */
export const limits = { ms: 1_000, peakMb: 256 } as const;

export type Attacked = {
  readonly says: string;
  /** Processor time; `measureAttack` says whose. */
  readonly ms: number;
  /** The most that the whole process held from the beginning of the attack, Node and the hub's code included. */
  readonly peakMb: number;
  /** What of that it held before. */
  readonly startMb: number;
  /** Why it does not count as refused; empty when it does. */
  readonly faults: readonly string[];
};

/**
 * Runs one attack in this process. `apart` says that the process runs nothing else: then all its threads' time counts, and all
 * its memory must stay within the limit. Otherwise time is this thread's, and judged is what the process grew by, which is too
 * little where an earlier attack left memory to reuse.
 */
export async function measureAttack({ prepare, wants }: HostileInput, apart = false): Promise<Attacked> {
  const run = await prepare();
  globalThis.gc?.();
  const logged: string[] = [];
  const write = process.stdout.write;
  process.stdout.write = (text: string | Uint8Array): boolean => logged.push(String(text)) > 0;
  const startMb = process.memoryUsage.rss() / MB;
  const peak = watchPeak();
  const usage = apart ? process.cpuUsage : process.threadCpuUsage;
  const started = usage();
  let answer: HostileAnswer;
  try {
    answer = await run();
  } catch (fault) {
    answer = { says: `threw ${fault instanceof Error ? fault.name : String(fault)}`, left: [] };
  } finally {
    process.stdout.write = write;
  }
  const { user, system } = usage(started);
  const cost = { ms: (user + system) / 1_000, peakMb: Math.max(startMb, peak() / MB), startMb };
  const hasLeaked = logged.some((line) => line.includes(marker));
  return { says: answer.says, ...cost, faults: [...faultsOf(answer, wants, hasLeaked), ...excesses(cost, apart)] };
}

function faultsOf({ says, left }: HostileAnswer, wants: RegExp, hasLeaked: boolean): readonly string[] {
  return [
    ...(wants.test(says) ? [] : [`answered "${says}" instead of ${String(wants)}`]),
    ...left.map((what) => `left ${what}`),
    ...(hasLeaked ? ["logged what it must not"] : []),
  ];
}

type Cost = Pick<Attacked, "ms" | "peakMb" | "startMb">;

export function excesses({ ms, peakMb, startMb }: Cost, apart: boolean): readonly string[] {
  const tookMb = apart ? peakMb : peakMb - startMb;
  return [
    ...(ms < limits.ms ? [] : [`took ${Math.round(ms)} ms`]),
    ...(tookMb < limits.peakMb ? [] : [`took ${Math.round(tookMb)} MB`]),
  ];
}

/** The most bytes that the process holds from now on until the returned function is called, where the mark can be set back. */
function watchPeak(): () => number {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // Elsewhere there is the mark of the whole life of the process, which holds the making of the input too.
  }
  return () => peakMb() * 1024 * 1024;
}

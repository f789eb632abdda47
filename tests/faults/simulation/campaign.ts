import { type HistoryName, named } from "./options.ts";
import type { RunHistory } from "./result.ts";
import type { Violation } from "./world.ts";

export type Campaign = {
  readonly histories: number;
  readonly calls: number;
  readonly faults: number;
  /** CPU of this process; what a core of its own would need. */
  readonly cpuMs: number;
  readonly found: readonly { readonly name: HistoryName; readonly violation: Violation }[];
};

export type CampaignOptions = {
  readonly from: number;
  readonly seeds: number;
  /** Ends with so many violations. */
  readonly most?: number;
  readonly onProgress?: (done: number) => void;
};

/** Runs the histories of consecutive seeds. */
export async function runCampaign(run: RunHistory, options: CampaignOptions): Promise<Campaign> {
  const { from, seeds, most = 10, onProgress } = options;
  const started = process.cpuUsage();
  const found: { readonly name: HistoryName; readonly violation: Violation }[] = [];
  let [histories, calls, faults] = [0, 0, 0];
  const traceLimit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    for (let seed = from; seed < from + seeds && found.length < most; seed += 1) {
      const name = named(seed);
      const result = await run(name);
      histories += 1;
      calls += result.calls;
      faults += result.faults;
      if (result.violation !== null) found.push({ name, violation: result.violation });
      if (histories % 10_000 === 0) onProgress?.(histories);
    }
  } finally {
    Error.stackTraceLimit = traceLimit;
  }
  const { user, system } = process.cpuUsage(started);
  return { histories, calls, faults, cpuMs: (user + system) / 1_000, found };
}

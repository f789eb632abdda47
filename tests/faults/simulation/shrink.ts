import type { HistoryName } from "./options.ts";
import type { HistoryResult, RunHistory } from "./result.ts";
import type { Violation } from "./world.ts";

export type Shrunk = {
  readonly name: HistoryName;
  readonly violation: Violation;
  /** What is left: inputs and faults that strike. */
  readonly inputs: number;
  readonly faults: number;
  readonly trace: readonly string[];
};

/**
 * The same violation with as little as possible around it: inputs are left out one by one, then faults are kept from
 * striking, as long as the same invariant still breaks. Whatever remains is needed.
 */
export async function shrink(run: RunHistory, name: HistoryName, mostRuns = 400): Promise<Shrunk> {
  let best = name;
  let result = await run(best);
  const { violation } = result;
  if (violation === null) throw new Error(`history ${toText(name)} breaks nothing`);
  let runs = 0;

  async function stillBreaks(candidate: HistoryName): Promise<boolean> {
    runs += 1;
    const tried: HistoryResult = await run(candidate);
    if (tried.violation?.invariant !== violation?.invariant) return false;
    best = candidate;
    result = tried;
    return true;
  }

  for (let isSmaller = true; isSmaller && runs < mostRuns; ) {
    isSmaller = false;
    for (let input = 0; input < result.inputs; input += 1) {
      if (best.without.includes(input)) continue;
      if (await stillBreaks({ ...best, without: [...best.without, input] })) isSmaller = true;
    }
    for (let fault = 1; fault <= result.faults && runs < mostRuns; fault += 1) {
      if (best.mute.includes(fault)) continue;
      if (await stillBreaks({ ...best, mute: [...best.mute, fault] })) isSmaller = true;
    }
  }
  const shown = await run(best, { isTraced: true });
  if (shown.violation === null) throw new Error(`history ${toText(best)} does not replay`);
  return {
    name: best,
    violation: shown.violation,
    inputs: shown.inputs - best.without.length,
    faults: countStriking(best, shown.faults),
    trace: shown.trace ?? [],
  };
}

function countStriking({ mute }: HistoryName, faults: number): number {
  return faults - mute.filter((each) => each <= faults).length;
}

/** `7`, or `7/0,2/1,4`: the seed, the inputs left out, the faults kept from striking. */
export function toText({ seed, without, mute }: HistoryName): string {
  return without.length + mute.length === 0 ? String(seed) : `${seed}/${without.join(",")}/${mute.join(",")}`;
}

/** Null for a text that names no history. */
export function fromText(text: string): HistoryName | null {
  if (!/^\d+(\/[\d,]*\/[\d,]*)?$/.test(text)) return null;
  const [seed = "", without = "", mute = ""] = text.split("/");
  const numbers = (list: string): number[] => (list === "" ? [] : list.split(",").map(Number));
  return { seed: Number(seed), without: numbers(without), mute: numbers(mute) };
}

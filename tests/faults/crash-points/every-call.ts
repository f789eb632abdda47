import { isDeepStrictEqual } from "node:util";
import { type Call, CallLost, performCall, type Wrap } from "../simulation/worker.ts";

/** One use case at work: what it finds, what it does, and what is left of it. */
export type Scene = {
  /** Does it once, over ports that `wrap` may make fail. A message that was not finished comes again: `act` again. */
  readonly act: (wrap: Wrap) => Promise<void>;
  /** All that is kept, so that two ends can be compared. */
  readonly kept: () => unknown | Promise<unknown>;
};

export type Story = {
  readonly name: string;
  /** The functions whose use case it is, as `functions/` names them. */
  readonly functions: readonly string[];
  readonly prepare: () => Promise<Scene>;
};

/** Fails before it did anything · did everything and lost the answer · the same, and the SDK tried once more. */
const ends = ["before", "after", "twice"] as const;
export type CrashPoint = { readonly call: number; readonly end: (typeof ends)[number] };

export type Tried = { readonly calls: number; readonly cases: number; readonly broken: readonly string[] };

/**
 * Runs the story once to count its calls, then once for each call and end, each time followed by the message coming again.
 * The clean run enumerates the cases, so that a call which is added has its cases by itself.
 */
export async function tryEveryCall(story: Story): Promise<Tried> {
  const clean = await story.prepare();
  const counter = crashingAt(null);
  await clean.act(counter.wrap);
  const calls = counter.calls();
  const expected = await clean.kept();
  const broken: string[] = [];
  for (let call = 1; call <= calls; call += 1) {
    for (const end of ends) {
      const scene = await story.prepare();
      const point = crashingAt({ call, end });
      await lives(scene.act(point.wrap));
      await scene.act(crashingAt(null).wrap);
      const kept = await scene.kept();
      if (!isDeepStrictEqual(kept, expected))
        broken.push(`${end} call ${call} (${point.doomed()}) ends otherwise: ${firstDifference(kept, expected)}`);
    }
  }
  return { calls, cases: calls * ends.length, broken };
}

async function lives(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (fault) {
    if (!(fault instanceof CallLost)) throw fault;
  }
}

function crashingAt(point: CrashPoint | null) {
  let calls = 0;
  let doomed = "";
  const gate = (name: string, call: Call, args: readonly unknown[]): Promise<unknown> => {
    calls += 1;
    const isDoomed = point !== null && calls === point.call;
    if (isDoomed) doomed = name;
    return performCall(isDoomed ? point.end : "run", name, call, args);
  };
  const wrap: Wrap = (port) => {
    const own: Record<string, unknown> = {};
    for (const [name, member] of Object.entries(port))
      own[name] =
        typeof member === "function"
          ? (...args: unknown[]) => gate(name, (given) => member.apply(port, given) as Promise<unknown>, args)
          : member;
    return own as typeof port;
  };
  return { wrap, calls: () => calls, doomed: () => doomed };
}

function firstDifference(kept: unknown, expected: unknown): string {
  const [is, was] = [kept, expected].map((each) => JSON.stringify(each, null, 1).split("\n"));
  const at = is?.findIndex((line, index) => line !== was?.[index]) ?? 0;
  return `${is?.[at]?.trim()} instead of ${was?.[at]?.trim()}`;
}

import { fail } from "../../../shared/kernel/result.ts";
import type { CancelReason } from "../../../shared/table/port.ts";

/**
 * How one call of a port ends. `run`: well · `before`: it fails and nothing happened · `after`: it happened and the answer is
 * lost · `twice`: the SDK tried again after a lost answer, so the caller sees the second answer · `conflict`: a transaction
 * met another one · `throttled`: part of it was refused · `death` (`late death`): the worker dies before (after) it.
 */
export const fates = ["run", "before", "after", "twice", "conflict", "throttled", "death", "late death"] as const;
export type Fate = (typeof fates)[number];

/** What a port shows when a call is lost; nothing in the hub knows it by name. */
export class CallLost extends Error {
  override readonly name = "CallLost";
}

/** A call that waits for the scheduler. `perform` does what is to be done at once. */
export type ParkedCall = { readonly name: string; readonly worker: Worker; readonly perform: (fate: Fate) => void };

/** One run of one function over its own ports. It moves only when the scheduler lets one of its calls go. */
export type Worker = {
  readonly parked: ParkedCall[];
  readonly label: string;
  isEnded: boolean;
  isDead: boolean;
  /** Not before this moment (ms of the world) does it move; a sandbox that was frozen. */
  frozenUntil: number;
  /** Resolves when the worker waits at a call, or has ended. */
  settled(): Promise<void>;
};

export type Wrap = <P extends object>(port: P) => P;

/** `onFault` gets what the run did not handle itself: the loss of a call, or a bug. */
export function startWorker(
  label: string,
  run: (wrap: Wrap) => Promise<void>,
  onFault: (fault: unknown) => void,
): Worker {
  const parked: ParkedCall[] = [];
  let wake: (() => void) | null = null;
  const worker: Worker = {
    parked,
    label,
    isEnded: false,
    isDead: false,
    frozenUntil: 0,
    settled: () => {
      if (parked.length > 0 || worker.isEnded || worker.isDead) return Promise.resolve();
      return new Promise((resolve) => {
        wake = resolve;
      });
    },
  };
  const moved = (): void => {
    wake?.();
    wake = null;
  };
  const gate = (name: string, call: Call, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const own: ParkedCall = {
        name,
        worker,
        perform(fate) {
          parked.splice(parked.indexOf(own), 1);
          if (fate === "death" || fate === "late death") {
            if (fate === "late death") void call(args);
            worker.isDead = true;
            parked.length = 0;
            return;
          }
          performCall(fate, name, call, args).then(resolve, reject);
        },
      };
      parked.push(own);
      moved();
    });
  const wrap: Wrap = (port) => wrapped(port, gate);
  run(wrap).then(
    () => {
      worker.isEnded = true;
      moved();
    },
    (fault: unknown) => {
      worker.isEnded = true;
      onFault(fault);
      moved();
    },
  );
  return worker;
}

export type Call = (args: readonly unknown[]) => Promise<unknown>;
type Gate = (name: string, call: Call, args: readonly unknown[]) => Promise<unknown>;

/** The same port with every method behind the gate: one that is added later is behind it too. */
function wrapped<P extends object>(port: P, gate: Gate): P {
  const own: Record<string, unknown> = {};
  for (const name of Object.keys(port)) {
    const member: unknown = port[name as keyof P];
    own[name] =
      typeof member === "function"
        ? (...args: unknown[]) => gate(name, (given) => member.apply(port, given) as Promise<unknown>, args)
        : member;
  }
  return own as P;
}

/** The call with this end. What it does is done at once, before anything is waited for. */
export async function performCall(
  fate: Exclude<Fate, "death" | "late death">,
  name: string,
  call: Call,
  args: readonly unknown[],
): Promise<unknown> {
  switch (fate) {
    case "run":
      return call(args);
    case "before":
      throw new CallLost(`${name} did not happen`);
    case "after":
      await call(args);
      throw new CallLost(`${name} happened, its answer is lost`);
    case "twice":
      return tried(name, call, args);
    case "conflict":
    case "throttled":
      return refused(fate, name, call, args);
  }
}

/** Transactions carry a token that makes the second try answer like the first; single writes meet their own effect. */
async function tried(name: string, call: Call, args: readonly unknown[]): Promise<unknown> {
  const first = call(args);
  return name === "transact" ? first : call(args);
}

async function refused(
  kind: "conflict" | "throttled",
  name: string,
  call: Call,
  args: readonly unknown[],
): Promise<unknown> {
  const [first] = args;
  if (name === "transact" && Array.isArray(first)) {
    const reasons = first.map((_, at): CancelReason => ({ kind: at === 0 ? kind : "none" }));
    return fail({ kind: "cancelled", reasons });
  }
  if (name === "publish" && Array.isArray(first)) {
    const [lost, ...rest] = first as readonly { readonly id: string }[];
    const others = (await call([rest])) as readonly string[];
    return lost === undefined ? others : [lost.id, ...others];
  }
  throw new CallLost(`${name} was refused: ${kind}`);
}

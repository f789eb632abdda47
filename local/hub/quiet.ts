import { setTimeout as sleep } from "node:timers/promises";

/** Something that may still be at work; `title` names it when the wait takes too long. */
export type Worker = {
  readonly title: string;
  isQuiet(): boolean;
  /** Not quiet, and only the hub's clock can make it go on. */
  isPaused?(): boolean;
  /** Resolves when what is under way has ended; asked before `isQuiet`. */
  settle?(): Promise<void>;
};

const pauseMs = 4;
/** Real time that one move of the clock waits in all: traffic that never ends must not hold it up. */
const mostSettlingMs = 10_000;

/**
 * Resolves once all are quiet, twice in a row with a breath between: work that one has just handed to another is then
 * seen at the other. Rejects after `limitMs` of real time with the names of those still at work.
 */
export async function waitUntilQuiet(workers: readonly Worker[], limitMs: number): Promise<void> {
  const until = performance.now() + limitMs;
  for (let rounds = 0; rounds < 2; ) {
    await Promise.all(workers.map((worker) => worker.settle?.()));
    const busy = workers.filter((worker) => !worker.isQuiet());
    rounds = busy.length === 0 ? rounds + 1 : 0;
    if (busy.length > 0 && performance.now() > until) {
      throw new Error(`still at work after ${limitMs} ms: ${busy.map((worker) => worker.title).join(", ")}`);
    }
    await sleep(pauseMs);
  }
}

/** For one move of the clock: waits until nobody works who could go on without it. */
export function makeSettling(workers: readonly Worker[]): () => Promise<void> {
  let leftMs = mostSettlingMs;
  const isSettled = (): boolean => workers.every((worker) => worker.isQuiet() || worker.isPaused?.() === true);
  return async () => {
    const startedAt = performance.now();
    // Twice in a row, as above; most of what falls due sets nothing going, and costs no pause then.
    for (let rounds = isSettled() ? 2 : 0; rounds < 2 && performance.now() - startedAt < leftMs; ) {
      await sleep(pauseMs);
      rounds = isSettled() ? rounds + 1 : 0;
    }
    leftMs -= performance.now() - startedAt;
  };
}

import type { Clock, Store } from "./service.ts";

type Due = { readonly at: number; readonly order: number; readonly run: () => unknown };

const longestTimeoutMs = 2_000_000_000;

/**
 * The hub's clock: the machine's time plus what `advance` added. With a store the offset survives a restart, so that
 * time never runs backwards over stored data. `advance` waits for what a callback returns (a nightly run finishes at
 * its own time before the next one starts); real timers keep running meanwhile, so a callback may wait for them.
 */
export function makeClock(options: { readonly store?: Store; readonly machineNow?: () => number } = {}): Clock {
  const machineNow = options.machineNow ?? Date.now;
  const stored = options.store?.load("clock").find(([key]) => key === "offsetMs")?.[1];
  let offsetMs = typeof stored === "string" ? Number(stored) : 0;
  let latest = 0;
  let order = 0;
  let timer: NodeJS.Timeout | undefined;
  let waiting: Due[] = [];
  let isStopped = false;

  function now(): number {
    latest = Math.max(latest, machineNow() + offsetMs);
    return latest;
  }

  function moveTo(at: number): void {
    if (at <= now()) return;
    offsetMs = at - machineNow();
    options.store?.write([{ space: "clock", key: "offsetMs", value: String(offsetMs) }]);
  }

  function takeNext(until: number): Due | undefined {
    const first = waiting[0];
    if (!first || first.at > until) return undefined;
    waiting.shift();
    return first;
  }

  function arm(): void {
    clearTimeout(timer);
    const first = waiting[0];
    if (!first || isStopped) return;
    timer = setTimeout(runDue, Math.min(Math.max(first.at - now(), 0), longestTimeoutMs));
    timer.unref();
  }

  function runDue(): void {
    const until = now();
    for (let due = takeNext(until); due; due = takeNext(until)) due.run();
    arm();
  }

  function schedule(at: number, run: () => void): () => void {
    const due: Due = { at, order: order++, run };
    waiting.splice(placeOf(waiting, due), 0, due);
    if (waiting[0] === due) arm();
    return () => {
      waiting = waiting.filter((other) => other !== due);
    };
  }

  async function advance(ms: number, settle?: () => Promise<void>): Promise<void> {
    if (!(ms >= 0)) throw new Error(`the clock only moves forward, not by ${ms} ms`);
    const target = now() + ms;
    await breathe();
    for (let due = takeNext(target); due; due = takeNext(target)) {
      moveTo(due.at);
      await due.run();
      await breathe();
      await settle?.();
    }
    moveTo(target);
    arm();
    await breathe();
  }

  function stop(): void {
    isStopped = true;
    waiting = [];
    clearTimeout(timer);
  }

  return { now, schedule, advance, stop };
}

/** Lets what a callback set going reach its next wait, and schedule what it wants at this time. */
function breathe(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Where to insert, by time and then by order of arrival (binary search: queues schedule thousands of timeouts). */
function placeOf(waiting: readonly Due[], due: Due): number {
  let low = 0;
  let high = waiting.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = waiting[middle];
    if (other && (other.at < due.at || (other.at === due.at && other.order < due.order))) low = middle + 1;
    else high = middle;
  }
  return low;
}

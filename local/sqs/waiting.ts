import type { Clock } from "../cloud/service.ts";
import type { Message } from "./message.ts";
import type { Take } from "./queue.port.ts";

/** Long polls and listeners of one queue. */
export type Waiting = {
  wait(wanted: Take, waitMs: number, signal: AbortSignal | undefined): Promise<readonly Message[]>;
  listen(listener: () => void): () => void;
  /** Something may be available: serves long polls in order of arrival, then tells the listeners, soon. */
  wake(): void;
  /** Calls `run` at that time, or earlier if an earlier one was asked for. */
  wakeAt(at: number, run: () => void): void;
  close(): void;
};

type Waiter = { readonly wanted: Take; readonly finish: (messages: readonly Message[]) => void };

export function makeWaiting(clock: Clock, take: (wanted: Take) => readonly Message[]): Waiting {
  const waiters = new Set<Waiter>();
  const listeners = new Set<() => void>();
  let woken = false;
  let alarm: { at: number; cancel: () => void } | null = null;

  function serve(): void {
    woken = false;
    for (const waiter of waiters) {
      const messages = take(waiter.wanted);
      if (messages.length === 0) break;
      waiter.finish(messages);
    }
    for (const listener of listeners) listener();
  }

  return {
    wait: (wanted, waitMs, signal) =>
      new Promise((resolve) => {
        const cancel = clock.schedule(clock.now() + waitMs, () => waiter.finish([]));
        const waiter: Waiter = {
          wanted,
          finish(messages) {
            waiters.delete(waiter);
            cancel();
            resolve(messages);
          },
        };
        waiters.add(waiter);
        signal?.addEventListener("abort", () => waiter.finish([]), { once: true });
      }),
    listen(listener) {
      listeners.add(listener);
      queueMicrotask(listener);
      return () => void listeners.delete(listener);
    },
    wake() {
      if (woken) return;
      woken = true;
      queueMicrotask(serve);
    },
    wakeAt(at, run) {
      if (alarm && alarm.at <= at) return;
      alarm?.cancel();
      const cancel = clock.schedule(at, () => {
        alarm = null;
        run();
      });
      alarm = { at, cancel };
    },
    close() {
      alarm?.cancel();
      for (const waiter of waiters) waiter.finish([]);
      listeners.clear();
    },
  };
}

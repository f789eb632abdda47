import { mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { makeClock } from "../cloud/clock.ts";
import type { Clock, Store } from "../cloud/service.ts";
import { makeMemoryStore } from "../cloud/store.memory.ts";
import { makeSqliteStore } from "../cloud/store.sqlite.ts";
import { type Logs, makeLogs } from "../lambda/logs.ts";
import { type Callers, makeCallers } from "./callers.ts";
import { type HubFaults, makeHubFaults } from "./faults.ts";
import type { HubOptions } from "./hub.ts";

/** What everything in a hub stands on. */
export type Foundation = {
  readonly store: Store;
  readonly clock: Clock;
  /** What the hub's clock is ahead of the machine's, in ms, shared with the functions' threads. */
  readonly clockOffset: SharedArrayBuffer;
  /** Brings `clockOffset` up to date. */
  readonly tellTime: () => void;
  readonly callers: Callers;
  readonly logs: Logs;
  readonly faults: HubFaults | null;
  readonly warn: (text: string) => void;
  close(): void;
};

export function layFoundation(options: HubOptions): Foundation {
  const file = options.dataDir === undefined ? null : openFile(options.dataDir);
  const store: Store = file ?? makeMemoryStore();
  const clock = makeClock({ store });
  const clockOffset = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  const offset = new Float64Array(clockOffset);
  return {
    store,
    clock,
    clockOffset,
    tellTime() {
      offset[0] = clock.now() - Date.now();
    },
    callers: makeCallers(),
    logs: makeLogs(options.logFolder ?? null),
    faults: options.faultsSeed === undefined ? null : makeHubFaults(options.faultsSeed),
    warn(text) {
      if (options.quiet !== true) console.error(`orderhub: ${text}`);
    },
    close() {
      clock.stop();
      file?.close();
    },
  };
}

function openFile(folder: string): ReturnType<typeof makeSqliteStore> {
  try {
    makeFolder(folder);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the data folder ${folder} cannot be made (${why}); name one you may write to`, { cause });
  }
  return makeSqliteStore(join(folder, "orderhub.sqlite"));
}

/** One after the other: `recursive` never returns where the system has folders that cannot be made (Node 24, /proc). */
function makeFolder(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  mkdirSync(folder);
}

import type { Clock, Store } from "../cloud/service.ts";
import type { StreamRecord, Tables } from "../hub/services.ts";
import { failedItems } from "./batch-response.ts";
import { type Matches, passesFilters } from "./filter.ts";
import type { StreamMapping } from "./function.ts";
import type { Mapping } from "./mapping.ts";
import type { FunctionRuntime } from "./runtime.ts";
import { discardedBatch } from "./stream-discard.ts";

export type StreamMappingDeps = {
  readonly tables: Tables;
  readonly runtime: FunctionRuntime;
  readonly matches: Matches;
  readonly clock: Clock;
  readonly store: Store;
  /** Hands the description of a given-up batch to the on-failure destination. */
  readonly deliver: (targetArn: string, payload: string) => Promise<void>;
};

/** Attempts follow each other after 0.2, 0.4, 0.8 … seconds of the hub's time, at most 30 s apart. */
const firstBackoffMs = 200;
const longestBackoffMs = 30_000;
const checkpoints = "lambda.checkpoints";
/** Kept instead of a sequence number where a mapping with LATEST met an empty stream. */
const fromOldest = "";

/**
 * Follows a table's stream in order and invokes the function with batches. The checkpoint is stored only after a batch is
 * done (or given up and reported), so that a killed hub repeats rather than loses.
 */
export function startStreamMapping(spec: StreamMapping, deps: StreamMappingDeps): Mapping {
  let position = startPosition(spec, deps);
  let working: Promise<void> | null = null;
  let isStopped = !spec.isEnabled;
  let cancelWait: (() => void) | null = null;

  function pump(): void {
    if (isStopped || working !== null || next().length === 0) return;
    working = follow().finally(() => {
      working = null;
      pump();
    });
  }

  function next(): readonly StreamRecord[] {
    return deps.tables.readStream(spec.table, position, spec.batchSize);
  }

  async function follow(): Promise<void> {
    if (spec.windowMs > 0 && next().length < spec.batchSize) await wait(spec.windowMs);
    for (let batch = next(); batch.length > 0 && !isStopped; batch = next()) {
      const wanted = batch.filter((one) => passesFilters(one.record, spec.filters, deps.matches));
      if (wanted.length > 0) await work(wanted);
      if (!isStopped) passed(batch.at(-1));
    }
  }

  /** Tries until the records are done, halved to single ones where the mapping says so, or given up. */
  async function work(records: readonly StreamRecord[]): Promise<void> {
    let rest = records;
    for (let attempts = 1; rest.length > 0 && !isStopped; attempts += 1) {
      rest = await withoutTooOld(rest, attempts - 1);
      if (rest.length === 0) return;
      const failed = await invoke(rest);
      if (isStopped || failed === null) return;
      if (failed > 0) passed(rest[failed - 1]);
      rest = rest.slice(failed);
      if (spec.bisectsOnError && failed === 0 && rest.length > 1) {
        await backOff(1);
        const middle = Math.ceil(rest.length / 2);
        await work(rest.slice(0, middle));
        return work(rest.slice(middle));
      }
      if (spec.maxRetries >= 0 && attempts > spec.maxRetries) return giveUp(rest, "RetryAttemptsExhausted", attempts);
      await backOff(attempts);
    }
  }

  /** null when all is done, else the index of the first record to try again. */
  async function invoke(records: readonly StreamRecord[]): Promise<number | null> {
    const event = { Records: records.map((one) => ({ ...one.record, eventSourceARN: spec.sourceArn })) };
    const result = await deps.runtime.invoke(JSON.stringify(event));
    if (!result.ok) return 0;
    if (!spec.reportsItemFailures) return null;
    const ids = records.map((one) => one.sequenceNumber);
    const failed = failedItems(result.payload, ids);
    if (failed === "all") return 0;
    return failed.length === 0 ? null : Math.min(...failed.map((id) => ids.indexOf(id)));
  }

  async function withoutTooOld(records: readonly StreamRecord[], attempts: number): Promise<readonly StreamRecord[]> {
    if (spec.maxAgeMs < 0) return records;
    const young = records.filter((one) => deps.clock.now() - one.at <= spec.maxAgeMs);
    const old = records.filter((one) => !young.includes(one));
    if (old.length > 0) await giveUp(old, "RecordAgeExceeded", attempts);
    return young;
  }

  async function giveUp(records: readonly StreamRecord[], condition: string, attempts: number): Promise<void> {
    if (spec.onFailureArn !== null) {
      const description = discardedBatch(spec, records, { condition, attempts, now: deps.clock.now() });
      // As on AWS, a destination that takes nothing does not hold up the stream.
      await deps.deliver(spec.onFailureArn, JSON.stringify(description)).catch((error: unknown) => {
        console.error(`${spec.functionName}: a given-up batch could not be reported:`, error);
      });
    }
    passed(records.at(-1));
  }

  function passed(record: StreamRecord | undefined): void {
    if (record === undefined) return;
    position = record.sequenceNumber;
    deps.store.write([{ space: checkpoints, key: spec.id, value: position }]);
  }

  function backOff(attempts: number): Promise<void> {
    return wait(Math.min(firstBackoffMs * 2 ** (attempts - 1), longestBackoffMs));
  }

  function wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel();
        cancelWait = null;
        resolve();
      };
      const cancel = deps.clock.schedule(deps.clock.now() + ms, end);
      cancelWait = end;
    });
  }

  const stopListening = deps.tables.onStreamRecords(spec.table, pump);
  queueMicrotask(pump);
  return {
    title: `stream of ${spec.table} -> ${spec.functionName}`,
    isQuiet: () => isStopped || (working === null && next().length === 0),
    isPaused: () => cancelWait !== null,
    async stop() {
      isStopped = true;
      stopListening();
      cancelWait?.();
      await working;
    },
  };
}

/** Where it stopped last time, else the start the template names: a new LATEST mapping keeps its beginning. */
function startPosition(spec: StreamMapping, deps: StreamMappingDeps): string | null {
  const stored = deps.store.load(checkpoints).find(([key]) => key === spec.id)?.[1];
  if (stored !== undefined) return stored === fromOldest ? null : String(stored);
  const start = spec.startsAt === "oldest" ? null : deps.tables.streamEnd(spec.table);
  deps.store.write([{ space: checkpoints, key: spec.id, value: start ?? fromOldest }]);
  return start;
}

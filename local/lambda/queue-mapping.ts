import type { Clock } from "../cloud/service.ts";
import type { Queues } from "../hub/services.ts";
import type { LambdaRecord } from "../sqs/lambda-record.ts";
import { failedItems } from "./batch-response.ts";
import { type Matches, passesFilters } from "./filter.ts";
import type { QueueMapping } from "./function.ts";
import type { Mapping } from "./mapping.ts";
import type { FunctionRuntime } from "./runtime.ts";

export type QueueMappingDeps = {
  readonly queues: Queues;
  readonly runtime: FunctionRuntime;
  readonly matches: Matches;
  readonly clock: Clock;
};

/**
 * Reads a queue and invokes the function with batches. What fails stays in the queue, unseen until its visibility timeout
 * ends, as on AWS; the queue's redrive policy decides when it becomes a dead letter. Messages are taken only when the
 * function can start at once, so that none waits here with its timeout running.
 */
export function startQueueMapping(spec: QueueMapping, deps: QueueMappingDeps): Mapping {
  const limit = spec.maxConcurrency ?? Number.POSITIVE_INFINITY;
  const running = new Set<Promise<void>>();
  let gathered: LambdaRecord[] = [];
  let windowEndsAt = 0;
  let closeWindow: (() => void) | null = null;
  let isStopped = !spec.isEnabled;

  function pump(): void {
    while (!isStopped && running.size < limit && deps.runtime.free() > 0) {
      const room = spec.batchSize - gathered.length;
      if (room > 0) gathered.push(...deps.queues.take(spec.queue, room));
      if (gathered.length === 0 || !isBatchReady()) return;
      const batch = gathered;
      gathered = [];
      closeWindow?.();
      closeWindow = null;
      start(batch);
    }
  }

  /** Full, or its window is over. The window opens with the first message and closes by the hub's clock. */
  function isBatchReady(): boolean {
    if (spec.windowMs === 0 || gathered.length >= spec.batchSize) return true;
    if (closeWindow !== null) return deps.clock.now() >= windowEndsAt;
    windowEndsAt = deps.clock.now() + spec.windowMs;
    closeWindow = deps.clock.schedule(windowEndsAt, pump);
    return false;
  }

  function start(batch: readonly LambdaRecord[]): void {
    const work: Promise<void> = handle(batch)
      // A FIFO message whose visibility ended meanwhile cannot be deleted: it comes again.
      .catch((error: unknown) => console.error(`${spec.queue}:`, error))
      .finally(() => {
        running.delete(work);
        pump();
      });
    running.add(work);
  }

  async function handle(batch: readonly LambdaRecord[]): Promise<void> {
    const wanted = batch.filter((record) => passesFilters(record, spec.filters, deps.matches));
    remove(batch.filter((record) => !wanted.includes(record)));
    if (wanted.length > 0) remove(await invoke(wanted));
  }

  /** The records that are done. */
  async function invoke(records: readonly LambdaRecord[]): Promise<readonly LambdaRecord[]> {
    const result = await deps.runtime.invoke(JSON.stringify({ Records: records }));
    if (!result.ok || isStopped) return [];
    if (!spec.reportsItemFailures) return records;
    const failed = failedItems(
      result.payload,
      records.map((record) => record.messageId),
    );
    return failed === "all" ? [] : records.filter((record) => !failed.includes(record.messageId));
  }

  function remove(records: readonly LambdaRecord[]): void {
    if (records.length > 0)
      deps.queues.delete(
        spec.queue,
        records.map((record) => record.receiptHandle),
      );
  }

  const stopListening = [deps.queues.onAvailable(spec.queue, pump), deps.runtime.onFree(pump)];
  queueMicrotask(pump);
  return {
    title: `${spec.queue} -> ${spec.functionName}`,
    isQuiet: () =>
      isStopped || (running.size === 0 && gathered.length === 0 && deps.queues.counts(spec.queue).visible === 0),
    isPaused: () => running.size === 0 && gathered.length > 0 && closeWindow !== null,
    async stop() {
      isStopped = true;
      closeWindow?.();
      for (const stop of stopListening) stop();
      await Promise.allSettled(running);
    },
  };
}

import { done, type Outcome, park, retry, skipped } from "../kernel/outcome.ts";
import { never } from "../kernel/result.ts";
import { intakeAttempts } from "../platform/catalog.ts";
import type { ApplyDelivery, DeliveryFate } from "./apply-delivery.ts";
import type { ArchiveDeliveries } from "./archive-deliveries.ts";
import type { NoteFailed } from "./note-failed.ts";
import type { QueuedDelivery } from "./queued-delivery.ts";

type BatchRecord = { readonly input: QueuedDelivery; readonly messageId: string; readonly attempt: number };

export type ApplyBatchDeps = {
  readonly archive: ArchiveDeliveries;
  readonly apply: ApplyDelivery;
  /** Turns a thrown fault of one record into its outcome, so that its neighbours go on. */
  readonly guard: (run: () => Promise<Outcome>) => Promise<Outcome>;
  /** Told of what fails at its last attempt, before it goes to the dead letters. */
  readonly noteFailed: NoteFailed;
  /** Told of each fate, for logs and counts. */
  readonly report: (delivery: QueuedDelivery, fate: DeliveryFate, rawKey: string) => void;
};

/**
 * Archives a batch, then applies it one by one, the oldest first, so that two deliveries of one order come in the order they
 * were received. Outcomes by message id; what there was no time for is left out, and comes again.
 */
export function makeApplyBatch(deps: ApplyBatchDeps) {
  return async (records: readonly BatchRecord[], hasTime: () => boolean): Promise<ReadonlyMap<string, Outcome>> => {
    const places = await deps.archive(records.map(({ input, messageId }) => ({ messageId, delivery: input })));
    const outcomes = new Map<string, Outcome>();
    for (const { input, messageId, attempt } of records.toSorted(byArrival)) {
      const place = places.get(messageId);
      if (place === undefined) throw new Error(`message ${messageId} was not archived`);
      if (!hasTime()) break;
      const outcome = await deps.guard(async () => {
        const fate = await deps.apply(input, { ...place, messageId, attempt });
        deps.report(input, fate, place.rawKey);
        return outcomeOf(fate);
      });
      outcomes.set(messageId, outcome);
      if (outcome.kind !== "retry" || attempt < intakeAttempts) continue;
      await deps.guard(async () => {
        await deps.noteFailed(input, { ...place, messageId, attempt }, outcome.why);
        return outcome;
      });
    }
    return outcomes;
  };
}

function byArrival(a: BatchRecord, b: BatchRecord): number {
  if (a.input.receivedAt === b.input.receivedAt) return 0;
  return a.input.receivedAt < b.input.receivedAt ? -1 : 1;
}

function outcomeOf(fate: DeliveryFate): Outcome {
  const { kind, why } = fate;
  switch (kind) {
    case "applied":
    case "fetching":
      return done;
    case "parked":
      return park(why ?? kind);
    case "contended":
    case "failed":
      return retry(why ?? kind);
    case "unchanged":
    case "stale":
    case "skipped":
    case "duplicate":
    case "redelivered":
      return skipped(why ?? kind);
    default:
      return never(kind);
  }
}

import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { type Outcome, retry } from "../kernel/outcome.ts";
import type { Item } from "../table/port.ts";
import { withLogFields } from "./call.ts";
import type { FunctionName } from "./catalog.ts";
import { type Build, invocation, type LambdaHandler, type TimeBudget } from "./invocation.ts";
import { faultFields, log } from "./logger.ts";
import { count } from "./metrics.ts";
import { mayAcknowledge } from "./settle.ts";
import { fromStreamImage } from "./stream-image.ts";

/** One write of the table; the writes of one item come in their order. */
export type TableChange = {
  readonly sequenceNumber: string;
  /** When it was written, UTC, to the second. */
  readonly writtenAt: string;
  /** null: the item was created. */
  readonly old: Item | null;
  /** null: the item was deleted. */
  readonly new: Item | null;
};

/** Outcomes by sequence number. */
type HandleChanges<Services> = (
  changes: readonly TableChange[],
  services: Services,
  budget: TimeBudget,
) => Promise<ReadonlyMap<string, Outcome>>;

/** One call for all changes of the batch; a change that the answer does not mention is retried. */
export type StreamBatchHandlerSpec<Name extends FunctionName, Services> = {
  readonly name: Name;
  readonly build: Build<Name, Services>;
  readonly handleBatch: HandleChanges<Services>;
};

export type StreamLambda = LambdaHandler<DynamoDBStreamEvent, DynamoDBBatchResponse>;

/**
 * A worker on the table's stream. A stream keeps its order, so the first change that is not finished is reported, and AWS
 * delivers it and all that follow again; what comes after it in this batch may therefore be handled twice.
 */
export function streamBatchHandler<Name extends FunctionName, Services>(
  spec: StreamBatchHandlerSpec<Name, Services>,
): StreamLambda {
  return invocation({
    name: spec.name,
    build: spec.build,
    run: async (event, services, budget) => {
      const changes = event.Records.map(changeOf);
      const outcomes = await outcomesOf(spec.name, changes, () => spec.handleBatch(changes, services, budget));
      for (const { sequenceNumber } of changes) {
        const outcome = outcomes.get(sequenceNumber) ?? retry("not handled in this batch");
        const fields = { messageId: sequenceNumber };
        const acknowledged = await withLogFields(fields, () => mayAcknowledge(spec.name, outcome));
        if (!acknowledged) return { batchItemFailures: [{ itemIdentifier: sequenceNumber }] };
      }
      return { batchItemFailures: [] };
    },
  });
}

function changeOf(record: DynamoDBRecord): TableChange {
  const sequenceNumber = record.dynamodb?.SequenceNumber;
  if (sequenceNumber === undefined) throw new Error("a stream record has no sequence number");
  return {
    sequenceNumber,
    writtenAt: new Date((record.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString(),
    old: fromStreamImage(record.dynamodb?.OldImage),
    new: fromStreamImage(record.dynamodb?.NewImage),
  };
}

async function outcomesOf(
  name: FunctionName,
  changes: readonly TableChange[],
  handle: () => Promise<ReadonlyMap<string, Outcome>>,
): Promise<ReadonlyMap<string, Outcome>> {
  try {
    return await handle();
  } catch (fault) {
    log.error("fault", { outcome: "fault", count: changes.length, ...faultFields(fault) });
    count("Faults", 1, { fn: name });
    return new Map();
  }
}

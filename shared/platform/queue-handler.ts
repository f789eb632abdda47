import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { type Outcome, retry } from "../kernel/outcome.ts";
import { withLogFields } from "./call.ts";
import type { FunctionName } from "./catalog.ts";
import { type InputReader, type InputSpec, readerOf } from "./input.ts";
import { type Build, invocation, type LambdaHandler, type TimeBudget } from "./invocation.ts";
import { faultFields, log } from "./logger.ts";
import { count } from "./metrics.ts";
import { faultsRetried, mayAcknowledge } from "./settle.ts";

/** One message as it came off the queue, its body understood. */
export type QueueRecord<Input> = {
  readonly input: Input;
  readonly messageId: string;
  /** 1 for the first delivery of the message. */
  readonly attempt: number;
  /** When it was sent, UTC. */
  readonly sentAt: string;
};

type Common<Name extends FunctionName, Input, Services> = {
  readonly name: Name;
  readonly input: InputSpec<Input>;
  readonly build: Build<Name, Services>;
  /** Makes a parked record visible beyond the log line; while it fails, the record is retried instead of acknowledged. */
  readonly onPark?: (record: QueueRecord<Input>, why: string, services: Services) => Promise<void>;
};

/** One call for each record, one after the other. */
export type QueueHandlerSpec<Name extends FunctionName, Input, Services> = Common<Name, Input, Services> & {
  readonly handle: (
    input: Input,
    services: Services,
    record: QueueRecord<Input>,
    budget: TimeBudget,
  ) => Promise<Outcome>;
};

/** Outcomes by message id. */
type HandleBatch<Input, Services> = (
  records: readonly QueueRecord<Input>[],
  services: Services,
  budget: TimeBudget,
) => Promise<ReadonlyMap<string, Outcome>>;

/** One call for all readable records of the batch; a record that the answer does not mention is retried. */
export type QueueBatchHandlerSpec<Name extends FunctionName, Input, Services> = Common<Name, Input, Services> & {
  readonly handleBatch: HandleBatch<Input, Services>;
};

export type QueueLambda = LambdaHandler<SQSEvent, SQSBatchResponse>;

/**
 * A worker on a queue. A record is acknowledged only by its own `done`, `skipped` or `park`; everything else (`retry`, a
 * thrown fault, no time left) gives that record, and no other, back to the queue.
 *
 * A body that cannot be read is not parked: only our own code and AWS write to these queues, so it is a bug of ours. It is
 * counted as `PoisonMessage` and fails until the queue moves it to its dead-letter queue, to be sent again once mended.
 */
export function queueHandler<Name extends FunctionName, Input, Services>(
  spec: QueueHandlerSpec<Name, Input, Services>,
): QueueLambda {
  return queueWorker(spec, async (records, services, budget) => {
    const outcomes = new Map<string, Outcome>();
    for (const record of records) {
      if (!budget.hasTime()) break;
      const handle = (): Promise<Outcome> => spec.handle(record.input, services, record, budget);
      outcomes.set(record.messageId, await withLogFields(logFields(record), () => faultsRetried(spec.name, handle)));
    }
    return outcomes;
  });
}

/** As `queueHandler`, for work that pays in groups. `handleBatch` may leave out what it had no time for. */
export function queueBatchHandler<Name extends FunctionName, Input, Services>(
  spec: QueueBatchHandlerSpec<Name, Input, Services>,
): QueueLambda {
  return queueWorker(spec, spec.handleBatch);
}

function queueWorker<Name extends FunctionName, Input, Services>(
  spec: Common<Name, Input, Services>,
  handleBatch: HandleBatch<Input, Services>,
): QueueLambda {
  const read = readerOf(spec.input);
  return invocation({
    name: spec.name,
    build: spec.build,
    run: async (event, services, budget) => {
      const { records, poison } = understood(spec.name, event, read);
      const failed = new Set(poison);
      const outcomes = await outcomesOf(spec.name, records, () => handleBatch(records, services, budget));
      for (const record of records) {
        const outcome = outcomes.get(record.messageId) ?? retry("not handled in this batch");
        const onPark = async (why: string): Promise<void> => spec.onPark?.(record, why, services);
        const acknowledged = await withLogFields(logFields(record), () => mayAcknowledge(spec.name, outcome, onPark));
        if (!acknowledged) failed.add(record.messageId);
      }
      return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
    },
  });
}

function understood<Input>(
  name: FunctionName,
  event: SQSEvent,
  read: InputReader<Input>,
): { readonly records: readonly QueueRecord<Input>[]; readonly poison: readonly string[] } {
  const records: QueueRecord<Input>[] = [];
  const poison: string[] = [];
  for (const message of event.Records) {
    const input = read(message.body);
    if (input.ok) {
      records.push(recordOf(message, input.value));
      continue;
    }
    poison.push(message.messageId);
    log.error("poison message", { messageId: message.messageId, outcome: "poison", why: input.error });
    count("PoisonMessage", 1, { fn: name });
  }
  return { records, poison };
}

function recordOf<Input>(message: SQSRecord, input: Input): QueueRecord<Input> {
  return {
    input,
    messageId: message.messageId,
    attempt: Number(message.attributes.ApproximateReceiveCount),
    sentAt: new Date(Number(message.attributes.SentTimestamp)).toISOString(),
  };
}

/** A fault of the whole batch leaves every record without an outcome, hence to be retried. */
async function outcomesOf(
  name: FunctionName,
  records: readonly QueueRecord<unknown>[],
  handle: () => Promise<ReadonlyMap<string, Outcome>>,
): Promise<ReadonlyMap<string, Outcome>> {
  if (records.length === 0) return new Map();
  try {
    return await handle();
  } catch (fault) {
    log.error("fault", { outcome: "fault", count: records.length, ...faultFields(fault) });
    count("Faults", 1, { fn: name });
    return new Map();
  }
}

function logFields(record: QueueRecord<unknown>): { readonly messageId: string; readonly attempt: number } {
  return { messageId: record.messageId, attempt: record.attempt };
}

import { Duration } from "aws-cdk-lib";
import { EventSourceMapping } from "aws-cdk-lib/aws-lambda";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { FunctionName } from "../../shared/platform/catalog.ts";
import { grant } from "./grant.ts";
import { HubFunction, type HubFunctionProps } from "./hub-function.ts";
import { deadLetterQueue, workQueue } from "./queues.ts";
import { type Impact, workerAlarms } from "./worker-alarms.ts";

export type QueueWorkerProps<Name extends FunctionName> = HubFunctionProps<Name> & {
  readonly batchSize: number;
  /** Waits this long for a fuller batch; needed above ten messages. */
  readonly batchWindowSeconds?: number;
  /** How many copies of the function may work on the queue at once. */
  readonly maxConcurrency: number;
  /** After how many failed attempts a message goes to the dead-letter queue. */
  readonly maxAttempts: number;
  /** The oldest message may wait this long before someone is told. */
  readonly oldestMinutes: number;
  readonly impact: Impact;
  /** The queue, when it had to exist before the function, e.g. because the function also sends to it. */
  readonly queues?: WorkerQueues;
};

export type WorkerQueues = { readonly queue: Queue; readonly deadLetters: Queue };

/** AWS asks for six times the function's timeout, so that a message does not come back while it is still being handled. */
export function workerQueues(
  scope: Construct,
  id: string,
  sizes: { readonly timeoutSeconds: number; readonly maxAttempts: number },
): WorkerQueues {
  const deadLetters = deadLetterQueue(scope, `${id}DeadLetters`);
  const queue = workQueue(scope, `${id}Queue`, {
    visibilitySeconds: 6 * sizes.timeoutSeconds,
    maxAttempts: sizes.maxAttempts,
    deadLetters,
  });
  return { queue, deadLetters };
}

/** A function behind a queue: single messages may fail, what keeps failing lands in a dead-letter queue, and someone is told. */
export class QueueWorker<Name extends FunctionName> extends Construct {
  readonly worker: HubFunction<Name>;
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, name: Name, props: QueueWorkerProps<Name>) {
    super(scope, `${name}-worker`);
    const { queue, deadLetters } = props.queues ?? workerQueues(this, "Work", props);
    this.queue = queue;
    this.deadLetters = deadLetters;
    this.worker = new HubFunction(this, name, props);
    grant(
      this.worker.lambda,
      ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
      [queue.queueArn],
    );
    new EventSourceMapping(this, "Mapping", {
      target: this.worker.lambda,
      eventSourceArn: queue.queueArn,
      batchSize: props.batchSize,
      maxConcurrency: props.maxConcurrency,
      reportBatchItemFailures: true,
      ...(props.batchWindowSeconds === undefined
        ? {}
        : { maxBatchingWindow: Duration.seconds(props.batchWindowSeconds) }),
    });
    workerAlarms(this, name, {
      topic: props.hub.alarms,
      impact: props.impact,
      deadLetters,
      backlog: {
        metric: queue.metricApproximateAgeOfOldestMessage({ statistic: "Maximum" }),
        atLeast: props.oldestMinutes * 60,
      },
      errors: this.worker.errors(),
    });
  }
}

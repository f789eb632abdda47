import { Duration } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";

/** All queues: TLS only, encrypted with SQS's own keys, messages kept long enough to notice, mend and send again. */
const common = {
  encryption: QueueEncryption.SQS_MANAGED,
  enforceSSL: true,
  retentionPeriod: Duration.days(14),
};

/** The end of the line for messages: an alarm watches it, and the runbook says how to send them again. */
export function deadLetterQueue(scope: Construct, id: string): Queue {
  const queue = new Queue(scope, id, common);
  acknowledge(queue, "AwsSolutions-SQS3", "It is itself where messages go that failed elsewhere.");
  return queue;
}

export type WorkQueueProps = {
  /** How long a message is hidden from others after it was given to one worker. */
  readonly visibilitySeconds: number;
  /** After so many failed attempts a message goes to the dead letters. */
  readonly maxAttempts: number;
  readonly deadLetters: Queue;
};

export function workQueue(scope: Construct, id: string, props: WorkQueueProps): Queue {
  return new Queue(scope, id, {
    ...common,
    visibilityTimeout: Duration.seconds(props.visibilitySeconds),
    deadLetterQueue: { queue: props.deadLetters, maxReceiveCount: props.maxAttempts },
  });
}

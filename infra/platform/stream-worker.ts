import { Duration } from "aws-cdk-lib";
import { Metric, Stats } from "aws-cdk-lib/aws-cloudwatch";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import { EventSourceMapping, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { SqsDlq } from "aws-cdk-lib/aws-lambda-event-sources";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { FunctionName } from "../../shared/platform/catalog.ts";
import { grant } from "./grant.ts";
import { HubFunction, type HubFunctionProps } from "./hub-function.ts";
import { deadLetterQueue } from "./queues.ts";
import { type Impact, workerAlarms } from "./worker-alarms.ts";

export type StreamWorkerProps<Name extends FunctionName> = HubFunctionProps<Name> & {
  readonly table: Table;
  /** Lambda's filter patterns; the function is not even started for other changes. */
  readonly filters: readonly object[];
  readonly batchSize: number;
  readonly impact: Impact;
};

/** How far behind a stream worker may be before someone is told. */
const lateMinutes = 10;

/**
 * A function on the table's stream. A batch that fails is halved until the bad change stands alone; a change that still
 * fails after the attempts goes (as a pointer into the stream) to a queue, so that the changes behind it move on.
 */
export class StreamWorker<Name extends FunctionName> extends Construct {
  readonly worker: HubFunction<Name>;
  readonly deadLetters: Queue;

  constructor(scope: Construct, name: Name, props: StreamWorkerProps<Name>) {
    super(scope, `${name}-worker`);
    const { table, hub } = props;
    const streamArn = table.tableStreamArn;
    if (streamArn === undefined) throw new Error(`${name} needs the table's stream, and the table has none`);
    this.deadLetters = deadLetterQueue(this, "DeadLetters");
    this.worker = new HubFunction(this, name, props);
    const read = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];
    grant(
      this.worker.lambda,
      read.map((action) => `dynamodb:${action}`),
      [streamArn],
    );
    grant(this.worker.lambda, ["sqs:SendMessage"], [this.deadLetters.queueArn]);
    grant(this.worker.lambda, ["kms:Decrypt"], [hub.key.keyArn]);
    new EventSourceMapping(this, "Mapping", {
      target: this.worker.lambda,
      eventSourceArn: streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: props.batchSize,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 10,
      maxRecordAge: Duration.hours(12),
      filters: props.filters.map((pattern) => ({ pattern: JSON.stringify(pattern) })),
      onFailure: new SqsDlq(this.deadLetters),
    });
    workerAlarms(this, name, {
      topic: hub.alarms,
      impact: props.impact,
      deadLetters: this.deadLetters,
      backlog: { metric: this.iteratorAge(), atLeast: lateMinutes * 60_000 },
      errors: this.worker.errors(),
    });
  }

  /** Milliseconds between a change and its handling. */
  private iteratorAge(): Metric {
    const dimensionsMap = { FunctionName: this.worker.lambda.functionName };
    return new Metric({ namespace: "AWS/Lambda", metricName: "IteratorAge", dimensionsMap, statistic: Stats.MAXIMUM });
  }
}

import type { Clock } from "../cloud/service.ts";
import type { LambdaRecord } from "../sqs/lambda-record.ts";

/**
 * What the template interpreter asks of the local services, in their own process. `local/hub/cloud.ts` binds these to
 * the services beside it, so that neither has to know the other's details. All names are physical names; ARNs are made
 * by `arns.ts`.
 */
export type Services = {
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
  readonly tables: Tables;
  readonly queues: Queues;
  readonly buckets: Buckets;
  readonly events: EventBuses;
  readonly scheduler: Schedules;
  readonly topics: Topics;
  readonly secrets: Secrets;
};

export interface Tables {
  /** `Properties` of an AWS::DynamoDB::Table, resolved, with a `TableName`. A table that exists keeps its items. */
  create(properties: Readonly<Record<string, unknown>>): void;
  /** Stream records after `after` (exclusive; null means from the oldest kept), in order, at most `limit`. */
  readStream(table: string, after: string | null, limit: number): readonly StreamRecord[];
  /** The newest sequence number written, or null: where a mapping with `LATEST` begins. */
  streamEnd(table: string): string | null;
  /** Calls back soon after every write that made stream records. Returns a way to stop. */
  onStreamRecords(table: string, run: () => void): () => void;
}

export type StreamRecord = {
  readonly sequenceNumber: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** As Lambda receives it in `Records`. */
  readonly record: Readonly<Record<string, unknown>>;
};

export interface Queues {
  create(queue: QueueSpec): { readonly url: string };
  /** What a receive would give now, at most `max`, as records of a Lambda event; counts as received. */
  take(queue: string, max: number): readonly LambdaRecord[];
  /** Calls back soon after messages may have become available. Returns a way to stop. */
  onAvailable(queue: string, run: () => void): () => void;
  delete(queue: string, receiptHandles: readonly string[]): void;
  /** Messages that a receive would give now, those handed out, and those delayed. */
  counts(queue: string): { readonly visible: number; readonly inFlight: number; readonly delayed: number };
}

export type QueueSpec = {
  readonly name: string;
  readonly isFifo: boolean;
  /** SQS attribute names and values as `CreateQueue` takes them; `RedrivePolicy` as JSON text. */
  readonly attributes: Readonly<Record<string, string>>;
};

export interface Buckets {
  create(bucket: BucketSpec): void;
}

export type BucketSpec = {
  readonly name: string;
  readonly isVersioned: boolean;
  /** Every "Object Created" also goes to the default event bus. */
  readonly sendsToEventBridge: boolean;
};

export interface EventBuses {
  /** A bus that exists keeps its rules. */
  create(bus: string): void;
  /** Makes or replaces the rule with its targets. */
  putRule(rule: RuleSpec): void;
  /** True when `event` passes the event pattern; also used for the filters of event source mappings. */
  matches(pattern: unknown, event: unknown): boolean;
}

export type RuleSpec = {
  readonly bus: string;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly pattern: Readonly<Record<string, unknown>>;
  /** As in the template, resolved: `Id`, `Arn`, `Input`, `InputPath`, `InputTransformer`, `DeadLetterConfig`, `SqsParameters`, `RetryPolicy`. */
  readonly targets: readonly Readonly<Record<string, unknown>>[];
};

export interface Schedules {
  createGroup(group: string): void;
  /** As in the template, resolved: `Name`, `GroupName`, `ScheduleExpression`, `ScheduleExpressionTimezone`, `Target` … */
  create(schedule: Readonly<Record<string, unknown>>): void;
}

export interface Topics {
  create(topic: string): void;
  subscribe(subscription: {
    readonly topicArn: string;
    readonly protocol: string;
    readonly endpoint: string;
    readonly attributes: Readonly<Record<string, string>>;
  }): { readonly arn: string };
}

export interface Secrets {
  /** Gives the ARN. A null value is a secret whose text is set later. An existing secret keeps its value. */
  create(secret: { readonly name: string; readonly value: string | null }): { readonly arn: string };
}

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
  create(table: TableSpec): Promise<void>;
  /** Stream records after `after` (exclusive; null means from the oldest kept), in order, at most `limit`. */
  readStream(table: string, after: string | null, limit: number): readonly StreamRecord[];
  /** The newest sequence number written, or null: where a mapping with `LATEST` begins. */
  streamEnd(table: string): string | null;
  /** Calls back after every write that made stream records. */
  onStreamRecords(table: string, run: () => void): () => void;
  /** Consumed units so far. */
  capacity(): { readonly readUnits: number; readonly writeUnits: number };
}

export type TableSpec = {
  readonly name: string;
  readonly partitionKey: KeyAttribute;
  readonly sortKey: KeyAttribute | null;
  readonly indexes: readonly IndexSpec[];
  readonly streamView: "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES" | "KEYS_ONLY" | null;
  readonly timeToLive: string | null;
};

export type KeyAttribute = { readonly name: string; readonly type: "S" | "N" | "B" };

export type IndexSpec = {
  readonly name: string;
  readonly partitionKey: KeyAttribute;
  readonly sortKey: KeyAttribute | null;
  readonly projection: "ALL" | "KEYS_ONLY" | { readonly include: readonly string[] };
};

/** As Lambda receives it in `Records`, without the mapping's own fields (`eventSourceARN`, `awsRegion`). */
export type StreamRecord = {
  readonly sequenceNumber: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly record: Readonly<Record<string, unknown>>;
};

export interface Queues {
  create(queue: QueueSpec): { readonly url: string };
  send(queue: string, body: string, options?: { readonly groupId?: string | undefined }): void;
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
  create(bucket: BucketSpec): Promise<void>;
}

export type BucketSpec = {
  readonly name: string;
  readonly isVersioned: boolean;
  /** Every object event also goes to the default event bus. */
  readonly sendsToEventBridge: boolean;
  readonly notifications: readonly BucketNotification[];
  /** `LifecycleConfiguration.Rules` as in the template. */
  readonly lifecycle: readonly unknown[];
  /** `CorsConfiguration.CorsRules` as in the template. */
  readonly cors: readonly unknown[];
};

export type BucketNotification = {
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
  /** ARN of a queue, topic or function. */
  readonly target: string;
};

export interface EventBuses {
  create(bus: string): Promise<void>;
  putRule(rule: RuleSpec): Promise<void>;
  put(
    bus: string,
    event: { readonly source: string; readonly detailType: string; readonly detail: string },
  ): Promise<void>;
  /** True when `event` passes the event pattern; also used for the filters of event source mappings. */
  matches(pattern: unknown, event: unknown): boolean;
}

export type RuleSpec = {
  readonly bus: string;
  readonly name: string;
  readonly isEnabled: boolean;
  /** Parsed JSON; exactly one of pattern and schedule. */
  readonly pattern: unknown;
  readonly schedule: string | null;
  /** As in the template, resolved: `Id`, `Arn`, `Input`, `InputPath`, `InputTransformer`, `DeadLetterConfig`, `SqsParameters`, `RetryPolicy`. */
  readonly targets: readonly Readonly<Record<string, unknown>>[];
};

export interface Schedules {
  createGroup(group: string): Promise<void>;
  /** As in the template, resolved: `Name`, `GroupName`, `ScheduleExpression`, `ScheduleExpressionTimezone`, `Target` … */
  create(schedule: Readonly<Record<string, unknown>>): Promise<void>;
}

export interface Topics {
  create(topic: { readonly name: string; readonly attributes: Readonly<Record<string, string>> }): Promise<void>;
  subscribe(subscription: {
    readonly topicArn: string;
    readonly protocol: string;
    readonly endpoint: string;
    readonly attributes: Readonly<Record<string, string>>;
  }): Promise<{ readonly arn: string }>;
  publish(topicArn: string, message: string): Promise<void>;
}

export interface Secrets {
  /** Gives the ARN. A null value is a secret whose text is set later. An existing secret keeps its value. */
  create(secret: { readonly name: string; readonly value: string | null }): Promise<{ readonly arn: string }>;
}

/**
 * Where services hand what has to go on: the target ARN decides. Resolves when the target has accepted it (a queue
 * stored it, a function's asynchronous queue stored it); rejects when it did not, so that the caller retries.
 */
export type Deliver = (targetArn: string, payload: string, options?: DeliverOptions) => Promise<void>;
export type DeliverOptions = { readonly groupId?: string | undefined };

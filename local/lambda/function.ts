/** A Lambda function as the template declares it. */
export type FunctionSpec = {
  readonly name: string;
  /** The name of its construct, `receive-webhook`: for people, logs and look-ups. */
  readonly label: string;
  readonly arn: string;
  /** Folder of the built bundle. */
  readonly codeFolder: string;
  /** `index.handler`: file without ending, then the export. */
  readonly handler: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Above this many at once AWS throttles; null shares the account's pool. */
  readonly reservedConcurrency: number | null;
  readonly roleArn: string;
  /** Where an asynchronous event goes that failed every attempt: `DeadLetterConfig` of the function. */
  readonly deadLetterArn: string | null;
};

/** `AWS::Lambda::EventInvokeConfig`: how asynchronous events of a function are retried. */
export type AsyncSettings = {
  readonly functionName: string;
  readonly maxRetries: number;
  readonly maxAgeMs: number;
  readonly onFailureArn: string | null;
};

/** `AWS::Lambda::EventSourceMapping` of a queue or of a table stream. */
export type MappingSpec = QueueMapping | StreamMapping;

export type QueueMapping = MappingBase & {
  readonly kind: "queue";
  readonly queue: string;
  /** `ScalingConfig.MaximumConcurrency`. */
  readonly maxConcurrency: number | null;
};

export type StreamMapping = MappingBase & {
  readonly kind: "stream";
  readonly table: string;
  readonly startsAt: "oldest" | "latest";
  readonly bisectsOnError: boolean;
  /** -1: until the record is too old. */
  readonly maxRetries: number;
  /** -1: never. */
  readonly maxAgeMs: number;
  readonly onFailureArn: string | null;
};

type MappingBase = {
  /** The same at every start: checkpoints are kept under it. */
  readonly id: string;
  readonly functionName: string;
  readonly sourceArn: string;
  readonly isEnabled: boolean;
  readonly batchSize: number;
  readonly windowMs: number;
  readonly reportsItemFailures: boolean;
  /** Parsed filter patterns; a record passes if it matches any. Empty: all pass. */
  readonly filters: readonly unknown[];
};

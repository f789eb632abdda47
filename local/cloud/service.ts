import type { Buffer } from "node:buffer";

/** One request to an AWS service, as it came over HTTP on 127.0.0.1. */
export type AwsRequest = {
  readonly method: string;
  /** Still percent-encoded, as signed. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The access key id that signed the request: names the calling function or the outside user. Empty if unsigned. */
  readonly accessKeyId: string;
  /** `PutItem`, from `X-Amz-Target: DynamoDB_20120810.PutItem`; empty for REST and query services such as S3 and SNS. */
  readonly operation: string;
  /** Aborted when the caller hung up before the answer (a long poll must not swallow messages then). */
  readonly signal?: AbortSignal;
};

export type AwsResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
};

/** One emulated service. `name` is the service in the SigV4 credential scope: "dynamodb", "s3", "sqs", "events" … */
export interface AwsService {
  readonly name: string;
  handle(request: AwsRequest): Promise<AwsResponse>;
  close?(): Promise<void>;
}

/**
 * What keeps data between runs. `write` is atomic and durable against a killed process when it returns; services load
 * what they own (`load`) when they start. The memory face keeps nothing.
 */
export interface Store {
  load(space: string): readonly (readonly [key: string, value: string | Uint8Array])[];
  write(changes: readonly StoreChange[]): void;
}

export type StoreChange = {
  readonly space: string;
  readonly key: string;
  /** null deletes. */
  readonly value: string | Uint8Array | null;
};

/** The hub's time. It runs with the machine's clock plus an offset that only `advance` moves, and only forward. */
export interface Clock {
  now(): number;
  /** Calls `run` once the clock has reached `at` (epoch ms). Returns a way to cancel. Never keeps the process alive. */
  schedule(at: number, run: () => void): () => void;
  /**
   * Moves forward by `ms`, running what falls due on the way in its order of time. `settle` is waited for after each, so
   * that what it set going ends at its own time.
   */
  advance(ms: number, settle?: () => Promise<void>): Promise<void>;
  /** Nothing is run any more: what it would write to is about to close. */
  stop(): void;
}

import { EngineError } from "./errors.ts";

export type Operation =
  | "GetItem"
  | "PutItem"
  | "UpdateItem"
  | "DeleteItem"
  | "Query"
  | "Scan"
  | "BatchGetItem"
  | "BatchWriteItem"
  | "TransactWriteItems"
  | "TransactGetItems";

/**
 * What can go wrong with a call. `timeout` and `internalError` after an operation mean: it happened, the answer is lost.
 * `unprocessed` concerns batches only: they answer with a part.
 */
export type Fault = "throttle" | "conflict" | "inProgress" | "timeout" | "internalError" | "unprocessed";

export type FaultCall = {
  readonly when: "before" | "after";
  readonly operation: Operation;
  readonly tables: readonly string[];
};

/** Asked before and after every operation. It may name a fault, or throw an error of its own (a crash). */
export type FaultHook = (call: FaultCall) => Fault | undefined;

/** The error a fault shows itself as, outside of a transaction. */
export function faultError(fault: Fault): EngineError {
  switch (fault) {
    case "conflict":
      return new EngineError("TransactionConflictException", "Transaction is ongoing for the item");
    case "inProgress":
      return new EngineError(
        "TransactionInProgressException",
        "The transaction with the given request token is already in progress.",
      );
    case "timeout":
      return new EngineError("TimeoutError", "the service did not answer in time");
    case "internalError":
      return new EngineError("InternalServerError", "Internal server error");
    default:
      return new EngineError(
        "ProvisionedThroughputExceededException",
        "The level of configured provisioned throughput for the table was exceeded. Consider increasing your provisioning level with the UpdateTable API.",
      );
  }
}

/** Errors a caller may try again, as the SDK does by itself. */
export function isRetryable(error: unknown): boolean {
  return error instanceof EngineError && retryable.has(error.name);
}

const retryable = new Set([
  "ProvisionedThroughputExceededException",
  "TransactionInProgressException",
  "TimeoutError",
  "InternalServerError",
]);

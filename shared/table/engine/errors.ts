import type { Attributes } from "./attribute.ts";

/** Why one action of a transaction was refused, in DynamoDB's words. `item` is the item as it stood. */
export type CancellationReason = {
  readonly code: "None" | "ConditionalCheckFailed" | "TransactionConflict" | "ThrottlingError" | "ValidationError";
  readonly message?: string;
  readonly item?: Attributes | null;
};

/** A request the service refuses or fails. `name` is the exception's name, as the SDK shows it. */
export class EngineError extends Error {
  override readonly name: string;
  readonly reasons: readonly CancellationReason[];

  constructor(name: string, message: string, reasons: readonly CancellationReason[] = []) {
    super(message);
    this.name = name;
    this.reasons = reasons;
  }
}

export function invalid(message: string): EngineError {
  return new EngineError("ValidationException", message);
}

export function tableNotFound(table: string): EngineError {
  return new EngineError("ResourceNotFoundException", `Requested resource not found: Table: ${table} not found`);
}

/** One line for each reason, as the service words it: `[None, ConditionalCheckFailed]`. */
export function cancelled(reasons: readonly CancellationReason[]): EngineError {
  const codes = reasons.map((reason) => reason.code).join(", ");
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new EngineError("TransactionCanceledException", message, reasons);
}

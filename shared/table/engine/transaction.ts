import { type CancellationReason, EngineError, invalid } from "./errors.ts";
import { type Fault, faultError } from "./faults.ts";
import { placeOfItem, placeOfKey } from "./item-key.ts";
import type { WriteAction } from "./requests.ts";
import type { TableData } from "./table-data.ts";
import { type PlannedWrite, planWrite } from "./writing.ts";

const maxTransactionActions = 100;
const maxTransactionBytes = 4 * 1024 * 1024;

export type TransactionPlan = {
  readonly writes: readonly PlannedWrite[];
  /** One for each action; all `None` where the transaction may go ahead. */
  readonly reasons: readonly CancellationReason[];
};

/** Works out every action against the same state. Throws what makes the request as a whole invalid. */
export function planTransaction(
  actions: readonly WriteAction[],
  tableOf: (name: string) => TableData,
): TransactionPlan {
  checkCount(actions.length);
  checkDistinct(actions, tableOf);
  const writes: PlannedWrite[] = [];
  const reasons = actions.map((action): CancellationReason => {
    try {
      const write = planWrite(tableOf(action.table), action);
      writes.push(write);
      if (write.holds) return { code: "None" };
      const message = "The conditional request failed";
      return { code: "ConditionalCheckFailed", message, item: write.entry?.attributes ?? null };
    } catch (error) {
      if (error instanceof EngineError && error.name === "ValidationException") {
        return { code: "ValidationError", message: error.message };
      }
      throw error;
    }
  });
  const bytes = writes.reduce((sum, { change, entry }) => sum + Math.max(change?.size ?? 0, entry?.size ?? 0), 0);
  if (bytes > maxTransactionBytes) {
    throw invalid("The aggregate size of the items in the transaction exceeds the limit of 4 MB");
  }
  return { writes, reasons };
}

export function checkCount(count: number): void {
  if (count > maxTransactionActions) {
    throw invalid(
      "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100",
    );
  }
  if (count === 0) {
    throw invalid(
      "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  }
}

function checkDistinct(actions: readonly WriteAction[], tableOf: (name: string) => TableData): void {
  const seen = new Set<string>();
  for (const action of actions) {
    const { spec } = tableOf(action.table);
    const place = action.kind === "put" ? placeOfItem(spec, action.item) : placeOfKey(spec, action.key);
    const name = `${action.table}\n${place.id}`;
    if (seen.has(name)) throw invalid("Transaction request cannot include multiple operations on one item");
    seen.add(name);
  }
}

/** One reason for the first action, none for the others: how a fault cancels a whole transaction. */
export function reasonsFor(count: number, code: "TransactionConflict" | "ThrottlingError"): CancellationReason[] {
  const message =
    code === "TransactionConflict"
      ? "Transaction is ongoing for the item"
      : "Throughput exceeds the current capacity for one or more tables or indexes";
  return Array.from({ length: count }, (_, at) => (at === 0 ? { code, message } : { code: "None" }));
}

/** How a fault before a write transaction cancels it; null where it does not. Faults of another kind are thrown. */
export function cancellingCode(fault: Fault | undefined): "TransactionConflict" | "ThrottlingError" | null {
  if (fault === "conflict") return "TransactionConflict";
  if (fault === "throttle") return "ThrottlingError";
  if (fault === undefined || fault === "unprocessed") return null;
  throw faultError(fault);
}

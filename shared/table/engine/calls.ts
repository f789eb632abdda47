import { type Fault, type FaultHook, faultError, type Operation } from "./faults.ts";
import type { Consumed } from "./requests.ts";

/** Told after every operation that was worked on, a refused one too: what it used. */
export type ConsumedHook = (operation: Operation, consumed: readonly Consumed[]) => void;

type Costly = { readonly consumed: Consumed | readonly Consumed[] };

/** Runs one operation between its two moments to fail. `run` gets the faults that are its own business to show. */
export type Call = <T extends Costly>(
  operation: Operation,
  tables: readonly string[],
  run: (fault: Fault | undefined) => T,
) => T;

export function makeCall(fault: FaultHook | undefined, onConsumed: ConsumedHook | undefined): Call {
  return (operation, tables, run) => {
    const before = fault?.({ when: "before", operation, tables });
    const isOwnBusiness = before === undefined || operation.startsWith("Transact") || before === "unprocessed";
    if (!isOwnBusiness) throw faultError(before);
    const result = run(before);
    onConsumed?.(operation, [result.consumed].flat());
    const after = fault?.({ when: "after", operation, tables });
    if (after !== undefined) throw faultError(after);
    return result;
  };
}

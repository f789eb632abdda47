import type { MerchantId } from "../../kernel/ids.ts";
import { fail, ok } from "../../kernel/result.ts";
import { type Adjustment, type AdjustmentLine, type Decided, refusedLines } from "./document.ts";

export type NewAdjustment = {
  readonly merchantId: MerchantId;
  readonly documentId: string;
  readonly reason: string;
  readonly lines: readonly AdjustmentLine[];
  readonly by: string;
};

/** Sets stock right by hand. What is set below the promises is taken as said: the goods are not there. */
export function decideAdjustment(current: Adjustment | null, wanted: NewAdjustment, now: string): Decided<Adjustment> {
  if (current !== null) {
    const isSame = JSON.stringify([current.reason, current.lines]) === JSON.stringify([wanted.reason, wanted.lines]);
    if (isSame) return ok({ kind: "repeated", document: current });
    return fail({ code: "other_content", says: `adjustment ${wanted.documentId} was made before, with other lines` });
  }
  const refused = refusedLines(wanted.lines);
  if (refused !== null) return fail(refused);
  const document: Adjustment = {
    ...wanted,
    kind: "adjustment",
    state: "done",
    version: 1,
    createdAt: now,
    changedAt: now,
  };
  return ok({ kind: "changed", document, movements: wanted.lines });
}

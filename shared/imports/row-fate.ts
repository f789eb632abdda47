import type { RowNote } from "./notes.ts";
import type { RowReason } from "./reasons.ts";

/** Why a row that has nothing wrong with it was not applied: it was only looked at, others were wrong, or someone stopped it. */
export type NotApplied = "dry_run" | "rejected" | "cancelled";

export type RowFate =
  | { readonly kind: "applied"; readonly result: string; readonly note?: string; readonly notes?: readonly RowNote[] }
  | { readonly kind: "unchanged"; readonly result: string; readonly notes?: readonly RowNote[] }
  /** Not a row of the table: a total, a comment. */
  | { readonly kind: "skipped"; readonly notes: readonly RowNote[] }
  | { readonly kind: "failed"; readonly reasons: readonly RowReason[] }
  /** Nothing of it was stored; `result` is what it would be about, empty where nobody looked. */
  | {
      readonly kind: "not_applied";
      readonly why: NotApplied;
      readonly result: string;
      readonly notes?: readonly RowNote[];
    };

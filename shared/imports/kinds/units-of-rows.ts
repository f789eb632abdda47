import type { FileInHand } from "../apply-orders.ts";
import type { RowNote } from "../notes.ts";
import type { RowReason } from "../reasons.ts";
import type { RowFate } from "../row-fate.ts";
import type { ReadRow } from "../stock-rows.ts";
import type { ImportTools, ReadUnits, Unit } from "./kind-of-import.ts";

type AnyRow = { readonly rowNumber: number; readonly notes: readonly RowNote[] };

/** One unit for each good row, for kinds whose rows stand for themselves. */
export function unitsOf<Row extends AnyRow>(
  rows: readonly ReadRow<Row>[],
  apply: (tools: ImportTools, file: FileInHand, row: Row) => Promise<RowFate>,
): ReadUnits {
  const units: Unit[] = [];
  const failed = new Map<number, readonly RowReason[]>();
  for (const { rowNumber, result } of rows) {
    if (!result.ok) failed.set(rowNumber, result.error);
    else {
      const row = result.value;
      units.push({ rows: [row], apply: (tools, file) => apply(tools, file, row) });
    }
  }
  return { units, failed };
}

/** Of what is stated: told again by this very import it has the fate of the first time, by a later upload of the file none. */
export function storedKind(
  kind: "created" | "changed" | "unchanged" | "repeated",
  { isAgain }: FileInHand,
): "applied" | "unchanged" {
  return kind === "unchanged" || (kind === "repeated" && isAgain) ? "unchanged" : "applied";
}

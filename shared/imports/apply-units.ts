import { inChunks } from "../kernel/in-chunks.ts";
import type { FileInHand } from "./apply-orders.ts";
import type { ImportTools, ReadUnits, Unit } from "./kinds/kind-of-import.ts";
import type { RowNote } from "./notes.ts";
import type { RowFate } from "./row-fate.ts";

/** How many units are under way at once: the table is asked, not flooded. */
const AT_ONCE = 8;

/** By row number. */
export type Fates = Map<number, RowFate>;

/** Applies each unit; good ones are applied beside bad ones, and every row gets its fate. */
export async function applyUnits({ units, failed }: ReadUnits, tools: ImportTools, file: FileInHand): Promise<Fates> {
  const fates: Fates = new Map([...failed].map(([rowNumber, reasons]) => [rowNumber, { kind: "failed", reasons }]));
  for (const group of inChunks(units, AT_ONCE)) {
    await Promise.all(group.map((unit) => applyUnit(unit, tools, file, fates)));
  }
  return fates;
}

async function applyUnit(unit: Unit, tools: ImportTools, file: FileInHand, fates: Fates): Promise<void> {
  const fate = await unit.apply(tools, file);
  for (const { rowNumber, notes } of unit.rows) fates.set(rowNumber, withNotes(fate, notes ?? []));
}

function withNotes(fate: RowFate, notes: readonly RowNote[]): RowFate {
  return fate.kind === "failed" || notes.length === 0 ? fate : { ...fate, notes };
}

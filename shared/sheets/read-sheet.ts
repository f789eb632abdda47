import { fail, ok, type Result } from "../kernel/result.ts";
import type { FileSource } from "./file-source.ts";
import { readRows } from "./read-rows.ts";
import { type RawRow, type ReadSheet, readLimits, type UnreadableFile } from "./rows.ts";

/**
 * All rows of an uploaded .xlsx (its first visible sheet) or .csv at once, or a named reason why there are none. Never
 * throws. Takes what `readLimits` allows; larger sheets are read in batches with `readRows`.
 */
export async function readSheet(file: Uint8Array | FileSource): Promise<Result<ReadSheet, UnreadableFile>> {
  const stream = await readRows(file, readLimits);
  if (!stream.ok) return stream;
  const { name, format, batches } = stream.value;
  const rows: RawRow[] = [];
  for await (const batch of batches) {
    if (!batch.ok) return fail(batch.error);
    for (const row of batch.value) rows.push(row);
  }
  return ok({ name, format, rows });
}

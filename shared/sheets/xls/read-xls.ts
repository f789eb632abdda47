import type { FileSource } from "../file-source.ts";
import type { RawRow, ReadLimits } from "../rows.ts";
import { Unreadable } from "../unreadable.ts";
export async function readXls(
  _source: FileSource,
  _limits: ReadLimits,
): Promise<{ name: string; batches: AsyncGenerator<readonly RawRow[]> }> {
  throw new Unreadable({ kind: "old_excel" });
}

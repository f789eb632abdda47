import { fail, never, ok, type Result } from "../kernel/result.ts";
import { type FileSource, fileSource } from "./file-source.ts";
import { readCsv } from "./read-csv.ts";
import { recogniseFile } from "./recognise-file.ts";
import { type RawRow, type ReadLimits, type RowStream, streamLimits, type UnreadableFile } from "./rows.ts";
import { Unreadable } from "./unreadable.ts";

/**
 * The rows of an uploaded .xlsx or .xls (its first visible sheet) or CSV in batches, or a named reason why there are none.
 * Never throws for what is in the file, and neither do the batches: what goes wrong later is their last element.
 */
export async function readRows(
  file: Uint8Array | FileSource,
  limits: ReadLimits = streamLimits,
): Promise<Result<RowStream, UnreadableFile>> {
  const source = fileSource(file);
  if (source.byteLength === 0) return fail({ kind: "empty_file" });
  if (source.byteLength > limits.fileBytes) {
    return fail({ kind: "too_large", bytes: source.byteLength, allowed: limits.fileBytes });
  }
  try {
    return await openRows(source, limits);
  } catch (fault) {
    if (fault instanceof Unreadable) return fail(fault.why);
    throw fault;
  }
}

async function openRows(source: FileSource, limits: ReadLimits): Promise<Result<RowStream, UnreadableFile>> {
  const file = await recogniseFile(source);
  switch (file.kind) {
    case "zip": {
      const { readWorkbook } = await import("./read-workbook.ts");
      const { name, batches } = await readWorkbook(source, limits);
      return ok({ name, format: "xlsx", batches: results(batches, limits) });
    }
    case "container": {
      const { readXls } = await import("./xls/read-xls.ts");
      const { name, batches } = await readXls(source, limits);
      return ok({ name, format: "xls", batches: results(batches, limits) });
    }
    case "text":
      return ok({ name: "", format: "csv", batches: results(readCsv(source, file.encoding, limits), limits) });
    case "old_excel":
      return fail({ kind: "old_excel" });
    case "other":
      return fail({ kind: "not_a_workbook", looksLike: file.looksLike });
    default:
      return never(file);
  }
}

/** The batches that have rows, as long as reading them takes no longer than it may. */
async function* results(
  batches: AsyncGenerator<readonly RawRow[]>,
  limits: ReadLimits,
): AsyncGenerator<Result<readonly RawRow[], UnreadableFile>> {
  let spentMs = 0;
  try {
    for (;;) {
      const start = performance.now();
      const next = await batches.next();
      spentMs += performance.now() - start;
      if (next.done === true) return;
      if (spentMs > limits.ms) throw new Unreadable({ kind: "too_slow", allowedMs: limits.ms });
      if (next.value.length > 0) yield ok(next.value);
    }
  } catch (fault) {
    if (!(fault instanceof Unreadable)) throw fault;
    yield fail(fault.why);
  } finally {
    await batches.return(undefined);
  }
}

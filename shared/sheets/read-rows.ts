import { fail, never, ok, type Result } from "../kernel/result.ts";
import { readCsv } from "./read-csv.ts";
import { readWorkbook } from "./read-workbook.ts";
import { recogniseFile } from "./recognise-file.ts";
import { type RawRow, type ReadLimits, type RowStream, streamLimits, type UnreadableFile } from "./rows.ts";
import { Unreadable } from "./unreadable.ts";

/**
 * The rows of an uploaded .xlsx (its first visible sheet) or .csv in batches, or a named reason why there are none. Never
 * throws, and neither do the batches: what goes wrong later is their last element.
 */
export async function readRows(
  bytes: Uint8Array,
  limits: ReadLimits = streamLimits,
): Promise<Result<RowStream, UnreadableFile>> {
  if (bytes.byteLength === 0) return fail({ kind: "empty_file" });
  if (bytes.byteLength > limits.fileBytes) {
    return fail({ kind: "too_large", bytes: bytes.byteLength, allowed: limits.fileBytes });
  }
  const file = recogniseFile(bytes);
  switch (file.kind) {
    case "zip":
      return workbookStream(bytes, limits);
    case "text":
      return ok({ name: "", format: "csv", batches: results(csvBatches(bytes, file.encoding)) });
    case "encrypted":
    case "old_excel":
      return fail({ kind: file.kind });
    case "other":
      return fail({ kind: "not_a_workbook", looksLike: file.looksLike });
    default:
      return never(file);
  }
}

async function workbookStream(bytes: Uint8Array, limits: ReadLimits): Promise<Result<RowStream, UnreadableFile>> {
  try {
    const { name, batches } = await readWorkbook(bytes, limits);
    return ok({ name, format: "xlsx", batches: results(batches) });
  } catch (fault) {
    if (fault instanceof Unreadable) return fail(fault.why);
    throw fault;
  }
}

async function* csvBatches(bytes: Uint8Array, encoding: string): AsyncGenerator<readonly RawRow[]> {
  yield readCsv(new TextDecoder(encoding).decode(bytes));
}

async function* results(
  batches: AsyncIterable<readonly RawRow[]>,
): AsyncGenerator<Result<readonly RawRow[], UnreadableFile>> {
  try {
    for await (const rows of batches) yield ok(rows);
  } catch (fault) {
    if (!(fault instanceof Unreadable)) throw fault;
    yield fail(fault.why);
  }
}

import { fail, never, ok, type Result } from "../kernel/result.ts";
import { readCsv } from "./read-csv.ts";
import { readWorkbook } from "./read-workbook.ts";
import { recogniseFile } from "./recognise-file.ts";
import { type ReadSheet, readLimits, type UnreadableFile } from "./rows.ts";
import { Unreadable } from "./workbook-zip.ts";

/** The rows of an uploaded .xlsx (its first visible sheet) or .csv, or a named reason why there are none. Never throws. */
export async function readSheet(bytes: Uint8Array): Promise<Result<ReadSheet, UnreadableFile>> {
  if (bytes.byteLength === 0) return fail({ kind: "empty_file" });
  if (bytes.byteLength > readLimits.fileBytes) {
    return fail({ kind: "too_large", bytes: bytes.byteLength, allowed: readLimits.fileBytes });
  }
  const file = recogniseFile(bytes);
  switch (file.kind) {
    case "zip":
      return readXlsx(bytes);
    case "text":
      return ok({ name: "", format: "csv", rows: readCsv(new TextDecoder(file.encoding).decode(bytes)) });
    case "encrypted":
    case "old_excel":
      return fail({ kind: file.kind });
    case "other":
      return fail({ kind: "not_a_workbook", looksLike: file.looksLike });
    default:
      return never(file);
  }
}

async function readXlsx(bytes: Uint8Array): Promise<Result<ReadSheet, UnreadableFile>> {
  try {
    return ok({ format: "xlsx", ...(await readWorkbook(bytes)) });
  } catch (fault) {
    if (fault instanceof Unreadable) return fail(fault.why);
    throw fault;
  }
}

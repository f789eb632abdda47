import type { ObjectFiles, ObjectRange, ObjectRanges, ObjectUploads } from "../platform/ports.ts";
import { writeObject } from "../sheets/write-object.ts";
import type { AnyReportName } from "./report.ts";

/** `demo/lake/sales/date=2026-11-20/sales.parquet`: one file for each day, always of the newest version, for query engines. */
export function lakeKey(merchantId: string, report: AnyReportName, day: string): string {
  return `${lakeFolder(merchantId, report)}date=${day}/${report}.parquet`;
}

export function lakeFolder(merchantId: string, report: AnyReportName): string {
  return `${merchantId}/lake/${report}/`;
}

/** Which version is current, and the key of its Parquet file. */
type Current = { readonly version: number; readonly key: string };

const TRIES = 5;
/** A file may be longer than memory: so much of it is read at a time. */
const PIECE_BYTES = 8 * 1024 * 1024;

/**
 * Puts the file of the current version where query engines look, which read every file of a folder and so must find one only.
 * Whoever comes late with an older version sees that another one is current by now, and puts that. What lies there already is
 * left alone, told by its bytes: it is asked for every night, and each write would be one more version in the bucket.
 */
export async function copyToLake(
  files: ObjectFiles & ObjectRanges & ObjectUploads,
  to: string,
  current: () => Promise<Current | null>,
): Promise<void> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const before = await current();
    const source = before === null ? null : await files.getRange(before.key, 0, PIECE_BYTES);
    if (before === null || source === null) return;
    if (await isThere(files, to, before.key, source)) return;
    await writeObject(files, to, source.contentType, piecesOf(files, before.key, source));
    if ((await current())?.version === before.version) return;
  }
  throw new Error(`others kept changing ${to}`);
}

async function isThere(files: ObjectRanges, to: string, key: string, source: ObjectRange): Promise<boolean> {
  let from = 0;
  for await (const piece of piecesOf(files, key, source)) {
    const there = await files.getRange(to, from, from + PIECE_BYTES);
    if (there?.totalBytes !== source.totalBytes || Buffer.compare(there.body, piece) !== 0) return false;
    from += piece.byteLength;
  }
  return true;
}

/** The object piece by piece; `first` has been read. What is under its key never changes. */
async function* piecesOf(files: ObjectRanges, key: string, first: ObjectRange): AsyncGenerator<Uint8Array> {
  yield first.body;
  for (let from = first.body.byteLength; from < first.totalBytes; ) {
    const next = await files.getRange(key, from, from + PIECE_BYTES);
    if (next === null) throw new Error(`${key} is gone`);
    yield next.body;
    from += next.body.byteLength;
  }
}

import { openRecords, takeRecord, writeRecords } from "./csv-records.ts";

const separators = [",", "\t", ";", "|"] as const;

const RECORDS_LOOKED_AT = 20;

export type Separator = { readonly character: string; readonly isNamed: boolean };

/**
 * What separates the fields: the character that most of the first records have equally often (among equals, the one they have
 * most of), so that neither a title above the table nor commas within texts decide. `sep=;` in the first line names it.
 */
export function separatorOf(beginning: Uint8Array): Separator {
  const named = /^sep=([,;|\t])\r?\n/i.exec(new TextDecoder().decode(beginning.subarray(0, 16)))?.[1];
  if (named !== undefined) return { character: named, isNamed: true };
  const scored = separators.map((character) => ({ character, ...agreement(beginning, character) }));
  const best = scored.reduce((a, b) =>
    b.records > a.records || (b.records === a.records && b.count > a.count) ? b : a,
  );
  return { character: best.character, isNamed: false };
}

/** How often most records have the separator, and how many records those are. */
function agreement(beginning: Uint8Array, separator: string): { readonly records: number; readonly count: number } {
  const scan = openRecords(separator);
  writeRecords(scan, beginning);
  const seen = new Map<number, number>();
  for (let records = 0; records < RECORDS_LOOKED_AT && takeRecord(scan, true); records += 1) {
    const count = countOutsideQuotes(scan.bytes.subarray(scan.from, scan.to), separator.charCodeAt(0));
    if (count > 0) seen.set(count, (seen.get(count) ?? 0) + 1);
  }
  return [...seen].reduce(
    (best, [count, records]) =>
      records > best.records || (records === best.records && count > best.count) ? { records, count } : best,
    { records: 0, count: 0 },
  );
}

function countOutsideQuotes(record: Uint8Array, separator: number): number {
  let count = 0;
  let isQuoted = false;
  for (const byte of record) {
    if (byte === 34) isQuoted = !isQuoted;
    else if (byte === separator && !isQuoted) count += 1;
  }
  return count;
}

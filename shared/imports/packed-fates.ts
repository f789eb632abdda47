import type { Fates } from "./apply-units.ts";
import type { RowFate } from "./row-fate.ts";

/** One line a row, in the order of the file: its number, a blank, its fate. */
export function fateLines(fates: Fates): string {
  const inOrder = [...fates].toSorted(([a], [b]) => a - b);
  return inOrder.map(([rowNumber, fate]) => `${rowNumber} ${JSON.stringify(fate)}\n`).join("");
}

const NEWLINE = 10;
const BLANK = 32;
const ZERO = 48;

/**
 * The fates of all rows of a file as the chunks wrote them: kept as text, since a million objects would not fit, and read one
 * at a time. `last` is the highest row number of the file.
 */
export function packedFates(files: readonly Uint8Array[], last: number): (rowNumber: number) => RowFate | undefined {
  // By row number: in which file its line begins, counted from 1, and where.
  const fileOf = new Uint16Array(last + 1);
  const startOf = new Uint32Array(last + 1);
  for (const [index, bytes] of files.entries()) {
    for (let at = 0; at < bytes.length; ) {
      let rowNumber = 0;
      for (; bytes[at] !== BLANK; at += 1) rowNumber = rowNumber * 10 + (bytes[at] ?? ZERO) - ZERO;
      fileOf[rowNumber] = index + 1;
      startOf[rowNumber] = at + 1;
      at = bytes.indexOf(NEWLINE, at) + 1;
      if (at === 0) break;
    }
  }
  return (rowNumber) => {
    const bytes = files[(fileOf[rowNumber] ?? 0) - 1];
    if (bytes === undefined) return undefined;
    const start = startOf[rowNumber] ?? 0;
    const line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
      "utf8",
      start,
      bytes.indexOf(NEWLINE, start),
    );
    return JSON.parse(line) as RowFate;
  };
}

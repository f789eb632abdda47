import { emptyCell, type RawCell } from "./rows.ts";
import type { XmlScan } from "./xml-scan.ts";

/**
 * Cells by the bytes of their values. Columns of merchants' sheets repeat shops, skus, prices and days: such a cell is
 * made once and shared, instead of decoded and collected a million times. A column that seldom repeats is left alone.
 */
export type RepeatedCells = {
  readonly cells: RawCell[];
  /** Style, type and length of what lies at a place; 0 for nothing. */
  readonly keys: Int32Array;
  readonly texts: Uint8Array;
  /** Of each column, since it was last judged. */
  readonly asked: Uint16Array;
  readonly found: Uint16Array;
  /** Cells of a column that are not looked for before it is tried again. */
  readonly pauses: Uint16Array;
  /** Where the cell belongs that was not found; -1 when it is not to be kept. */
  place: number;
  key: number;
};

const PLACES = 16_384;
/** Longer values seldom repeat. */
const MAX_BYTES = 64;
const COLUMNS = 256;
const MAX_STYLE = 65_535;
/** The end tells values apart best: they count up there. */
const HASHED_BYTES = 12;

const ASKED = 512;
const WORTH_FOUND = 128;
const PAUSE = 16_384;

export function openRepeatedCells(): RepeatedCells {
  return {
    cells: new Array<RawCell>(PLACES).fill(emptyCell),
    keys: new Int32Array(PLACES),
    texts: new Uint8Array(PLACES * MAX_BYTES),
    asked: new Uint16Array(COLUMNS),
    found: new Uint16Array(COLUMNS),
    pauses: new Uint16Array(COLUMNS),
    place: -1,
    key: 0,
  };
}

/** The cell of the scan's latest text, when the same bytes of the same type and style were kept before. */
export function repeatedCell(
  repeated: RepeatedCells,
  scan: XmlScan,
  column: number,
  style: number,
  type: number,
): RawCell | null {
  const { bytes, from, to } = scan;
  const length = to - from;
  repeated.place = -1;
  if (length > MAX_BYTES || column >= COLUMNS || style > MAX_STYLE || passesOver(repeated, column)) return null;
  let hash = length * 7 + type;
  for (let at = length > HASHED_BYTES ? to - HASHED_BYTES : from; at < to; at += 1) {
    hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0;
  }
  const place = (hash ^ (hash >>> 15)) & (PLACES - 1);
  const key = (style << 12) | (type << 8) | (length + 1);
  if (repeated.keys[place] === key && isSame(repeated.texts, place * MAX_BYTES, scan)) {
    repeated.found[column] = (repeated.found[column] as number) + 1;
    return repeated.cells[place] as RawCell;
  }
  repeated.place = place;
  repeated.key = key;
  return null;
}

/** Keeps the cell that was just asked for and not found, for the next one like it. */
export function keepCell(repeated: RepeatedCells, { bytes, from, to }: XmlScan, cell: RawCell): void {
  const { place, texts } = repeated;
  if (place === -1) return;
  repeated.keys[place] = repeated.key;
  repeated.cells[place] = cell;
  const start = place * MAX_BYTES - from;
  for (let at = from; at < to; at += 1) texts[start + at] = bytes[at] as number;
}

/** Whether this cell of the column is not looked for; counts what is, and judges the column by it. */
function passesOver(repeated: RepeatedCells, column: number): boolean {
  const pause = repeated.pauses[column] as number;
  if (pause > 0) {
    repeated.pauses[column] = pause - 1;
    return true;
  }
  const asked = repeated.asked[column] as number;
  if (asked < ASKED) {
    repeated.asked[column] = asked + 1;
    return false;
  }
  const isWorth = (repeated.found[column] as number) >= WORTH_FOUND;
  repeated.asked[column] = 0;
  repeated.found[column] = 0;
  if (!isWorth) repeated.pauses[column] = PAUSE;
  return !isWorth;
}

function isSame(texts: Uint8Array, start: number, { bytes, from, to }: XmlScan): boolean {
  for (let at = from; at < to; at += 1) if (texts[start + at - from] !== bytes[at]) return false;
  return true;
}

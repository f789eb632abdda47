import type { Cell, Column } from "../../../sheets/sheet.ts";
import { escapeXml, styleOf } from "../../../sheets/workbook-parts.ts";
import { MAX_CELL_CHARACTERS } from "../../../sheets/write-workbook.ts";

/** The texts that stand once in a workbook, in the order of their first use; cells refer to them by number. */
export type SharedTexts = {
  /** Null when it is full or the text too long to be kept: such a text stands in its cell. */
  readonly numberOf: (text: string) => number | null;
  readonly all: () => readonly string[];
};

/** What stands behind the place of a cell, `" s="4"><v>19.99</v></c>`. Empty cells are not to be asked for. */
export type CellText = (cell: Exclude<Cell, null>) => string;

/** Texts in memory over all columns, and the length of one: some 15 MB at most. */
const MAX_TEXTS = 65_536;
const MAX_SHARED_CHARACTERS = 120;

/** After so many new values it is known whether a column repeats itself. */
const TRIAL = 4_096;
const NEW_VALUES_OF_A_REPEATING_COLUMN = 0.7;

/** Excel keeps 15 digits of a number and makes zeros of the others. */
const MAX_DIGITS = 15;

export function makeSharedTexts(): SharedTexts {
  const numbers = new Map<string, number>();
  return {
    numberOf: (text) => {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      if (numbers.size === MAX_TEXTS || text.length > MAX_SHARED_CHARACTERS) return null;
      numbers.set(text, numbers.size);
      return numbers.size - 1;
    },
    all: () => [...numbers.keys()],
  };
}

/**
 * Writes the cells of one column. Values that come again and again (currencies, channels, prices) are written once and
 * kept; a column whose values are nearly all new (ids) is soon written without looking them up.
 */
export function makeCellText({ kind }: Column, shared: SharedTexts): CellText {
  const isNumeric = kind === "integer" || kind === "decimal";
  const known = new Map<string | number, string>();
  let asked = 0;
  let isRepeating = true;
  const fresh: CellText = (cell) => {
    const text = String(cell);
    const digits = isNumeric ? digitsOf(text) : null;
    if (digits !== null) return `" s="${styleOf("plain", kind, digits)}"><v>${text}</v></c>`;
    const shownText = text.length > MAX_CELL_CHARACTERS ? text.slice(0, MAX_CELL_CHARACTERS) : text;
    const number = isRepeating ? shared.numberOf(shownText) : null;
    return number === null ? `" t="inlineStr"><is>${textXml(shownText)}</is></c>` : `" t="s"><v>${number}</v></c>`;
  };
  return (cell) => {
    if (!isRepeating) return fresh(cell);
    asked += 1;
    const written = known.get(cell);
    if (written !== undefined) return written;
    if (known.size === TRIAL) {
      isRepeating = known.size < asked * NEW_VALUES_OF_A_REPEATING_COLUMN;
      if (!isRepeating) known.clear();
      return fresh(cell);
    }
    const text = fresh(cell);
    known.set(cell, text);
    return text;
  };
}

/** Digits behind the point of a number that Excel can keep; null for what is to stay text. */
function digitsOf(text: string): number | null {
  if (text.length > MAX_DIGITS + 2 || !/^-?\d+(?:\.\d+)?$/.test(text)) return null;
  const point = text.indexOf(".");
  const digits = text.length - (text.startsWith("-") ? 1 : 0) - (point === -1 ? 0 : 1);
  if (digits > MAX_DIGITS) return null;
  return point === -1 ? 0 : text.length - point - 1;
}

/** Markup, what XML cannot carry, and what Excel takes for an escape of its own. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the very characters to be found
const NEEDS_ESCAPE = /[&<>"\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|_x[0-9A-Fa-f]{4}_/;
const NEEDS_SPACE = /^\s|\s$|[\n\r\t]| {2}/;

/** `<t>…</t>`; the text comes back from Excel as it is. */
export function textXml(text: string): string {
  const shown = NEEDS_ESCAPE.test(text) ? escapeXml(text.replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")) : text;
  return NEEDS_SPACE.test(text) ? `<t xml:space="preserve">${shown}</t>` : `<t>${shown}</t>`;
}

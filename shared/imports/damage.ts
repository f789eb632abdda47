import type { RawCell, ReadSheet } from "../sheets/rows.ts";
import { cellText } from "../sheets/rows.ts";
import { tidy } from "./cell-habits.ts";
import type { ReasonCode } from "./reasons.ts";

/**
 * What spreadsheets do to codes cannot be undone, and often only the column tells: one number that ends in zeros is a number,
 * a column of them is a column that went through Excel. Damaged codes are refused with the fix, never guessed back.
 */
export type IdCheck = (cell: RawCell) => ReasonCode | null;

/** Excel keeps this many digits of a number. */
const DIGITS_KEPT = 15;
/** How many lost digits in a column, each read as zero, are no coincidence any more (one in a thousand). */
const ZEROS_THAT_PROVE = 3;

/** Excel writes months so, in a CSV file: `MAR-1` comes back as `1-Mar`, `MAR-99` as `Mar-99`. People write them otherwise. */
const MONTHS = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
const DATE_OF_CODE = new RegExp(`^(?:\\d{1,2}-${MONTHS}|${MONTHS}-\\d\\d|\\d{1,2}月\\d{1,2}日|\\d{4}年\\d{1,2}月)$`);
const WHOLE_DATE = /^\d{4}[-/]\d{1,2}[-/]\d{1,2}( 0?0:00(:00)?)?$/;

/** What all cells of a column of codes say together; gathered cell by cell, and kept as JSON between the workers of a file. */
export type IdFacts = {
  /** Digits beyond the fifteenth, all cells together. */
  digitsBeyond: number;
  isEachRounded: boolean;
  /** Of the shortest code that begins with zeros; 0: there is none. */
  zeroLedWidth: number;
};

export function noIdFacts(): IdFacts {
  return { digitsBeyond: 0, isEachRounded: true, zeroLedWidth: 0 };
}

export function noteId(facts: IdFacts, cell: RawCell): void {
  if (cell.kind === "empty") return;
  const { text } = tidy(cell.text);
  if (isLong(text)) {
    facts.digitsBeyond += text.length - DIGITS_KEPT;
    facts.isEachRounded &&= /^0+$/.test(text.slice(DIGITS_KEPT));
  }
  if (cell.kind !== "text" || !/^0\d+$/.test(text)) return;
  facts.zeroLedWidth = facts.zeroLedWidth === 0 ? text.length : Math.min(facts.zeroLedWidth, text.length);
}

/** The check of one column of codes, made of all its cells. */
export function idCheckOf(facts: IdFacts, format: ReadSheet["format"]): IdCheck {
  const hasLostDigits = facts.digitsBeyond >= ZEROS_THAT_PROVE && facts.isEachRounded;
  return (cell) => {
    const { text } = tidy(cellText(cell));
    if (isGarbled(cellText(cell))) return "garbled_text";
    if (format === "csv" && (DATE_OF_CODE.test(text) || WHOLE_DATE.test(text))) return "id_as_date";
    if (hasLostDigits && isLong(text)) return "id_digits_lost";
    const isCut = cell.kind === "number" && /^\d+$/.test(text) && text.length < facts.zeroLedWidth;
    return isCut ? "id_zeros_lost" : null;
  };
}

function isLong(text: string): boolean {
  return text.length > DIGITS_KEPT && /^[1-9]\d+$/.test(text);
}

/** UTF-8 that somebody read as Latin-1 or Windows-1252: `ä¸­æ–‡`. */
const UTF8_AS_LATIN =
  /[\u00E0-\u00EF][\u0080-\u00BF\u0152-\u0192\u02C6\u02DC\u2013-\u203A\u20AC\u2122]{2}|Ã[\u0080-\u00BF]/;
/** What is left of characters that a code page did not have. */
const LOST = /\uFFFD|锟斤拷|烫烫|屯屯|^\?{2,}$|\?{4,}/;

/** Text that was read or saved in a wrong encoding: what it said is lost or cannot be known. */
export function isGarbled(text: string): boolean {
  return LOST.test(text) || UTF8_AS_LATIN.test(text);
}

/** Digits of a postal code where it is a number of fixed length that may begin with zero. */
const postalDigits: Readonly<Record<string, number>> = {
  CN: 6,
  US: 5,
  DE: 5,
  FR: 5,
  IT: 5,
  ES: 5,
  KR: 5,
  MX: 5,
  JP: 7,
  SG: 6,
};

/** 02134 in Boston becomes 2134 in a number cell. */
export function isPostalCodeCut(postalCode: string, country: string): boolean {
  const wanted = postalDigits[country];
  return wanted !== undefined && /^\d+$/.test(postalCode) && postalCode.length < wanted;
}

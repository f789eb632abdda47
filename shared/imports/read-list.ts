import { fail, ok } from "../kernel/result.ts";
import type { RawCell } from "../sheets/rows.ts";
import { type Read, readId, readText } from "./read-cell.ts";
import type { ReasonCode } from "./reasons.ts";

/** Several values in one cell, parted by semicolons, commas or line breaks; null: the cell is empty. */
export function readList(cell: RawCell, most: number): Read<readonly string[]> {
  return readParts(readText(cell), /[;；,，、\n\r|]+/, most);
}

/** The same of codes, which hold no blanks; only each of them has a length. */
export function readCodes(cell: RawCell, most: number): Read<readonly string[]> {
  const id = readId(cell);
  const codes = readParts(!id.ok && id.error === "too_long" ? readText(cell) : id, /[;；,，、\s|]+/, most);
  return codes.ok && codes.value?.some((code) => code.length > LONGEST_CODE) === true ? fail("too_long") : codes;
}

const LONGEST_CODE = 100;

function readParts(text: Read<string>, by: RegExp, most: number): Read<readonly string[]> {
  if (!text.ok || text.value === null) return text.ok ? ok(null) : text;
  const parts = [...new Set(text.value.split(by).map((part) => part.trim()))].filter((part) => part !== "");
  return parts.length > most ? fail("too_many_values") : ok(parts);
}

/** One of the words of a column, in any language it is known in. */
export function readChoice<T extends string>(cell: RawCell, words: Readonly<Record<string, T>>): Read<T> {
  const text = readText(cell);
  if (!text.ok || text.value === null) return text.ok ? ok(null) : text;
  const found = Object.hasOwn(words, text.value.toLowerCase()) ? words[text.value.toLowerCase()] : undefined;
  return found === undefined ? fail<ReasonCode>("unknown_choice") : ok(found);
}

export type Part = { readonly code: string; readonly quantity: number };

const PART = /^(.+?)(?:\s*[*×]\s*|\s+x\s*)(\d{1,9})$/i;

/** What a bundle consists of: `TEA-1*2; MUG-1`. A part without a number counts once. */
export function readPartList(cell: RawCell, most: number): Read<readonly Part[]> {
  const written = readList(cell, most);
  if (!written.ok || written.value === null) return written.ok ? ok(null) : written;
  const parts = written.value.map((text): Part => {
    const [, code, quantity] = PART.exec(text) ?? [];
    return code === undefined ? { code: text, quantity: 1 } : { code: code.trim(), quantity: Number(quantity) };
  });
  const isFine = parts.every(({ code, quantity }) => code.length <= LONGEST_CODE && quantity > 0 && !/[*×]/.test(code));
  const isOnce = new Set(parts.map(({ code }) => code)).size === parts.length;
  return isFine && isOnce ? ok(parts) : fail("bad_components");
}

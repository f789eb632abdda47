import type { NoteCode } from "./notes.ts";

/** A cell's text as it was meant, and what had to be done to it. */
export type TidyText = { readonly text: string; readonly notes: readonly NoteCode[] };

/** Marks that exports put around an id so that a spreadsheet keeps its digits: `="321"`, `'321`, a tab. */
const FORMULA_TEXT = /^=\s*"((?:[^"]|"")*)"$/;
const INVISIBLE = /[\u200B-\u200D\u2060\uFEFF\u00AD]/g;
const FULL_WIDTH = /[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A\uFF0B\uFF0D\uFF0E]/;

/**
 * What can be put right without guessing: marks around ids, characters nobody sees, full-width digits and letters. Each is
 * named, so that the receipt can say so; a blank at the ends is not worth a word.
 */
export function tidy(raw: string): TidyText {
  const notes: NoteCode[] = [];
  const visible = raw.replace(INVISIBLE, "");
  if (visible !== raw) notes.push("invisible_characters");
  const bare = unmarked(visible);
  if (bare !== visible.trim() || /^\s*\t/.test(raw)) notes.push("text_mark");
  if (FULL_WIDTH.test(bare)) notes.push("full_width");
  return { text: bare.normalize("NFKC").trim(), notes };
}

function unmarked(text: string): string {
  const trimmed = text.trim();
  const wrapped = FORMULA_TEXT.exec(trimmed)?.[1];
  if (wrapped !== undefined) return wrapped.replaceAll('""', '"').trim();
  return /^'[^']/.test(trimmed) ? trimmed.slice(1) : trimmed;
}

/** Which currencies a sign can stand for; one that names another currency is not taken off. */
const signs: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^[¥￥]\s*|\s*[元圆]$|^RMB\s*|\s*RMB$/i, ["CNY", "JPY"]],
  [/^(?:US|HK|NT|A|C|S|NZ)?\$\s*/, ["USD", "HKD", "TWD", "AUD", "CAD", "SGD", "NZD", "MXN"]],
  [/^€\s*|\s*€$/, ["EUR"]],
  [/^£\s*/, ["GBP"]],
];

/** `¥1,299.00` in CNY → `1299.00`. Only the sign of this very currency and commas that can be nothing but thousands go. */
export function tidyNumber(text: string, currency: string | null): TidyText {
  const notes: NoteCode[] = [];
  let digits = text;
  for (const [sign, currencies] of signs) {
    if (currency === null || !currencies.includes(currency)) continue;
    const without = digits.replace(sign, "");
    if (without !== digits) notes.push("currency_sign");
    digits = without;
  }
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(digits)) {
    digits = digits.replaceAll(",", "");
    notes.push("thousands");
  }
  return { text: digits, notes: [...new Set(notes)] };
}

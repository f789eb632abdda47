import type { MistakeFacts } from "./mistake.ts";

type Habit = { readonly finds: RegExp; readonly expected: string; readonly instead: (found: string) => string };

/** What people write from habit, of other languages, of spreadsheets, of Chinese keyboards. */
const habits: readonly Habit[] = [
  {
    finds: /[“”„‟＂]|[‘’‚＇]/gu,
    expected: "straight quotes around text",
    instead: (found) => (/[‘’‚＇]/u.test(found) ? "'" : '"'),
  },
  {
    finds: /[（），。＝＞＜！＆｜【】]/gu,
    expected: "half-width signs",
    instead: (found) =>
      ({
        "（": "(",
        "）": ")",
        "，": ",",
        "。": ".",
        "＝": "==",
        "＞": ">",
        "＜": "<",
        "！": "!",
        "＆": "&&",
        "｜": "||",
      })[found] ?? (found === "【" ? "[" : "]"),
  },
  {
    finds: /===|!==/g,
    expected: "one of == and != with two signs",
    instead: (found) => (found === "===" ? "==" : "!="),
  },
  { finds: /<>/g, expected: "!= for “is not”", instead: () => "!=" },
  { finds: /=</g, expected: "<= for “at most”", instead: () => "<=" },
  { finds: /=>/g, expected: ">= for “at least”", instead: () => ">=" },
  { finds: /(?<![=!<>])=(?![=<>])/g, expected: "== to compare", instead: () => "==" },
  { finds: /(?<!&)&(?!&)/g, expected: "&& for “and”", instead: () => "&&" },
  { finds: /(?<!\|)\|(?!\|)/g, expected: "|| for “or”", instead: () => "||" },
  { finds: /(?<=^|[\s)])and(?=[\s(]|$)/gi, expected: "&& for “and”", instead: () => "&&" },
  { finds: /(?<=^|[\s)])or(?=[\s(]|$)/gi, expected: "|| for “or”", instead: () => "||" },
  { finds: /(?<=^|[\s(])not(?=[\s(]|$)/gi, expected: "! for “not”", instead: () => "!" },
  {
    finds: /(?<![\w.])(?:True|False|TRUE|FALSE)(?!\w)/g,
    expected: "true or false in small letters",
    instead: (found) => found.toLowerCase(),
  },
  {
    finds: /(?<![\w.])\d{1,3}(?:,\d{3})+(?!\w)/g,
    expected: "a number without commas",
    instead: (found) => found.replaceAll(",", ""),
  },
  { finds: /[¥$€£￥]\s*[\d.]+/g, expected: "an amount in minor units", instead: (found) => minorHint(found) },
];

/** Signs and words that are right elsewhere; the first of them is what the text stumbles on. */
export function misspeltSigns(text: string): readonly MistakeFacts[] {
  const bare = withoutTexts(text);
  return habits
    .flatMap(({ finds, expected, instead }) =>
      [...bare.matchAll(finds)].map((match) => ({
        at: match.index,
        found: match[0],
        expected,
        suggestion: instead(match[0]),
      })),
    )
    .sort((a, b) => a.at - b.at);
}

/** With blanks of the same length for every text in quotes, so that places stay. */
export function withoutTexts(text: string): string {
  const blank = (found: string): string => " ".repeat(found.length);
  return text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*/g, blank);
}

function minorHint(found: string): string {
  const number = Number(found.replace(/[^\d.]/g, ""));
  return Number.isFinite(number) ? `${Math.round(number * 100)} (for a currency of two decimals)` : "whole minor units";
}

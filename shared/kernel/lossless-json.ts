import { normalDecimal, readDecimal } from "./decimal.ts";
import { fail, ok, type Result } from "./result.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/** `detail` says what is wrong and where, and never quotes the document: it may hold personal data. */
export type BadJson = { readonly kind: "bad_json"; readonly detail: string };

const DEEPEST = 100;

/** A number with so many digits, or such an exponent, that a double may not hold it. Misses none; may hit inside text. */
const MAY_LOSE_DIGITS = /(?:^|[\s:,[])-?(?:[0-9.]{16}|[0-9.]+[eE][+-]?[0-9]{3})/;

/**
 * JSON.parse, except that a whole number beyond ±(2^53 − 1), and any number whose digits a double cannot hold, comes back
 * as its source text: "9007199254740993". Bytes must be UTF-8; a byte order mark is dropped. Refused, as `bad_json`:
 * deeper than 100 levels, and any key `__proto__`, so that no later copy of the value can reach a prototype.
 */
export function parseJson(text: string | Uint8Array): Result<Json, BadJson> {
  const source = typeof text === "string" ? text.replace(/^\uFEFF/, "") : decode(text);
  if (source === null) return fail({ kind: "bad_json", detail: "not UTF-8" });
  try {
    const value = JSON.parse(source) as Json;
    const refusal = refusalOf(value, 1);
    if (refusal !== null) return fail({ kind: "bad_json", detail: refusal });
    return ok(MAY_LOSE_DIGITS.test(source) ? parseWithSource(source, keepDigits) : value);
  } catch (error) {
    if (error instanceof SyntaxError) return fail({ kind: "bad_json", detail: whereOf(error) });
    throw error;
  }
}

type Reviver = (name: string, value: Json, context: { readonly source?: string }) => Json;

/** The reviver's third argument (the source text of primitives) is newer than TypeScript's own description of it. */
const parseWithSource = JSON.parse as (text: string, reviver: Reviver) => Json;

function keepDigits(_name: string, value: Json, context: { readonly source?: string }): Json {
  const { source } = context;
  return typeof value === "number" && source !== undefined && !isExact(value, source) ? source : value;
}

function isExact(value: number, source: string): boolean {
  if (Number.isSafeInteger(value)) return sameDecimal(String(value), source);
  if (/^-?[0-9]+$/.test(source)) return false;
  return Number.isFinite(value) && sameDecimal(String(value), source);
}

function sameDecimal(left: string, right: string): boolean {
  const a = readDecimal(left);
  const b = readDecimal(right);
  if (a === null || b === null) return false;
  const [x, y] = [normalDecimal(a), normalDecimal(b)];
  return x.digits === y.digits && x.power === y.power && x.isNegative === y.isNegative;
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** Looks at containers only; JSON.parse itself does not recurse, so that any depth reaches this check. */
function refusalOf(value: Json, level: number): string | null {
  if (value === null || typeof value !== "object") return null;
  if (level > DEEPEST) return `nested deeper than ${DEEPEST} levels`;
  if (Object.hasOwn(value, "__proto__")) return 'a key is "__proto__"';
  for (const inner of Object.values(value)) {
    const refusal = refusalOf(inner, level + 1);
    if (refusal !== null) return refusal;
  }
  return null;
}

function whereOf(error: SyntaxError): string {
  const position = /at position (\d+)/.exec(error.message)?.[1];
  if (position !== undefined) return `not JSON at character ${position}`;
  return error.message.startsWith("Unexpected end") ? "ends in the middle" : "not JSON";
}

import { currencyExponent } from "./currency.ts";
import { type Decimal, readDecimal } from "./decimal.ts";
import { fail, ok, type Result } from "./result.ts";

/** `text` is what was read, cut after 40 characters; `digits` is how many the currency has after the point. */
export type MoneyProblem =
  | { readonly kind: "unknown_currency"; readonly currency: string }
  | { readonly kind: "not_a_number"; readonly text: string }
  | { readonly kind: "too_precise"; readonly text: string; readonly digits: number }
  | { readonly kind: "too_large"; readonly text: string };

/**
 * Minor units of a decimal amount, digit by digit. Zeros beyond the currency's digits are fine ("225.0000"), other digits
 * are `too_precise`. A number is read through its shortest text. USD 19.99 is 1999, JPY 1800 is 1800, KWD 1.5 is 1500.
 */
export function minorFromDecimal(text: string | number, currency: string): Result<number, MoneyProblem> {
  return readMinor(text, currency, "exact");
}

/** Like `minorFromDecimal`, but digits beyond the currency's are rounded half away from zero (34.116425 is 3412 cents). */
export function minorFromDecimalRounded(text: string | number, currency: string): Result<number, MoneyProblem> {
  return readMinor(text, currency, "rounded");
}

/** The exact inverse of `minorFromDecimal`: 1999 USD is "19.99", -5 KWD is "-0.005". Throws on an unknown currency. */
export function decimalFromMinor(minor: number, currency: string): string {
  const exponent = currencyExponent(currency);
  if (exponent === null) throw new Error(`"${currency}" is not a currency`);
  if (!Number.isSafeInteger(minor)) throw new Error(`${minor} is not an amount in minor units`);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, "0");
  const point = digits.length - exponent;
  const sign = minor < 0 ? "-" : "";
  return exponent === 0 ? sign + digits : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/**
 * Shares `totalMinor` by weight so that the parts add up to it exactly: each gets its share rounded towards zero, then
 * the largest remainders get one unit more, the first of equals first. A negative total gives the mirrored parts. A
 * negative weight counts as 0; when all are 0 the shares are equal. Throws when there is nobody to share with.
 */
export function splitByWeights(totalMinor: number, weights: readonly number[]): number[] {
  if (!Number.isSafeInteger(totalMinor)) throw new Error(`${totalMinor} is not an amount in minor units`);
  if (weights.length === 0 && totalMinor !== 0) throw new Error("an amount cannot be split over no weights");
  const total = BigInt(Math.abs(totalMinor));
  const exact = exactWeights(weights);
  const sum = exact.reduce((so, weight) => so + weight, 0n);
  if (weights.length === 0) return [];
  if (sum === 0n) return splitByWeights(totalMinor, new Array<number>(weights.length).fill(1));

  const shares = exact.map((weight, index) => ({
    index,
    part: (total * weight) / sum,
    remainder: (total * weight) % sum,
  }));
  const missing = Number(total - shares.reduce((so, share) => so + share.part, 0n));
  const byRemainder = shares.toSorted((a, b) => compare(b.remainder, a.remainder) || a.index - b.index);
  const lucky = new Set(byRemainder.slice(0, missing).map((share) => share.index));
  const sign = totalMinor < 0 ? -1n : 1n;
  return shares.map(({ index, part }) => Number(sign * (lucky.has(index) ? part + 1n : part)));
}

function readMinor(text: string | number, currency: string, mode: "exact" | "rounded"): Result<number, MoneyProblem> {
  const exponent = currencyExponent(currency);
  if (exponent === null) return fail({ kind: "unknown_currency", currency: shown(currency) });
  const source = String(text);
  const decimal = readDecimal(source);
  if (decimal === null) return fail({ kind: "not_a_number", text: shown(source) });
  const scaled = toInteger(decimal, exponent);
  if (mode === "exact" && !scaled.isExact) return fail({ kind: "too_precise", text: shown(source), digits: exponent });
  if (scaled.magnitude > Number.MAX_SAFE_INTEGER) return fail({ kind: "too_large", text: shown(source) });
  return ok(decimal.isNegative && scaled.magnitude !== 0 ? -scaled.magnitude : scaled.magnitude);
}

/** |decimal| · 10^exponent, rounded half up; Infinity when it has more digits than a safe integer can have. */
function toInteger(decimal: Decimal, exponent: number): { readonly magnitude: number; readonly isExact: boolean } {
  const { digits } = decimal;
  if (digits === "") return { magnitude: 0, isExact: true };
  const kept = digits.length + decimal.power + exponent;
  const rest = kept >= 0 ? digits.slice(kept) : "0".concat(digits);
  const isExact = !/[1-9]/.test(rest);
  if (kept > 16) return { magnitude: Number.POSITIVE_INFINITY, isExact };
  const whole = kept > 0 ? Number(digits.slice(0, kept).padEnd(kept, "0")) : 0;
  return { magnitude: rest.charAt(0) >= "5" ? whole + 1 : whole, isExact };
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** Integers in the same proportion as the weights, without rounding: a double is an integer over a power of two. */
function exactWeights(weights: readonly number[]): bigint[] {
  const scaled = weights.map((weight) => {
    if (!Number.isFinite(weight)) throw new Error(`${weight} is not a weight`);
    let value = Math.max(0, weight);
    let halvings = 0;
    for (; !Number.isInteger(value); halvings += 1) value *= 2;
    return { value: BigInt(value), halvings };
  });
  const most = scaled.reduce((so, { halvings }) => Math.max(so, halvings), 0);
  return scaled.map(({ value, halvings }) => value << BigInt(most - halvings));
}

function compare(a: bigint, b: bigint): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

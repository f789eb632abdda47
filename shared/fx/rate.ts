import { isDay } from "../kernel/business-day.ts";
import { currencyExponent, isCurrency } from "../kernel/currency.ts";
import { type Decimal, readDecimal } from "../kernel/decimal.ts";
import { fail, ok, type Result } from "../kernel/result.ts";

/** One unit of `from` was `rate` units of `to` on a day: exact decimal text, so that a sum can be made again in a year. */
export type Rate = {
  readonly from: string;
  readonly to: string;
  readonly day: string;
  readonly rate: string;
  /** Whose rate: `ECB`, `PBOC`, `bank`, the name of a file. */
  readonly source: string;
};

export type RateRefused =
  | { readonly kind: "unknown_currency"; readonly currency: string }
  | { readonly kind: "same_currency"; readonly currency: string }
  | { readonly kind: "not_a_day"; readonly text: string }
  /** Not a decimal above 0 with at most 15 digits. */
  | { readonly kind: "not_a_rate"; readonly text: string }
  | { readonly kind: "no_source" };

const MOST_DIGITS = 15;
const FURTHEST_POWER = 15;
const LONGEST_SOURCE = 100;

/** Everything a rate must be, with what is wrong; blanks around texts are taken off. */
export function checkRate(rate: Rate): Result<Rate, RateRefused> {
  const [from, to, source] = [rate.from.trim(), rate.to.trim(), rate.source.trim()];
  const unknown = [from, to].find((currency) => !isCurrency(currency));
  if (unknown !== undefined) return fail({ kind: "unknown_currency", currency: unknown });
  if (from === to) return fail({ kind: "same_currency", currency: from });
  if (!isDay(rate.day)) return fail({ kind: "not_a_day", text: rate.day });
  const text = rate.rate.trim();
  if (!isRateText(text)) return fail({ kind: "not_a_rate", text: text.slice(0, 40) });
  if (source === "" || source.length > LONGEST_SOURCE) return fail({ kind: "no_source" });
  return ok({ from, to, day: rate.day, rate: text, source });
}

function isRateText(text: string): boolean {
  const decimal = readDecimal(text);
  if (decimal === null || decimal.isNegative || decimal.digits === "") return false;
  return decimal.digits.length <= MOST_DIGITS && Math.abs(decimal.power) <= FURTHEST_POWER;
}

/**
 * An amount in another currency, in its minor unit, rounded half away from zero once, at the end: 1999 US cents at 7.1234 are
 * 14240 fen (142.396766). Throws on what is no rate.
 */
export function convertMinor(minor: number, { from, to, rate }: Pick<Rate, "from" | "to" | "rate">): number {
  const decimal = readDecimal(rate);
  const digits = [currencyExponent(from), currencyExponent(to)] as const;
  if (decimal === null || digits[0] === null || digits[1] === null) throw new Error(`${from} ${to} ${rate} is no rate`);
  return scaled(minor, decimal, digits[1] - digits[0]);
}

/** minor · digits · 10^(power + shift), rounded half away from zero. */
function scaled(minor: number, { digits, power }: Decimal, shift: number): number {
  const product = BigInt(Math.abs(minor)) * BigInt(digits === "" ? "0" : digits);
  const exponent = power + shift;
  const size = exponent >= 0 ? product * 10n ** BigInt(exponent) : rounded(product, 10n ** BigInt(-exponent));
  const found = Number(size);
  if (!Number.isSafeInteger(found)) throw new Error(`an amount of ${size} minor units is beyond what can be counted`);
  return minor < 0 && found !== 0 ? -found : found;
}

function rounded(value: bigint, by: bigint): bigint {
  return (value * 2n + by) / (by * 2n);
}

import * as z from "zod/mini";
import { currencyExponent } from "../../kernel/currency.ts";
import { minorFromDecimal } from "../../kernel/money.ts";
import { parseInstant } from "../../kernel/time.ts";

const LARGEST_COUNT = 1_000_000;

/** The kinds of fields the own shop's format is made of; `says` is what the documents show. */
export function maybe<T extends z.ZodMiniType>(schema: T) {
  return z.optional(z.nullable(schema));
}

export function text(longest: number, says: string) {
  return z.string().check(
    z.trim(),
    z.overwrite((given) => given.toWellFormed()),
    z.maxLength(longest, `at most ${longest} characters are taken`),
    z.describe(says),
  );
}

/** A text that others look up by: one line, nothing invisible. */
export function name(longest: number, says: string) {
  const isPlain = (given: string): boolean => !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(given);
  return text(longest, says).check(z.refine(isPlain, "no control characters are taken"));
}

export function id(says: string) {
  return name(100, says).check(z.minLength(1, "an id is needed"));
}

export function count(least: number, says: string) {
  const wanted = `expected a whole number from ${least} to ${LARGEST_COUNT}`;
  return z.int(wanted).check(z.minimum(least, wanted), z.maximum(LARGEST_COUNT, wanted), z.describe(says));
}

export function instant(says: string) {
  const wanted = "expected a date and time with an offset such as 2026-11-21T08:30:00+08:00";
  const utc = (given: string): string | null => {
    const read = parseInstant(given);
    return read.ok ? read.value : null;
  };
  const written = z.string().check(
    z.refine((given) => utc(given) !== null, wanted),
    z.meta({ format: "date-time", description: says }),
  );
  return z.pipe(
    written,
    z.transform((given: string): string => utc(given) ?? given),
  );
}

export function country() {
  return z.string().check(z.regex(/^[A-Z]{2}$/, "expected an ISO 3166 code of two capital letters, such as CN"));
}

export function amountIn(currency: string) {
  return (says: string) => {
    const digits = currencyExponent(currency) ?? 2;
    const wanted = `expected a decimal text such as "19.99", 0 or more, with the digits of the currency (${digits} here)`;
    const minor = (given: string): number | null => {
      const read = minorFromDecimal(given, currency);
      return read.ok ? read.value : null;
    };
    const written = z.string().check(
      z.regex(/^[0-9]{1,12}(\.[0-9]{1,6})?$/, wanted),
      z.refine((given: string) => minor(given) !== null, wanted),
      z.describe(says),
    );
    return z.pipe(
      written,
      z.transform((given: string): number => minor(given) ?? 0),
    );
  };
}

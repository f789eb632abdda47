import { isCurrency } from "../kernel/currency.ts";
import type { Json } from "../kernel/lossless-json.ts";
import { minorFromDecimalRounded } from "../kernel/money.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { instantFromMs, parseInstant } from "../kernel/time.ts";
import type { NormaliseProblem } from "./channel.ts";

/**
 * Reads one JSON object field by field, so that a channel's mapping reads like a table. A field that is wrong is
 * remembered with its path and a neutral value is handed on ("" or 0 or nothing), so mapping code has no error branches
 * and never throws. `readJson` gives the first problem back instead of the mapped value.
 *
 * Three readings of each kind: `text` must be there, `textOrNull` may be missing, null or blank.
 */
export type JsonReader = {
  /** Where a field stands in the whole payload: `line_items[2].quantity`. */
  pathOf(key: string): string;
  /** Present and not null. */
  has(key: string): boolean;
  /** A channel's id as text, exact beyond 2^53. */
  id(key: string): string;
  text(key: string): string;
  /** Also null when it is not text at all: descriptions never refuse an order. */
  textOrNull(key: string): string | null;
  /** ISO 4217 code. */
  currency(key: string): string;
  /** Minor units; digits beyond the currency's are rounded half away from zero. */
  money(key: string, currency: string): number;
  /** 0 when missing. */
  moneyOrZero(key: string, currency: string): number;
  /** An amount that comes in minor units already (fen, cents); text such as "1990" counts. */
  minor(key: string): number;
  /** 0 when missing. */
  minorOrZero(key: string): number;
  /** A whole number, 0 or more. Text such as "2" counts as a number. */
  count(key: string): number;
  countOrNull(key: string): number | null;
  /** 0 or more, with digits after the point. */
  quantity(key: string): number;
  /** Instant in UTC; text without an offset is local time of `zone`, and a problem without one. */
  instant(key: string, zone?: string): string;
  instantOrNull(key: string, zone?: string): string | null;
  /** From whole seconds since 1970; 0 and less mean nothing to channels that send them. */
  epochSeconds(key: string): string;
  epochSecondsOrNull(key: string): string | null;
  /** true, "true", "yes", 1; anything else is false. */
  flag(key: string): boolean;
  /** An object inside; null when missing. */
  child(key: string): JsonReader | null;
  list(key: string): readonly JsonReader[];
  listOrEmpty(key: string): readonly JsonReader[];
  /** Like `listOrEmpty`, but what is not a list of objects is left out: for descriptions. */
  entries(key: string): readonly JsonReader[];
  /** The texts of a list; other things in it are left out. */
  texts(key: string): readonly string[];
  /** An amount we computed: a problem at `key` when it is beyond what a number holds exactly. */
  exact(key: string, amount: number): number;
  /** Refuses the payload for a reason of the channel's own. `detail` never holds personal data. */
  refuse(kind: NormaliseProblem["kind"], key: string, detail: string): void;
};

/** Maps a payload; the first problem met wins over the value. */
export function readJson<T>(json: Json, map: (at: JsonReader) => T): Result<T, NormaliseProblem> {
  if (!isObject(json)) {
    return fail({ kind: "bad_value", at: "", detail: `expected an object, found ${nameOf(json)}` });
  }
  const problems: NormaliseProblem[] = [];
  const value = map(makeReader(json, "", problems));
  const [first] = problems;
  return first === undefined ? ok(value) : fail(first);
}

type JsonObject = { readonly [name: string]: Json };

const YES: readonly Json[] = [true, "true", "yes", 1, "1"];
const LONGEST_ID = 100;
/** Sums over the lines of an order, and over orders, stay exact. */
const LARGEST_COUNT = 1_000_000_000;
/** The year 9999. */
const LARGEST_EPOCH = 253_370_764_800;
const NEVER = "1970-01-01T00:00:00.000Z";

function makeReader(object: JsonObject, path: string, problems: NormaliseProblem[]): JsonReader {
  const read = (key: string): Json => (Object.hasOwn(object, key) ? (object[key] ?? null) : null);
  const isMissing = (key: string): boolean => isBlank(read(key));
  const pathOf = (key: string): string => (path === "" ? key : `${path}.${key}`);
  const refuse: JsonReader["refuse"] = (kind, key, detail) => {
    problems.push({ kind, at: pathOf(key), detail });
  };
  const missing = (key: string, wanted: string): void => refuse("missing_field", key, `${wanted} is needed`);

  const idOrNull = (key: string): string | null => {
    const value = read(key);
    if (isBlank(value)) return null;
    if (typeof value === "string" && value.length <= LONGEST_ID) return value.trim().toWellFormed();
    if (typeof value === "number" && Number.isSafeInteger(value)) return String(value);
    refuse("bad_value", key, `expected an id of at most ${LONGEST_ID} characters, found ${nameOf(value)}`);
    return null;
  };
  const textOrNull = (key: string): string | null => {
    const value = read(key);
    if (typeof value === "number") return String(value);
    return typeof value === "string" && value.trim() !== "" ? value.toWellFormed() : null;
  };
  const moneyOrZero = (key: string, currency: string): number => {
    const value = read(key);
    if (isBlank(value) || !isCurrency(currency)) return 0;
    if (typeof value !== "string" && typeof value !== "number") {
      refuse("bad_value", key, `expected an amount, found ${nameOf(value)}`);
      return 0;
    }
    const amount = minorFromDecimalRounded(typeof value === "string" ? value.trim() : value, currency);
    if (amount.ok) return amount.value;
    refuse("bad_value", key, `expected an amount such as "19.99", found ${amount.error.kind.replaceAll("_", " ")}`);
    return 0;
  };
  const numberOrNull = (key: string): number | null => {
    const value = read(key);
    if (isBlank(value)) return null;
    const number =
      typeof value === "string" && /^-?[0-9]{1,15}(\.[0-9]{1,15})?$/.test(value.trim()) ? Number(value) : value;
    if (typeof number === "number" && number >= 0 && number <= Number.MAX_SAFE_INTEGER) return number;
    const found = typeof number === "number" ? String(number) : nameOf(value);
    refuse("bad_value", key, `expected a number that is 0 or more, found ${found}`);
    return null;
  };
  const countOrNull = (key: string): number | null => {
    const number = numberOrNull(key);
    if (number === null || (Number.isInteger(number) && number <= LARGEST_COUNT)) return number;
    refuse("bad_value", key, `expected a whole number up to ${LARGEST_COUNT}, found ${number}`);
    return null;
  };
  const instantOrNull = (key: string, zone?: string): string | null => {
    const value = read(key);
    if (isBlank(value)) return null;
    const instant = typeof value === "string" ? parseInstant(value.trim(), zone) : null;
    if (instant?.ok) return instant.value;
    const wanted = zone === undefined ? "a date and time with an offset" : "a date and time";
    refuse("bad_value", key, `expected ${wanted} such as 2026-11-21T08:30:00${zone === undefined ? "+08:00" : ""}`);
    return null;
  };
  const epochSecondsOrNull = (key: string): string | null => {
    const seconds = numberOrNull(key) ?? 0;
    if (seconds <= 0) return null;
    if (Number.isInteger(seconds) && seconds < LARGEST_EPOCH) return instantFromMs(seconds * 1000);
    refuse("bad_value", key, "expected whole seconds since 1970");
    return null;
  };
  const minorOrZero = (key: string): number => {
    const value = read(key);
    if (isBlank(value)) return 0;
    const minor = typeof value === "string" && /^-?[0-9]{1,15}$/.test(value.trim()) ? Number(value) : value;
    if (typeof minor === "number" && Number.isSafeInteger(minor)) return minor;
    refuse("bad_value", key, `expected an amount in minor units such as 1990, found ${nameOf(value)}`);
    return 0;
  };
  const listOrEmpty = (key: string): readonly JsonReader[] => {
    const value = read(key);
    if (value === null) return [];
    if (!Array.isArray(value)) {
      refuse("bad_value", key, `expected a list, found ${nameOf(value)}`);
      return [];
    }
    return value.flatMap((entry: Json, index) => {
      if (isObject(entry)) return [makeReader(entry, `${pathOf(key)}[${index}]`, problems)];
      refuse("bad_value", `${key}[${index}]`, `expected an object, found ${nameOf(entry)}`);
      return [];
    });
  };
  /** The strict reading of a field that may otherwise be missing. */
  const needed = <T>(key: string, wanted: string, value: () => T | null, neutral: T): T => {
    if (isMissing(key)) missing(key, wanted);
    return value() ?? neutral;
  };

  return {
    pathOf,
    refuse,
    has: (key) => read(key) !== null,
    id: (key) => needed(key, "an id", () => idOrNull(key), ""),
    text: (key) => needed(key, "text", () => textOrNull(key) ?? notText(key), ""),
    textOrNull,
    currency: (key) => {
      const code = needed(key, "a currency code", () => textOrNull(key), "");
      if (code !== "" && !isCurrency(code))
        refuse("unknown_currency", key, `"${code.slice(0, 12)}" is no ISO 4217 code`);
      return code;
    },
    money: (key, currency) => needed(key, "an amount", () => moneyOrZero(key, currency), 0),
    moneyOrZero,
    minor: (key) => needed(key, "an amount in minor units", () => minorOrZero(key), 0),
    minorOrZero,
    count: (key) => needed(key, "a whole number", () => countOrNull(key), 0),
    countOrNull,
    quantity: (key) => needed(key, "a quantity", () => numberOrNull(key), 0),
    instant: (key, zone) => needed(key, "a date and time", () => instantOrNull(key, zone), NEVER),
    instantOrNull,
    epochSeconds: (key) => needed(key, "a time in seconds", () => epochSecondsOrNull(key), NEVER),
    epochSecondsOrNull,
    flag: (key) => YES.includes(read(key)),
    child: (key) => {
      const value = read(key);
      return isObject(value) ? makeReader(value, pathOf(key), problems) : null;
    },
    list: (key) => {
      if (read(key) === null) missing(key, "a list");
      return listOrEmpty(key);
    },
    listOrEmpty,
    entries: (key) => {
      const value = read(key);
      const objects = Array.isArray(value) ? value.filter(isObject) : [];
      return objects.map((entry, index) => makeReader(entry, `${pathOf(key)}[${index}]`, problems));
    },
    texts: (key) => {
      const value = read(key);
      return Array.isArray(value)
        ? value.filter((entry): entry is string => typeof entry === "string" && entry !== "")
        : [];
    },
    exact: (key, amount) => {
      if (Number.isSafeInteger(amount)) return amount;
      refuse("bad_value", key, "the amount is too large");
      return 0;
    },
  };

  function notText(key: string): null {
    if (!isMissing(key)) refuse("bad_value", key, `expected text, found ${nameOf(read(key))}`);
    return null;
  }
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** PHP sends `false` and "" where others send null. */
function isBlank(value: Json): boolean {
  return value === null || value === false || (typeof value === "string" && value.trim() === "");
}

function nameOf(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`.replace("a object", "an object");
}

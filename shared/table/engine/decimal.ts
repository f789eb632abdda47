import { invalid } from "./errors.ts";

/** sign × 0.digits × 10^exponent; `digits` has no zero at either end, and is empty for zero. */
export type Decimal = { readonly negative: boolean; readonly digits: string; readonly exponent: number };

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const PLAIN_INTEGER = /^(?:0|-?[1-9]\d{0,14})$/;
const MAX_DIGITS = 38;

/** Reads a DynamoDB number: at most 38 significant digits, 1E-130 to 9.99…E+125 in size. Throws ValidationException. */
function parseDecimal(text: string): Decimal {
  const match = NUMBER.exec(text);
  const whole = match?.[2] ?? "";
  const fraction = match?.[3] ?? "";
  if (match === null || whole + fraction === "") {
    throw invalid(`The parameter cannot be converted to a numeric value: ${text}`);
  }
  const all = whole + fraction;
  const leading = /^0*/.exec(all)?.[0].length ?? 0;
  const digits = all.slice(leading).replace(/0+$/, "");
  if (digits === "") return { negative: false, digits: "", exponent: 0 };
  const exponent = whole.length - leading + Number(match[4] ?? 0);
  if (digits.length > MAX_DIGITS) throw invalid("Attempting to store more than 38 significant digits in a Number");
  return inRange({ negative: match[1] === "-", digits, exponent });
}

function inRange(value: Decimal): Decimal {
  if (value.exponent > 126) {
    throw invalid("Number overflow. Attempting to store a number with magnitude larger than supported range");
  }
  if (value.exponent < -129) {
    throw invalid("Number underflow. Attempting to store a number with magnitude smaller than supported range");
  }
  return value;
}

/** Plain digits without an exponent: "1500", "-0.25". */
function formatDecimal({ negative, digits, exponent }: Decimal): string {
  if (digits === "") return "0";
  const sign = negative ? "-" : "";
  if (exponent <= 0) return `${sign}0.${"0".repeat(-exponent)}${digits}`;
  if (exponent >= digits.length) return `${sign}${digits}${"0".repeat(exponent - digits.length)}`;
  return `${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`;
}

/** One text for equal numbers: "1", "1.0" and "1e0" all become "1". */
export function canonicalNumber(text: string): string {
  return PLAIN_INTEGER.test(text) ? text : formatDecimal(parseDecimal(text));
}

/** The exact sum of two canonical numbers, rounded to 38 digits where it needs more. */
export function addNumbers(left: string, right: string): string {
  if (PLAIN_INTEGER.test(left) && PLAIN_INTEGER.test(right)) return String(Number(left) + Number(right));
  const one = parseDecimal(left);
  const two = parseDecimal(right);
  const scale = Math.min(one.exponent - one.digits.length, two.exponent - two.digits.length);
  return formatDecimal(fromScaled(scaled(one, scale) + scaled(two, scale), scale));
}

export function negate(text: string): string {
  if (text === "0") return text;
  return text.startsWith("-") ? text.slice(1) : `-${text}`;
}

function scaled({ negative, digits, exponent }: Decimal, scale: number): bigint {
  const size = BigInt(digits === "" ? "0" : digits + "0".repeat(exponent - digits.length - scale));
  return negative ? -size : size;
}

function fromScaled(value: bigint, scale: number): Decimal {
  const size = String(value < 0n ? -value : value);
  if (size === "0") return { negative: false, digits: "", exponent: 0 };
  const kept = size.length <= MAX_DIGITS ? size : String(roundedTo38(size));
  const exponent = scale + size.length + (kept.length - Math.min(size.length, MAX_DIGITS));
  return inRange({ negative: value < 0n, digits: kept.replace(/0+$/, ""), exponent });
}

function roundedTo38(size: string): bigint {
  const kept = BigInt(size.slice(0, MAX_DIGITS));
  return Number(size[MAX_DIGITS]) >= 5 ? kept + 1n : kept;
}

/** Less than, equal to or greater than zero, as `left` is to `right`. Both canonical. */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  if (PLAIN_INTEGER.test(left) && PLAIN_INTEGER.test(right)) return Number(left) - Number(right);
  return numberSortText(left) < numberSortText(right) ? -1 : 1;
}

/** A text that sorts, character by character, as the number does. */
export function numberSortText(canonical: string): string {
  const { negative, digits, exponent } = parseDecimal(canonical);
  if (digits === "") return "1";
  const text = String(exponent + 500).padStart(3, "0") + digits;
  if (!negative) return `2${text}`;
  return `0${text.replace(/\d/g, (digit) => String(9 - Number(digit)))}:`;
}

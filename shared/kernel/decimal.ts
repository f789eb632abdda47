/** A decimal read from text, exactly: `sign · digits · 10^power`. `digits` has no leading zeros; zero is "". */
export type Decimal = { readonly isNegative: boolean; readonly digits: string; readonly power: number };

const DECIMAL = /^(-?)(?=\.?[0-9])([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?$/;

/** Reads ASCII digits with an optional sign, point and exponent; null for anything else, blanks and commas included. */
export function readDecimal(text: string): Decimal | null {
  const match = DECIMAL.exec(text);
  if (match === null) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const digits = (whole + fraction).replace(/^0+/, "");
  return { isNegative: sign === "-", digits, power: Number(exponent) - fraction.length };
}

/** The same value with trailing zeros moved into the power, so that two texts of one value compare equal. */
export function normalDecimal(decimal: Decimal): Decimal {
  if (decimal.digits === "") return { isNegative: false, digits: "", power: 0 };
  const digits = decimal.digits.replace(/0+$/, "");
  return { ...decimal, digits, power: decimal.power + decimal.digits.length - digits.length };
}

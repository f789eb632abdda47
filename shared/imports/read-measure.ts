import { fail, ok, type Result } from "../kernel/result.ts";
import type { RawCell } from "../sheets/rows.ts";
import { tidyNumber } from "./cell-habits.ts";
import type { Read } from "./read-cell.ts";
import { readText } from "./read-cell.ts";

/** What a unit is of the one that the hub keeps: grams, millimetres. */
type Units = Readonly<Record<string, number>>;

const grams: Units = {
  mg: 0.001,
  g: 1,
  gr: 1,
  gram: 1,
  grams: 1,
  克: 1,
  kg: 1000,
  kgs: 1000,
  千克: 1000,
  公斤: 1000,
  斤: 500,
  t: 1_000_000,
  oz: 28.349523125,
  lb: 453.59237,
  lbs: 453.59237,
};

const millimetres: Units = {
  mm: 1,
  毫米: 1,
  cm: 10,
  厘米: 10,
  dm: 100,
  m: 1000,
  米: 1000,
  in: 25.4,
  inch: 25.4,
  inches: 25.4,
  英寸: 25.4,
  ft: 304.8,
  yd: 914.4,
};

const MOST = 1_000_000_000;
const MEASURE = /^([+-]?[\d.,]+)\s*([^\d\s.,]*)$/;

/** Whole grams; `250`, `0.25 kg`, `8.8oz`. The unit stands in the cell, in the heading, or is `usual` in this kind of file. 0 is null: nobody weighed it. */
export function readWeight(cell: RawCell, heading: string, usual: string | null): Read<number> {
  return readMeasure(cell, grams, unitOfHeading(heading, grams) ?? usual);
}

/** Whole millimetres; as `readWeight`. */
export function readLength(cell: RawCell, heading: string, usual: string | null): Read<number> {
  return readMeasure(cell, millimetres, unitOfHeading(heading, millimetres) ?? usual);
}

function readMeasure(cell: RawCell, units: Units, elsewhere: string | null): Read<number> {
  const text = readText(cell);
  if (!text.ok || text.value === null) return text.ok ? ok(null) : text;
  const split = splitMeasure(text.value);
  if (!split.ok) return split;
  const { size, unit } = split.value;
  const factor = units[(unit === "" ? (elsewhere ?? "") : unit).toLowerCase()];
  if (factor === undefined) return size === 0 && unit === "" ? ok(null) : fail("unit_needed");
  const whole = Math.round(size * factor);
  if (whole > MOST) return fail("too_large");
  return ok(whole === 0 ? null : whole);
}

function splitMeasure(
  text: string,
): Result<{ readonly size: number; readonly unit: string }, "not_a_measure" | "decimal_comma" | "negative_count"> {
  const [, digits = "", unit = ""] = MEASURE.exec(text) ?? [];
  const plain = tidyNumber(digits, null).text;
  if (/^[+-]?\d+,\d+$/.test(plain)) return fail("decimal_comma");
  if (!/^[+-]?\d+(\.\d+)?$/.test(plain)) return fail("not_a_measure");
  return plain.startsWith("-") && Number(plain) !== 0
    ? fail("negative_count")
    : ok({ size: Math.abs(Number(plain)), unit });
}

/** `Weight (lbs)`, `重量(千克)`, `length_cm`: the last word, where it is a unit. */
function unitOfHeading(heading: string, units: Units): string | null {
  const words = heading
    .normalize("NFKC")
    .toLowerCase()
    .split(/[\s()_/\-:]+/);
  const last = words.filter((word) => word !== "").at(-1) ?? "";
  return words.length > 1 && Object.hasOwn(units, last) ? last : null;
}

import { hazardWords } from "../inventory/products/goods.ts";
import { type Sku, sku } from "../kernel/ids.ts";
import { fail, ok } from "../kernel/result.ts";
import type { RawRow } from "../sheets/rows.ts";
import type { Columns } from "./find-columns.ts";
import { nestedBundles, type ProductChanges, type ProductRow } from "./product-row.ts";
import { readAmount, readCount, readId, readText } from "./read-cell.ts";
import { readChoice, readCodes, readList, readPartList } from "./read-list.ts";
import { readLength, readWeight } from "./read-measure.ts";
import { makeRowReader, type RowReader } from "./row-reader.ts";
import type { ReadRow } from "./stock-rows.ts";

export type ProductDefaults = {
  /** The merchant's own: costs are kept in it. */
  readonly currency: string;
  /** The units of files that name none, as their platform means them. */
  readonly weightUnit: string | null;
  readonly lengthUnit: string | null;
};

const MOST_BARCODES = 50;
const MOST_COMPONENTS = 20;
const MOST_OPTIONS = 10;
const LONGEST_TITLE = 500;

/** Every row gets its own answer; the second row about one article is refused, not merged. */
export function readProductRows(
  rows: readonly RawRow[],
  columns: Columns,
  defaults: ProductDefaults,
): readonly ReadRow<ProductRow>[] {
  const seen = new Map<string, number>();
  const read = rows.map((row): ReadRow<ProductRow> => {
    const reader = makeRowReader(row, columns);
    const code = reader.required("sku", readId);
    const changes = readChanges(reader, defaults);
    checkComponents(reader, code, changes);
    const earlier = code === null ? undefined : seen.get(code);
    if (earlier !== undefined) reader.refuse("repeated_row", null, code ?? "", earlier);
    else if (code !== null) seen.set(code, row.number);
    if (reader.reasons.length > 0 || code === null) return { rowNumber: row.number, result: fail(reader.reasons) };
    return {
      rowNumber: row.number,
      result: ok({ rowNumber: row.number, sku: sku(code), changes, notes: reader.notes }),
    };
  });
  const nested = nestedBundles(read.flatMap(({ result }) => (result.ok ? [result.value] : [])));
  return read.map((row) => {
    const found = row.result.ok ? nested.get(row.result.value) : undefined;
    return found === undefined
      ? row
      : { ...row, result: fail([{ code: "nested_bundle", column: "components", found }]) };
  });
}

/** What the cells of a row say, whatever platform wrote it. */
export function readChanges(reader: RowReader, { currency, weightUnit, lengthUnit }: ProductDefaults): ProductChanges {
  const length = (name: string): number | null =>
    reader.optional(name, (cell) => readLength(cell, reader.headingOf(name), lengthUnit));
  const title = reader.optional("title", readText);
  if (title !== null && title.length > LONGEST_TITLE) reader.refuse("text_too_long", "title", title);
  const parent = reader.optional("variant_of", readId);
  const parts = reader.optional("components", (cell) => readPartList(cell, MOST_COMPONENTS));
  const packSize = reader.optional("pack_size", readCount);
  if (packSize === 0) reader.refuse("zero_quantity", "pack_size", "0");
  const reorderQuantity = reader.optional("reorder_quantity", readCount);
  if (reorderQuantity === 0) reader.refuse("zero_quantity", "reorder_quantity", "0");
  const leadTimeDays = reader.optional("lead_time_days", readCount);
  if (leadTimeDays !== null && leadTimeDays > 1_000)
    reader.refuse("too_many_days", "lead_time_days", `${leadTimeDays}`);
  const options = reader.optional("options", (cell) => readList(cell, MOST_OPTIONS));
  return {
    title,
    variantOf: parent === null ? null : sku(parent),
    barcodes: reader.optional("barcode", (cell) => readCodes(cell, MOST_BARCODES)),
    components: parts?.map(({ code, quantity }) => ({ sku: sku(code), quantity })) ?? null,
    supplier: reader.optional("supplier", readText),
    leadTimeDays,
    packSize,
    costMinor: reader.optional("cost", (cell) => readAmount(cell, currency)),
    reorderPoint: reader.optional("reorder_point", readCount),
    reorderQuantity,
    options: options?.map(optionOf) ?? null,
    category: reader.optional("category", readText),
    weightGrams: reader.optional("weight", (cell) => readWeight(cell, reader.headingOf("weight"), weightUnit)),
    lengthMm: length("length"),
    widthMm: length("width"),
    heightMm: length("height"),
    hazard: reader.optional("hazard", (cell) => readChoice(cell, hazardWords)),
    tracking: reader.optional("tracking", (cell) => readChoice(cell, trackingWords)),
  };
}

export const trackingWords = {
  none: "none",
  lots: "lots",
  serials: "serials",
  无: "none",
  批次: "lots",
  序列号: "serials",
} as const;

/** `Colour: red`, `尺码=M`; a value alone has no name. */
function optionOf(text: string): { readonly name: string; readonly value: string } {
  const [, name, value] = /^([^:：=]+)[:：=](.+)$/.exec(text) ?? [];
  return value === undefined ? { name: "", value: text } : { name: (name ?? "").trim(), value: value.trim() };
}

function checkComponents(reader: RowReader, code: string | null, { components, variantOf }: ProductChanges): void {
  const own = code === null ? null : (sku(code) as Sku);
  if (own !== null && components?.some((part) => part.sku === own) === true)
    reader.refuse("own_component", "components", own);
  if (own !== null && variantOf === own) reader.refuse("own_variant", "variant_of", own);
}

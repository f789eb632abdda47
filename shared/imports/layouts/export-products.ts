import { sku } from "../../kernel/ids.ts";
import { fail, ok } from "../../kernel/result.ts";
import type { RawRow } from "../../sheets/rows.ts";
import type { Columns } from "../find-columns.ts";
import type { RowNote } from "../notes.ts";
import type { ProductRow } from "../product-row.ts";
import { type ProductDefaults, readChanges } from "../product-rows.ts";
import { readId, readText } from "../read-cell.ts";
import type { RowReason } from "../reasons.ts";
import { makeRowReader, type RowReader } from "../row-reader.ts";
import type { ReadRow } from "../stock-rows.ts";
import { readBundles } from "./export-bundles.ts";
import type { ProductLayout } from "./layout.ts";

/** An article, and all the rows that told of it. */
export type ProductGroup = {
  readonly product: ProductRow;
  readonly rows: readonly { readonly rowNumber: number; readonly notes: readonly RowNote[] }[];
};

export type GroupedProducts = {
  readonly groups: readonly ProductGroup[];
  readonly failed: ReadonlyMap<number, readonly RowReason[]>;
};

/** The rows of a platform's file as articles, whatever it means by its rows. */
export function readExportProducts(
  rows: readonly RawRow[],
  columns: Columns,
  layout: ProductLayout,
  defaults: ProductDefaults,
): GroupedProducts {
  if (layout.rowsAre === "parts") return readBundles(rows, columns, defaults);
  const failed = new Map<number, readonly RowReason[]>();
  const groups: { product: ProductRow; rows: { rowNumber: number; notes: readonly RowNote[] }[] }[] = [];
  const last = new Map<string, (typeof groups)[number]>();
  const heads = new Map<string, Head>();
  const seen = new Map<string, number>();
  for (const row of rows) {
    const reader = makeRowReader(row, columns);
    const group = reader.optional("group", readText) ?? "";
    const before = last.get(group);
    if (layout.rowsAre === "handle" && before !== undefined && isPicture(reader)) {
      before.rows.push({ rowNumber: row.number, notes: [{ code: "only_picture", column: null, found: "" }] });
      continue;
    }
    const read = readArticle(row, reader, layout, defaults, headOf(heads, group, reader));
    const earlier = read.result.ok ? seen.get(read.result.value.sku) : undefined;
    if (!read.result.ok) failed.set(row.number, read.result.error);
    else if (earlier !== undefined) {
      const found = read.result.value.sku;
      failed.set(row.number, [{ code: "repeated_row", column: null, found, row: earlier }]);
    } else {
      const made = { product: read.result.value, rows: [{ rowNumber: row.number, notes: read.result.value.notes }] };
      seen.set(made.product.sku, row.number);
      last.set(group, made);
      groups.push(made);
    }
  }
  return { groups, failed };
}

/** What only the first row of a handle says. */
type Head = {
  readonly title: string | null;
  readonly optionNames: readonly string[];
  readonly category: string | null;
};

const places = [1, 2, 3] as const;

function headOf(heads: Map<string, Head>, group: string, reader: RowReader): Head {
  const known = heads.get(group);
  if (known !== undefined && group !== "") return known;
  const head: Head = {
    title: reader.optional("title", readText),
    optionNames: places.map((place) => reader.optional(`option${place}_name`, readText) ?? ""),
    category: reader.optional("category", readText),
  };
  heads.set(group, head);
  return head;
}

function isPicture(reader: RowReader): boolean {
  return ["sku", "option1_value", "barcode", "title", "weight"].every(
    (name) => reader.optional(name, readText) === null,
  );
}

function readArticle(
  row: RawRow,
  reader: RowReader,
  layout: ProductLayout,
  defaults: ProductDefaults,
  head: Head,
): ReadRow<ProductRow> {
  const read = readChanges(reader, defaults);
  const isVariable = /^variable/i.test(reader.optional("type", readText) ?? "");
  const options = isVariable ? null : optionsOf(reader, head);
  const group = reader.optional("group", readId) ?? "";
  const rowId = reader.optional("row_id", readId);
  const written = reader.optional("sku", readId);
  const made = written ?? madeSku(group, rowId, options);
  if (made === null && reader.reasons.length === 0) reader.refuse("required", "sku", "");
  const parent = parentOf(layout, reader, group, options);
  const barcodeType = reader.optional("barcode_type", readText);
  if (reader.reasons.length > 0 || made === null) return { rowNumber: row.number, result: fail(reader.reasons) };
  const own = sku(made);
  const notes: readonly RowNote[] =
    written === null ? [...reader.notes, { code: "sku_made", column: "sku", found: own }] : reader.notes;
  const variantOf = parent === null ? read.variantOf : sku(parent);
  const changes = {
    ...read,
    title: titleOf(read.title ?? head.title, layout, options),
    category: firstOf(read.category ?? head.category),
    options: options ?? read.options,
    barcodes: barcodeType === null || BARCODES.test(barcodeType) ? read.barcodes : null,
    variantOf: variantOf === own ? null : variantOf,
  };
  return { rowNumber: row.number, result: ok({ rowNumber: row.number, sku: own, changes, notes }) };
}

/** Amazon counts the kinds of its numbers: 2 ISBN, 3 UPC, 4 EAN; 1 is its own. */
const BARCODES = /^(?:[234]|isbn|upc|ean|gtin)$/i;

type Options = readonly { readonly name: string; readonly value: string }[];

/** null: the article has none, or the one that says there are none. */
function optionsOf(reader: RowReader, head: Head): Options | null {
  const options = places.flatMap((place, at) => {
    const value = reader.optional(`option${place}_value`, readText);
    const name = reader.optional(`option${place}_name`, readText) ?? head.optionNames[at] ?? "";
    return value === null || value === "Default Title" ? [] : [{ name, value }];
  });
  return options.length === 0 ? null : options;
}

/** A file without item codes still names its articles, always in the same way. */
function madeSku(group: string, rowId: string | null, options: Options | null): string | null {
  if (group === "") return rowId === null ? null : `id-${rowId}`;
  const parts = [group, ...(options ?? []).map(({ value }) => value)];
  return parts
    .map((part) =>
      part
        .trim()
        .toLowerCase()
        .replaceAll(/[\s/]+/g, "-"),
    )
    .join("-")
    .slice(0, 100);
}

function parentOf(
  { rowsAre }: ProductLayout,
  reader: RowReader,
  group: string,
  options: Options | null,
): string | null {
  if (rowsAre === "handle") return options === null || group === "" ? null : group;
  const parent = rowsAre === "parent" ? reader.optional("parent", readId) : null;
  return parent === null ? null : parent.replace(/^id:\s*/i, "id-");
}

/** The rows of a handle have one title among them; which of its variants this is stands behind it. */
function titleOf(title: string | null, { rowsAre }: ProductLayout, options: Options | null): string | null {
  if (title === null || rowsAre !== "handle" || options === null) return title;
  return `${title} / ${options.map(({ value }) => value).join(" / ")}`.slice(0, 500);
}

/** `Clothing > Shirts, Sale`: the first of several. */
function firstOf(categories: string | null): string | null {
  return categories?.split(/,(?!\s*$)/)[0]?.trim() ?? null;
}

import type { GoodsTerms, Hazard } from "../inventory/products/goods.ts";
import { noGoods } from "../inventory/products/goods.ts";
import type { Product, ProductTerms, Tracking } from "../inventory/products/product.ts";
import { plainTerms } from "../inventory/products/product.ts";
import type { Sku } from "../kernel/ids.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import type { RowNote } from "./notes.ts";
import type { RowReason } from "./reasons.ts";

/** What a row says of one article. null: the column is absent or the cell empty, and what is known stays. */
export type ProductChanges = {
  readonly title: string | null;
  readonly variantOf: Sku | null;
  readonly barcodes: readonly string[] | null;
  readonly components: ProductTerms["components"] | null;
  readonly supplier: string | null;
  readonly leadTimeDays: number | null;
  readonly packSize: number | null;
  readonly costMinor: number | null;
  readonly reorderPoint: number | null;
  readonly reorderQuantity: number | null;
  readonly options: GoodsTerms["options"] | null;
  readonly category: string | null;
  readonly weightGrams: number | null;
  readonly lengthMm: number | null;
  readonly widthMm: number | null;
  readonly heightMm: number | null;
  readonly hazard: Hazard | "none" | null;
  readonly tracking: Tracking | null;
};

export type ProductRow = {
  readonly rowNumber: number;
  readonly sku: Sku;
  readonly changes: ProductChanges;
  readonly notes: readonly RowNote[];
};

/** All of a product after a row: what was known, and what the row says. A new one needs a title. */
export function changedTerms(
  before: Product | null,
  sku: Sku,
  changes: ProductChanges,
): Result<ProductTerms, RowReason> {
  if (before === null && changes.title === null) return fail({ code: "unknown_product", column: "title", found: sku });
  const known: ProductTerms = before === null ? plainTerms(changes.title ?? "") : termsOf(before);
  const packSize = changes.packSize ?? known.packSize;
  const goods = changedGoods(known.goods ?? noGoods, changes);
  const tracking = changes.tracking ?? known.tracking;
  return ok({
    ...known,
    title: changes.title ?? known.title,
    variantOf: changes.variantOf ?? known.variantOf,
    barcodes: changes.barcodes ?? known.barcodes,
    components: changes.components ?? known.components,
    supplier: changes.supplier ?? known.supplier,
    leadTimeDays: changes.leadTimeDays ?? known.leadTimeDays,
    packSize,
    costMinor: changes.costMinor ?? known.costMinor,
    reorder: changedReorder(known.reorder, changes, packSize),
    ...(goods === noGoods ? {} : { goods }),
    ...(tracking === undefined ? {} : { tracking }),
  });
}

function termsOf({ merchantId: _, sku: _sku, version: _version, changedAt: _at, ...terms }: Product): ProductTerms {
  return terms;
}

/** A quantity without a point says nothing; a point without a quantity means a pack. */
function changedReorder(
  known: ProductTerms["reorder"],
  { reorderPoint, reorderQuantity }: ProductChanges,
  packSize: number,
): ProductTerms["reorder"] {
  const point = reorderPoint ?? known?.point ?? null;
  return point === null ? null : { point, quantity: reorderQuantity ?? known?.quantity ?? packSize };
}

function changedGoods(known: GoodsTerms, changes: ProductChanges): GoodsTerms {
  const { options, category, weightGrams, hazard } = changes;
  const sizes = [changes.lengthMm, changes.widthMm, changes.heightMm];
  if ([options, category, weightGrams, hazard, ...sizes].every((each) => each === null)) return known;
  const [length, width, height] = sizes;
  const size = length == null || width == null || height == null ? known.sizeMm : { length, width, height };
  return {
    options: options ?? known.options,
    category: category ?? known.category,
    weightGrams: weightGrams ?? known.weightGrams,
    sizeMm: size,
    hazard: hazard === "none" ? null : (hazard ?? known.hazard),
  };
}

/** The rows that name a part which is a bundle by another of these rows, and that part: bundles are taken apart once. */
export function nestedBundles(rows: readonly ProductRow[]): ReadonlyMap<ProductRow, Sku> {
  const bundles = new Set(rows.filter(({ changes }) => (changes.components?.length ?? 0) > 0).map(({ sku }) => sku));
  const nested = rows.flatMap((row): (readonly [ProductRow, Sku])[] => {
    const part = row.changes.components?.find(({ sku }) => bundles.has(sku));
    return part === undefined ? [] : [[row, part.sku]];
  });
  return new Map(nested);
}

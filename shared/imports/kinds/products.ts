import { changeProduct, type ProductRefused } from "../../inventory/products/product-store.ts";
import { never } from "../../kernel/result.ts";
import type { FileInHand } from "../apply-orders.ts";
import { readExportProducts } from "../layouts/export-products.ts";
import { changedTerms, type ProductRow } from "../product-row.ts";
import { type ProductDefaults, readProductRows } from "../product-rows.ts";
import type { RowReason } from "../reasons.ts";
import type { RowFate } from "../row-fate.ts";
import type { ImportTools, KindOfImport } from "./kind-of-import.ts";
import { storedKind, unitsOf } from "./units-of-rows.ts";

/** Articles, one a row, or as a platform exports them. What a file does not say stays as it is known. */
export const products: KindOfImport = {
  kind: "products",
  neededCells: ["sku"],
  keyFields: ["sku"],
  isOfItsDay: false,
  read: (rows, { columns, layout, merchant }) => {
    const own: ProductDefaults = { currency: merchant.currency, weightUnit: null, lengthUnit: null };
    if (layout?.products === undefined) return unitsOf(readProductRows(rows, columns, own), stateProduct);
    const defaults = { ...own, weightUnit: layout.products.weightUnit, lengthUnit: layout.products.lengthUnit };
    const { groups, failed } = readExportProducts(rows, columns, layout.products, defaults);
    const units = groups.map((group) => ({
      rows: group.rows,
      apply: (tools: ImportTools, file: FileInHand) => stateProduct(tools, file, group.product),
    }));
    return { units, failed };
  },
};

async function stateProduct({ table, now, pause }: ImportTools, file: FileInHand, row: ProductRow): Promise<RowFate> {
  const { rowNumber, sku, changes } = row;
  const saved = await changeProduct(
    table,
    { merchantId: file.merchantId, sku },
    (before) => changedTerms(before, sku, changes),
    { now: now().toISOString(), changedBy: `${file.content}#${rowNumber}`, pause },
  );
  if (saved.ok) return { kind: storedKind(saved.value.kind, file), result: sku };
  return { kind: "failed", reasons: ["code" in saved.error ? saved.error : reasonOf(saved.error, row)] };
}

function reasonOf(refused: ProductRefused, { sku }: ProductRow): RowReason {
  switch (refused.kind) {
    case "own_component":
      return { code: "own_component", column: "components", found: sku };
    case "nested_bundle":
      return { code: "nested_bundle", column: "components", found: refused.component };
    case "part_of_bundle":
      return { code: "part_of_bundle", column: "components", found: refused.bundle };
    case "busy":
      return { code: "not_applied", column: null, found: refused.kind };
    default:
      return never(refused);
  }
}

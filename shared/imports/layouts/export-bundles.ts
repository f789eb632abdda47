import { sku } from "../../kernel/ids.ts";
import type { RawRow } from "../../sheets/rows.ts";
import type { Columns } from "../find-columns.ts";
import { nestedBundles, type ProductRow } from "../product-row.ts";
import { type ProductDefaults, readChanges } from "../product-rows.ts";
import { readCount, readId } from "../read-cell.ts";
import type { RowReason } from "../reasons.ts";
import { makeRowReader } from "../row-reader.ts";
import type { GroupedProducts, ProductGroup } from "./export-products.ts";

type PartRow = {
  readonly rowNumber: number;
  readonly code: string;
  readonly part: string;
  readonly quantity: number;
  readonly product: ProductRow;
};

const MOST_PARTS = 20;

/** A row for each part of a bundle; a bundle is taken whole or not at all. */
export function readBundles(rows: readonly RawRow[], columns: Columns, defaults: ProductDefaults): GroupedProducts {
  const failed = new Map<number, readonly RowReason[]>();
  const badBundles = new Map<string, string>();
  const good: PartRow[] = [];
  for (const row of rows) {
    const reader = makeRowReader(row, columns);
    const code = reader.required("sku", readId);
    const part = reader.required("part_sku", readId);
    const quantity = reader.optional("part_quantity", readCount) ?? 1;
    if (quantity === 0) reader.refuse("zero_quantity", "part_quantity", "0");
    const changes = readChanges(reader, defaults);
    if (code !== null && part === code) reader.refuse("own_component", "part_sku", part);
    if (reader.reasons.length > 0 || code === null || part === null) {
      failed.set(row.number, reader.reasons);
      if (code !== null) badBundles.set(code, reader.reasons[0]?.code ?? "required");
    } else {
      const product = { rowNumber: row.number, sku: sku(code), changes, notes: reader.notes };
      good.push({ rowNumber: row.number, code, part, quantity, product });
    }
  }
  const groups: ProductGroup[] = [];
  for (const [code, members] of Map.groupBy(good, (row) => row.code)) {
    const reason = reasonAgainst(badBundles.get(code), members);
    if (reason !== null) for (const { rowNumber } of members) failed.set(rowNumber, [reason]);
    else groups.push(bundleOf(members));
  }
  const nested = nestedBundles(groups.map(({ product }) => product));
  for (const { product, rows: members } of groups) {
    const found = nested.get(product);
    if (found === undefined) continue;
    for (const { rowNumber } of members) failed.set(rowNumber, [{ code: "nested_bundle", column: "part_sku", found }]);
  }
  return { groups: groups.filter(({ product }) => !nested.has(product)), failed };
}

function reasonAgainst(bad: string | undefined, members: readonly PartRow[]): RowReason | null {
  if (bad !== undefined) return { code: "bundle_has_bad_row", column: null, found: bad };
  const parts = members.map(({ part }) => part);
  const isFine = parts.length <= MOST_PARTS && new Set(parts).size === parts.length;
  return isFine ? null : { code: "bad_components", column: "part_sku", found: parts.join("; ") };
}

function bundleOf(members: readonly PartRow[]): ProductGroup {
  const { product } = members[0] as PartRow;
  const components = members.map(({ part, quantity }) => ({ sku: sku(part), quantity }));
  const title = members.map(({ product: { changes } }) => changes.title).find((each) => each !== null) ?? null;
  return {
    product: { ...product, changes: { ...product.changes, title, components } },
    rows: members.map(({ rowNumber, product: { notes } }) => ({ rowNumber, notes })),
  };
}

import { savePrice } from "../../inventory/products/price-store.ts";
import type { FileInHand } from "../apply-orders.ts";
import { type PriceRow, readPriceRows } from "../price-rows.ts";
import type { RowFate } from "../row-fate.ts";
import type { ImportTools, KindOfImport } from "./kind-of-import.ts";
import { storedKind, unitsOf } from "./units-of-rows.ts";

/** What articles are sold for and have cost, from one day on. */
export const prices: KindOfImport = {
  kind: "prices",
  neededCells: ["sku"],
  keyFields: ["sku"],
  isOfItsDay: false,
  read: (rows, { columns, merchant }) => unitsOf(readPriceRows(rows, columns, merchant), statePrices),
};

async function statePrices({ table, now }: ImportTools, file: FileInHand, row: PriceRow): Promise<RowFate> {
  const { sku, currency, validFrom, validTo } = row;
  const stated = { merchantId: file.merchantId, sku, currency, validFrom, validTo, changedAt: now().toISOString() };
  const changedBy = `${file.content}#${row.rowNumber}`;
  let kind: "applied" | "unchanged" = "unchanged";
  for (const amount of row.amounts) {
    const saved = await savePrice(table, { ...stated, ...amount, changedBy });
    if (storedKind(saved.kind, file) === "applied") kind = "applied";
  }
  return { kind, result: [sku, currency, ...(validFrom === null ? [] : [validFrom])].join(" ") };
}

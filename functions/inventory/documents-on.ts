import { makeBookUnits } from "../../shared/inventory/documents/book-units.ts";
import { makeStockDocuments, type StockDocuments } from "../../shared/inventory/documents/stock-documents.ts";
import { makeCachedProducts } from "../../shared/inventory/products/cached-products.ts";
import { pauseWithJitter } from "../../shared/platform/pause.ts";
import { makeCachedMerchant } from "../../shared/settings/cached-merchant.ts";
import type { Table } from "../../shared/table/port.ts";

/** Documents of stock, with the lots and numbers of units that products ask for. */
export function documentsOn(table: Table, clock: () => Date): StockDocuments {
  const readMerchant = makeCachedMerchant(table, clock);
  const bookUnits = makeBookUnits({
    table,
    readProducts: makeCachedProducts(table, clock),
    readZone: async (merchant) => (await readMerchant(merchant))?.zone ?? "UTC",
  });
  return makeStockDocuments({ table, now: clock, pause: pauseWithJitter, bookUnits });
}

import { makeCachedMerchant } from "../../settings/cached-merchant.ts";
import type { Table } from "../../table/port.ts";
import { makeCachedProducts } from "../products/cached-products.ts";
import { makeBookUnits } from "./book-units.ts";
import type { DocumentDeps } from "./change-document.ts";
import { makeStockDocuments, type StockDocuments } from "./stock-documents.ts";

/** Documents of stock, with the lots and numbers of units that products ask for. */
export function documentsOn(table: Table, clock: () => Date, pause: DocumentDeps["pause"]): StockDocuments {
  const readMerchant = makeCachedMerchant(table, clock);
  const bookUnits = makeBookUnits({
    table,
    readProducts: makeCachedProducts(table, clock),
    readZone: async (merchant) => (await readMerchant(merchant))?.zone ?? "UTC",
  });
  return makeStockDocuments({ table, now: clock, pause, bookUnits });
}

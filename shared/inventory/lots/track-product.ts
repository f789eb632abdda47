import type { Table } from "../../table/port.ts";
import type { Product } from "../products/product.ts";
import { readStock } from "../stock-store.ts";
import { openedBooks } from "./lot-store.ts";

/**
 * From the moment that a product asks for lots they are kept in each warehouse where it has stock; where it comes later, they are
 * from the first goods on. A product that no longer asks keeps what is there, and goods that leave are booked by first expiry.
 */
export async function trackProduct(table: Table, { merchantId, sku, tracking }: Product, now: string): Promise<void> {
  if (tracking !== "lots") return;
  await openedBooks(table, await readStock(table, merchantId, sku), now);
}

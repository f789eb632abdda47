import type { MerchantId, Sku, WarehouseCode } from "../kernel/ids.ts";

/**
 * One sku in one warehouse. `onHand = allocated + available` after every write; `available` is stored because a
 * DynamoDB condition cannot subtract. It goes below zero only when a count finds fewer goods than were promised.
 */
export type Stock = {
  readonly merchantId: MerchantId;
  readonly sku: Sku;
  readonly warehouse: WarehouseCode;
  /** Units that are physically there. */
  readonly onHand: number;
  /** Units promised to orders and not yet shipped. */
  readonly allocated: number;
  readonly available: number;
  /** Units that routing leaves alone. */
  readonly safetyStock: number;
  /** Alert when `available` is at or below this; null: no alert wanted. */
  readonly lowStockThreshold: number | null;
  readonly incoming: number;
  /** Counts the writes of this item. */
  readonly version: number;
  readonly changedAt: string;
};

/** What routing may still promise. */
export function freeToPromise(stock: Pick<Stock, "available" | "safetyStock">): number {
  return Math.max(0, stock.available - stock.safetyStock);
}

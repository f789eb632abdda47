import type { MerchantId, Sku, WarehouseCode } from "../kernel/ids.ts";

/** One sku in one warehouse: a position. */
export type StockPlace = { readonly merchantId: MerchantId; readonly sku: Sku; readonly warehouse: WarehouseCode };

/**
 * One position. `available = onHand − allocated − damaged − onHold` after every write; it is stored because a DynamoDB
 * condition cannot subtract. It goes below zero only when fewer goods were found than were promised.
 */
export type Stock = StockPlace & {
  /** Units that are physically there, whatever their state. */
  readonly onHand: number;
  /** Units promised to orders and not yet shipped. */
  readonly allocated: number;
  readonly available: number;
  /** Units that are there and cannot be sold. */
  readonly damaged: number;
  /** Units that are there and wait for somebody to look at their quality. */
  readonly onHold: number;
  /** Units that routing leaves alone. */
  readonly safetyStock: number;
  /** Alert when `available` is at or below this; null: no alert wanted. */
  readonly lowStockThreshold: number | null;
  /** Units that are ordered from a supplier, or under way from another warehouse. */
  readonly incoming: number;
  /** Counts the writes of this item. */
  readonly version: number;
  readonly changedAt: string;
  /** Present where the lots of the position are kept (`lots/lot.ts`): every write of it tells so. */
  readonly hasLots?: true | undefined;
};

/** What routing may still promise. */
export function freeToPromise(stock: Pick<Stock, "available" | "safetyStock">): number {
  return Math.max(0, stock.available - stock.safetyStock);
}

import { freeToPromise, type Stock } from "../inventory/stock.ts";
import type { WarehouseCode } from "../kernel/ids.ts";
import type { StockPublishing } from "./settings.ts";

export type Offer = {
  readonly stocks: readonly Stock[];
  /** Warehouses that goods leave from at present. */
  readonly open: ReadonlySet<WarehouseCode>;
  /** Units that orders already wait for: what comes is theirs. */
  readonly waiting: number;
  /** Of this listing alone; null: the shop's. */
  readonly quota: number | null;
};

/**
 * How many units of a sku a shop may sell: what routing could still promise from the shop's warehouses, less the orders
 * that wait and the buffer, capped by the quota, and never below zero.
 */
export function sellable(publishing: StockPublishing, { stocks, open, waiting, quota }: Offer): number {
  const chosen = publishing.warehouses === null ? null : new Set(publishing.warehouses);
  const counted = stocks.filter(({ warehouse }) => open.has(warehouse) && (chosen === null || chosen.has(warehouse)));
  const free = counted.reduce((sum, stock) => sum + freeToPromise(stock), 0);
  const cap = quota ?? publishing.quota ?? Number.POSITIVE_INFINITY;
  return Math.max(0, Math.min(free - waiting - publishing.buffer, cap));
}

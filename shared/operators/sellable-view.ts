import type { Stock } from "../inventory/stock.ts";
import { freeToPromise } from "../inventory/stock.ts";
import type { Listing } from "../writeback/listing.ts";
import { type Offer, sellable } from "../writeback/sellable.ts";
import type { WriteBackSettings } from "../writeback/settings.ts";

export type SellableFacts = Omit<Offer, "quota"> & {
  readonly sku: string;
  readonly shops: readonly WriteBackSettings[];
  readonly listings: readonly Listing[];
};

/**
 * The network's one pool of a sku, and what each shop with settings may sell of it: its warehouses' free units less waiting
 * orders and its buffer, at most its quota. The pool is shared: what one shop sells, all others have no longer.
 */
export function sellableView(facts: SellableFacts): Readonly<Record<string, unknown>> {
  const { sku, stocks, waiting, shops, listings, open } = facts;
  const sum = (of: (stock: Stock) => number): number => stocks.reduce((total, stock) => total + of(stock), 0);
  return {
    sku,
    network: {
      onHand: sum((stock) => stock.onHand),
      available: sum((stock) => stock.available),
      incoming: sum((stock) => stock.incoming),
      freeToPromise: sum(freeToPromise),
      waiting,
      warehouses: stocks.map((stock) => ({
        warehouse: stock.warehouse,
        isOpen: open.has(stock.warehouse),
        freeToPromise: freeToPromise(stock),
      })),
    },
    shops: shops.map(({ connectionId, channel, stock }) => {
      const listing = listings.find((each) => each.connectionId === connectionId);
      const quota = listing?.quota ?? null;
      return {
        connectionId,
        channel,
        isListed: listing !== undefined,
        isTold: stock.isOn && listing?.isOffered === true,
        buffer: stock.buffer,
        quota: quota ?? stock.quota,
        sellable: sellable(stock, { ...facts, quota }),
        told: listing?.sent ?? null,
      };
    }),
  };
}

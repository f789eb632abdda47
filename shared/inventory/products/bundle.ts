import type { Sku } from "../../kernel/ids.ts";
import { freeToPromise, type Stock } from "../stock.ts";
import type { Component, Product } from "./product.ts";

/** What one unit of each bundle consumes, by the bundle's sku. */
export type Bundles = Readonly<Record<string, readonly Component[]>>;

export function bundlesOf(products: Iterable<Product>): Bundles {
  return Object.fromEntries(
    [...products].filter(({ components }) => components.length > 0).map(({ sku, components }) => [sku, components]),
  );
}

/**
 * Bundles as if they were goods: in each warehouse as many as its components make there. A position of a bundle counts the
 * versions of all its components' positions, so that it changes when any of them does.
 */
export function bundlePositions(
  bundle: Sku,
  components: readonly Component[],
  stocks: readonly Stock[],
): readonly Stock[] {
  const byWarehouse = Map.groupBy(stocks, ({ warehouse }) => warehouse);
  return [...byWarehouse].flatMap(([warehouse, own]): Stock[] => {
    const [first] = own;
    if (first === undefined) return [];
    const most = (of: (stock: Stock) => number): number => setsOf(components, own, of);
    return [
      {
        merchantId: first.merchantId,
        sku: bundle,
        warehouse,
        onHand: most(({ onHand }) => onHand),
        allocated: 0,
        available: most(freeToPromise),
        damaged: 0,
        onHold: 0,
        safetyStock: 0,
        lowStockThreshold: null,
        incoming: 0,
        version: own.reduce((sum, { version }) => sum + version, 0),
        changedAt:
          own
            .map(({ changedAt }) => changedAt)
            .sort()
            .at(-1) ?? "",
      },
    ];
  });
}

function setsOf(components: readonly Component[], stocks: readonly Stock[], of: (stock: Stock) => number): number {
  const units = (sku: Sku): number => stocks.reduce((sum, stock) => (stock.sku === sku ? sum + of(stock) : sum), 0);
  return Math.max(0, Math.min(...components.map(({ sku, quantity }) => Math.floor(units(sku) / quantity))));
}

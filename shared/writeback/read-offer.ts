import { bundlePositions } from "../inventory/products/bundle.ts";
import type { Component } from "../inventory/products/product.ts";
import { readProducts } from "../inventory/products/product-store.ts";
import { freeToPromise, type Stock } from "../inventory/stock.ts";
import { readStock } from "../inventory/stock-store.ts";
import { readWaiting } from "../inventory/waiting-store.ts";
import type { MerchantId, Sku } from "../kernel/ids.ts";
import type { ReadSettings } from "../routing/settings-store.ts";
import type { Table } from "../table/port.ts";
import type { Offer } from "./sellable.ts";

/** What the network has of a sku, as of now. */
export type ReadOffer = (merchant: MerchantId, article: Sku) => Promise<Omit<Offer, "quota">>;

const WAITING_PER_PAGE = 25;

/**
 * Stock and the orders that wait for it, strongly consistent; which warehouses are open may be a minute old. Of a bundle there
 * is what its components make, and whoever waits for a component waits for the bundles that it would make.
 */
export function makeReadOffer({
  table,
  readSettings,
}: {
  readonly table: Table;
  readonly readSettings: ReadSettings;
}): ReadOffer {
  const readParts = async (merchant: MerchantId, article: Sku): Promise<Parts> => {
    const stocks = await readStock(table, merchant, article);
    return { stocks, waiting: await waitingUnits(table, merchant, article, stocks) };
  };
  return async (merchant, article) => {
    const [product] = await readProducts(table, merchant, [article]);
    const components = product?.components ?? [];
    const warehouses = (await readSettings(merchant))?.warehouses ?? [];
    const open = new Set(warehouses.filter(({ isActive }) => isActive).map(({ code }) => code));
    if (components.length === 0) return { open, ...(await readParts(merchant, article)) };
    const parts = await Promise.all(components.map((component) => readParts(merchant, component.sku)));
    return { open, ...asBundle(article, components, parts) };
  };
}

type Parts = Pick<Offer, "stocks" | "waiting">;

function asBundle(bundle: Sku, components: readonly Component[], parts: readonly Parts[]): Parts {
  const all = parts.flatMap(({ stocks }) => stocks);
  const waiting = components.map(({ quantity }, at) => Math.ceil((parts[at]?.waiting ?? 0) / quantity));
  return { stocks: bundlePositions(bundle, components, all), waiting: Math.max(0, ...waiting) };
}

/** As far as there is anything to wait for: a long queue for a sku that is sold out is not read. */
async function waitingUnits(table: Table, merchantId: MerchantId, sku: Sku, stocks: readonly Stock[]): Promise<number> {
  const free = stocks.reduce((sum, stock) => sum + freeToPromise(stock), 0);
  let units = 0;
  let after: string | null = null;
  while (units < free) {
    const page: Awaited<ReturnType<typeof readWaiting>> = await readWaiting(
      table,
      { merchantId, sku, after },
      WAITING_PER_PAGE,
    );
    units += page.waiting.reduce((sum, { quantity }) => sum + quantity, 0);
    if (page.next === null) break;
    after = page.next;
  }
  return units;
}

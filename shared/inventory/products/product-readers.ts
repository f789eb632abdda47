import type { Table } from "../../table/port.ts";
import { makeCachedProducts, makeReadBundles } from "./cached-products.ts";
import { makeReadGoodsFacts, type ReadGoodsFacts } from "./goods-facts.ts";

/** What an order needs to know of its articles, each asked for at most once a minute. */
export function makeProductReaders(
  table: Table,
  clock: () => Date,
): { readonly readBundles: ReturnType<typeof makeReadBundles>; readonly readGoods: ReadGoodsFacts } {
  const readProducts = makeCachedProducts(table, clock);
  return { readBundles: makeReadBundles(readProducts), readGoods: makeReadGoodsFacts(readProducts) };
}

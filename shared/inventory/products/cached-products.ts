import type { MerchantId, Sku } from "../../kernel/ids.ts";
import type { Table } from "../../table/port.ts";
import { type Bundles, bundlesOf } from "./bundle.ts";
import type { Product } from "./product.ts";
import { readProducts } from "./product-store.ts";

/** The products among `skus` by sku; most articles have none. */
export type ReadProducts = (merchant: MerchantId, skus: readonly Sku[]) => Promise<ReadonlyMap<Sku, Product>>;

const keptMs = 60_000;
/** Of a merchant with more articles than this, the oldest answers go first. */
const mostKept = 20_000;

/** The bundles among `skus`, and what they consist of. */
export function makeReadBundles(
  readProducts: ReadProducts,
): (merchant: MerchantId, skus: readonly Sku[]) => Promise<Bundles> {
  return async (merchant, skus) => bundlesOf((await readProducts(merchant, skus)).values());
}

/** Asks for each article at most once a minute, also where there is no product: a change reaches every function within that time. */
export function makeCachedProducts(table: Table, clock: () => Date): ReadProducts {
  const kept = new Map<string, { readonly product: Product | null; readonly until: number }>();
  return async (merchant, skus) => {
    const now = clock().getTime();
    const wanted = [...new Set(skus)];
    const keyOf = (sku: Sku): string => `${merchant}#${sku}`;
    const unknown = wanted.filter((sku) => (kept.get(keyOf(sku))?.until ?? 0) <= now);
    if (unknown.length > 0) {
      const found = new Map((await readProducts(table, merchant, unknown)).map((product) => [product.sku, product]));
      for (const sku of unknown) {
        kept.delete(keyOf(sku));
        kept.set(keyOf(sku), { product: found.get(sku) ?? null, until: now + keptMs });
      }
      for (const key of kept.keys()) {
        if (kept.size <= mostKept) break;
        kept.delete(key);
      }
    }
    return new Map(
      wanted.flatMap((sku) => {
        const product = kept.get(keyOf(sku))?.product;
        return product == null ? [] : [[sku, product] as const];
      }),
    );
  };
}

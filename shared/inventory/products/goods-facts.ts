import type { MerchantId, Sku } from "../../kernel/ids.ts";
import type { ReadProducts } from "./cached-products.ts";
import type { GoodsTerms } from "./goods.ts";

/** What rules may know of one unit of an article; parts that nobody has stated are absent. */
export type GoodsFacts = { readonly grams?: number; readonly cm3?: number; readonly hazard?: string };

/** By sku; articles of which nothing is known are left out. */
export type ReadGoodsFacts = (
  merchant: MerchantId,
  skus: readonly Sku[],
) => Promise<Readonly<Record<string, GoodsFacts>>>;

export function makeReadGoodsFacts(readProducts: ReadProducts): ReadGoodsFacts {
  return async (merchant, skus) => {
    const products = await readProducts(merchant, skus);
    const facts = [...products].map(([sku, { goods }]) => [sku, factsOf(goods)] as const);
    return Object.fromEntries(facts.filter(([, known]) => Object.keys(known).length > 0));
  };
}

/** Millimetres become whole cubic centimetres, rounded up. */
function factsOf(goods: GoodsTerms | undefined): GoodsFacts {
  const { weightGrams = null, sizeMm = null, hazard = null } = goods ?? {};
  return {
    ...(weightGrams === null ? {} : { grams: weightGrams }),
    ...(sizeMm === null ? {} : { cm3: Math.ceil((sizeMm.length * sizeMm.width * sizeMm.height) / 1_000) }),
    ...(hazard === null ? {} : { hazard }),
  };
}

import { skuMatches } from "../../rules/conditions/sku-pattern.ts";
import type { StockSeen } from "../free-stock.ts";
import type { Sourcing } from "./sourcing.ts";

/** Do rules keep some of this sku, in whatever warehouse? */
export function isHeldBack(article: string, { heldBack }: Pick<Sourcing, "heldBack">): boolean {
  return heldBack.some(({ skus }) => speaksOf(article, skus));
}

function speaksOf(article: string, skus: readonly string[] | null): boolean {
  return skus === null || skus.some((pattern) => skuMatches(article, pattern));
}

/** Stock as this order may see it: where rules hold more back than the warehouse does itself, their figure counts. */
export function withHeldBack<S extends StockSeen>(
  stocks: readonly S[],
  { heldBack }: Pick<Sourcing, "heldBack">,
): readonly S[] {
  if (heldBack.length === 0) return stocks;
  return stocks.map((stock) => {
    let { safetyStock } = stock;
    for (const { units, warehouses, skus } of heldBack) {
      const isHere = warehouses === null || warehouses.includes(stock.warehouse);
      if (units > safetyStock && isHere && speaksOf(stock.sku, skus)) safetyStock = units;
    }
    return safetyStock === stock.safetyStock ? stock : { ...stock, safetyStock };
  });
}

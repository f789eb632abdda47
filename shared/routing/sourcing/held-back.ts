import { skuMatches } from "../../rules/conditions/sku-pattern.ts";
import type { StockSeen } from "../free-stock.ts";
import type { Sourcing } from "./sourcing.ts";

/** Stock as this order may see it: where rules hold more back than the warehouse does itself, their figure counts. */
export function withHeldBack<S extends StockSeen>(
  stocks: readonly S[],
  { heldBack }: Pick<Sourcing, "heldBack">,
): readonly S[] {
  if (heldBack.length === 0) return stocks;
  return stocks.map((stock) => {
    const speaking = heldBack.filter(({ warehouses, skus }) => {
      const isHere = warehouses === null || warehouses.includes(stock.warehouse);
      return isHere && (skus === null || skus.some((pattern) => skuMatches(stock.sku, pattern)));
    });
    const safetyStock = Math.max(stock.safetyStock, ...speaking.map(({ units }) => units));
    return safetyStock === stock.safetyStock ? stock : { ...stock, safetyStock };
  });
}

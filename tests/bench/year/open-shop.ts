import { plainTerms } from "../../../shared/inventory/products/product.ts";
import { saveProduct } from "../../../shared/inventory/products/product-store.ts";
import { setOnHand } from "../../../shared/inventory/set-on-hand.ts";
import { type Sku, sku } from "../../../shared/kernel/ids.ts";
import { aMerchantId } from "../../support/builders.ts";
import { warehouses, type YearWorld } from "./year-world.ts";

/** Stock of every article in every warehouse; each twentieth has a reorder point, and there is a bundle for each fortieth. */
export async function openShop(world: YearWorld, articles: readonly Sku[]): Promise<readonly Sku[]> {
  const bundles: Sku[] = [];
  for (const [index, article] of articles.entries()) {
    for (const warehouse of warehouses) {
      const place = { merchantId: aMerchantId, sku: article, warehouse };
      const count = { ...place, onHand: 200, lowStockThreshold: index % 4 === 0 ? 20 : null, countKey: "opening" };
      await setOnHand(world.table, count, world.now().toISOString());
    }
    const now = world.now().toISOString();
    if (index % 20 === 0) {
      const terms = { ...plainTerms(article), packSize: 12, leadTimeDays: 7, reorder: { point: 60, quantity: 120 } };
      await saveProduct(world.table, { merchantId: aMerchantId, sku: article }, terms, now);
    }
    const other = articles[index + 1];
    if (index % 40 !== 0 || other === undefined) continue;
    const bundle = sku(`SET-${index}`);
    const components = [
      { sku: article, quantity: 2 },
      { sku: other, quantity: 1 },
    ];
    await saveProduct(
      world.table,
      { merchantId: aMerchantId, sku: bundle },
      { ...plainTerms(bundle), components },
      now,
    );
    bundles.push(bundle);
  }
  await world.settle();
  return bundles;
}

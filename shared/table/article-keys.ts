import type { MerchantId, Sku, WarehouseCode } from "../kernel/ids.ts";
import { settingsPk, skuPk, sortKeys } from "./keys.ts";
import type { Key } from "./port.ts";

/** What the merchant says of an article: title, barcodes, components, supplier. */
export const productKey = (merchant: MerchantId, sku: Sku): Key => ({ pk: skuPk(merchant, sku), sk: sortKeys.product });
/** Where those meet who make an article a bundle and those who make it a part of one. */
export const bundleMarkKey = (merchant: MerchantId, sku: Sku): Key => ({
  pk: skuPk(merchant, sku),
  sk: "BUNDLEMARK",
});
/** The alert about all warehouses of a sku together. */
export const networkAlertKey = (merchant: MerchantId, sku: Sku): Key => ({
  pk: skuPk(merchant, sku),
  sk: sortKeys.networkAlert,
});
/** How many units orders took from a position on each of the last days. */
export const usageKey = (merchant: MerchantId, sku: Sku, warehouse: WarehouseCode): Key => ({
  pk: skuPk(merchant, sku),
  sk: `${sortKeys.usage}${warehouse}`,
});
/** The purchase that is, or was last, proposed for a sku. */
export const proposalKey = (merchant: MerchantId, sku: Sku): Key => ({
  pk: skuPk(merchant, sku),
  sk: sortKeys.proposal,
});
/** What a merchant was told of its stock on one day. */
export const digestKey = (merchant: MerchantId, day: string): Key => ({
  pk: `${settingsPk(merchant)}#DIGESTS`,
  sk: `${sortKeys.digest}${day}`,
});
/** A price of a sku by kind, currency and first day; one without a first day stands before all others. */
export const priceKey = (
  merchant: MerchantId,
  sku: Sku,
  kind: string,
  currency: string,
  validFrom: string | null,
): Key => ({ pk: skuPk(merchant, sku), sk: `${pricesPrefix}${kind}#${currency}#${validFrom ?? ""}` });
/** All prices of a sku. */
export const pricesPrefix: string = sortKeys.price;

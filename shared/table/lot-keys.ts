import type { MerchantId, Sku, WarehouseCode } from "../kernel/ids.ts";
import { settingsPk, skuPk, sortKeys } from "./keys.ts";
import type { Key } from "./port.ts";

export const lotSortKeys = { out: "LOTOUT#", serial: "SERIAL#" } as const;

/** The lots of one position, beside its stock. */
export const lotBookKey = (merchant: MerchantId, sku: Sku, warehouse: WarehouseCode): Key => ({
  pk: skuPk(merchant, sku),
  sk: `${sortKeys.lots}${warehouse}`,
});

/** What left of one lot with one parcel of an order (or with a write of stock, where nobody told of a parcel). */
export const lotOutKey = (merchant: MerchantId, sku: Sku, out: { lot: string; orderId: string; by: string }): Key => ({
  pk: lotOutsPk(merchant, sku),
  sk: `${lotOutsPrefix(out.lot)}${out.orderId}#${out.by}`,
});
export const lotOutsPk = (merchant: MerchantId, sku: Sku): string => `${skuPk(merchant, sku)}#LOTOUTS`;
export const lotOutsPrefix = (lot: string): string => `${lotSortKeys.out}${lot}#`;

/** One unit by its own number. The same number may belong to units of several skus. */
export const serialKey = (merchant: MerchantId, serial: string, sku: Sku): Key => ({
  pk: serialPk(merchant, serial),
  sk: `${lotSortKeys.serial}${sku}`,
});
export const serialPk = (merchant: MerchantId, serial: string): string => `${settingsPk(merchant)}#SERIAL#${serial}`;

import type { MerchantId } from "../kernel/ids.ts";
import { settingsPk, shardOf } from "./keys.ts";
import type { Key } from "./port.ts";

/** The rate of one pair of currencies on one day; all rates of a merchant stand in one partition. */
export const fxRateKey = (merchant: MerchantId, from: string, to: string, day: string): Key => ({
  pk: fxRatesPk(merchant),
  sk: `${fxPairPrefix(from, to)}${day}`,
});
export const fxRatesPk = (merchant: MerchantId): string => `${settingsPk(merchant)}#FX`;
export const fxPairPrefix = (from: string, to: string): string => `FX#${from}#${to}#`;

/** Which accounts a merchant's vouchers are booked on. */
export const ledgerAccountsKey = (merchant: MerchantId): Key => ({ pk: settingsPk(merchant), sk: "LEDGER#accounts" });

/** One version of a merchant's own report, by the first business day that it counts for. */
export const customReportKey = (merchant: MerchantId, id: string, from: string): Key => ({
  pk: customReportsPk(merchant),
  sk: `${id}#${from}`,
});
export const customReportsPk = (merchant: MerchantId): string => `${settingsPk(merchant)}#CUSTOM-REPORTS`;

/** What happened on a business day besides sales and their changes: payments and parcels of orders, fees. Read strongly, by shard. */
export type DayFactKind = "order" | "fee";
export const dayFactKey = (merchant: MerchantId, day: string, kind: DayFactKind, id: string): Key => ({
  pk: dayFactsPk(merchant, day, shardOf(id)),
  sk: `${kind}#${id}`,
});
export const dayFactsPk = (merchant: MerchantId, day: string, shard: number): string =>
  `${settingsPk(merchant)}#FACTS#${day}#${shard}`;

/** How far the sealing of a business day is. */
export const sealingKey = (merchant: MerchantId, day: string): Key => ({ pk: sealingsPk(merchant), sk: day });
export const sealingsPk = (merchant: MerchantId): string => `${settingsPk(merchant)}#SEALING`;

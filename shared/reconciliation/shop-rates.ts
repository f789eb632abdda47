import * as z from "zod/mini";
import type { MerchantId } from "../kernel/ids.ts";
import type { Key, Table } from "../table/port.ts";
import { usualRatesKey } from "../table/settlement-keys.ts";
import type { Settlement } from "./settlement-store.ts";
import type { UsualRates } from "./usual-rates.ts";

/** What the settlements of a shop have shown so far: what is usual, and of which days they are. */
export type ShopRates = { readonly since: string; readonly until: string; readonly rates: UsualRates };

const ratesSchema = z.object({
  since: z.string(),
  until: z.string(),
  rates: z.record(z.string(), z.object({ basisPoints: z.number(), fixedMinor: z.number() })),
});

/** Of the first settlement, that it is the first. */
export async function readShopRates(table: Table, merchant: MerchantId, settlement: Settlement): Promise<ShopRates> {
  const item = await table.get(shopRatesKey(merchant, settlement));
  return item === null ? { since: settlement.from, until: "", rates: {} } : ratesSchema.parse(item);
}

export function shopRatesKey(merchant: MerchantId, { shop, currency }: Pick<Settlement, "shop" | "currency">): Key {
  return usualRatesKey(merchant, shop, currency);
}

import * as z from "zod/mini";
import type { MerchantId, Sku } from "../../kernel/ids.ts";
import { priceKey, pricesPrefix } from "../../table/article-keys.ts";
import { skuPk } from "../../table/keys.ts";
import { type Item, queryAll, type Table } from "../../table/port.ts";
import { type Price, priceKinds } from "./price.ts";

const priceSchema = z.object({
  schemaVersion: z.literal(1),
  merchantId: z.string(),
  sku: z.string(),
  kind: z.enum(priceKinds),
  currency: z.string(),
  amountMinor: z.number(),
  validFrom: z.nullable(z.string()),
  validTo: z.nullable(z.string()),
  changedAt: z.string(),
  changedBy: z.string(),
});

/** `repeated`: this very statement was stored before. */
export type SavedPrice = { readonly kind: "created" | "changed" | "unchanged" | "repeated"; readonly price: Price };

/** All prices of an article, by kind, currency and first day. Strongly consistent. */
export async function readPrices(table: Table, merchant: MerchantId, sku: Sku): Promise<readonly Price[]> {
  const query = { pk: skuPk(merchant, sku), sk: { kind: "beginsWith", prefix: pricesPrefix } } as const;
  return (await queryAll(table, query)).map(fromPriceItem);
}

/** States a price from its first day on; the last word counts. */
export async function savePrice(table: Table, price: Price): Promise<SavedPrice> {
  const { merchantId, sku, kind, currency, validFrom } = price;
  const key = priceKey(merchantId, sku, kind, currency, validFrom);
  const item = await table.get(key);
  const before = item === null ? null : fromPriceItem(item);
  if (before !== null && before.amountMinor === price.amountMinor && before.validTo === price.validTo)
    return { kind: before.changedBy === price.changedBy ? "repeated" : "unchanged", price: before };
  await table.put({ ...price, ...key, schemaVersion: 1 });
  return { kind: before === null ? "created" : "changed", price };
}

function fromPriceItem(item: Item): Price {
  const { schemaVersion: _, merchantId, sku, ...rest } = priceSchema.parse(item);
  return { ...rest, merchantId: merchantId as MerchantId, sku: sku as Sku };
}

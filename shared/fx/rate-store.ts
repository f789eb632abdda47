import * as z from "zod/mini";
import { daysAfter } from "../kernel/business-day.ts";
import type { MerchantId } from "../kernel/ids.ts";
import { ok, type Result } from "../kernel/result.ts";
import type { Item, Table } from "../table/port.ts";
import { fxPairPrefix, fxRateKey, fxRatesPk } from "../table/report-keys.ts";
import { checkRate, type Rate, type RateRefused } from "./rate.ts";

/** Banks and markets rest on weekends and holidays; an older rate says nothing of the day. */
const DAYS_A_RATE_HOLDS = 7;

export type KeptRate = Rate & { readonly savedAt: string; readonly savedBy: string };
export type SavedRate = { readonly kind: "created" | "changed" | "unchanged"; readonly rate: KeptRate };

const rateSchema = z.object({
  schemaVersion: z.literal(1),
  from: z.string(),
  to: z.string(),
  day: z.string(),
  rate: z.string(),
  source: z.string(),
  savedAt: z.string(),
  savedBy: z.string(),
});

/**
 * States the rate of a pair for a day. The same again changes nothing; another one counts for facts that are sealed from then
 * on, never for those that were stamped before. `savedBy` is a person, or the import that brought it.
 */
export async function saveRate(
  table: Table,
  merchant: MerchantId,
  rate: Rate,
  saved: { readonly at: string; readonly by: string },
): Promise<Result<SavedRate, RateRefused>> {
  const checked = checkRate(rate);
  if (!checked.ok) return checked;
  const { from, to, day } = checked.value;
  const key = fxRateKey(merchant, from, to, day);
  const known = await table.get(key);
  const before = known === null ? null : fromRateItem(known);
  if (before !== null && before.rate === checked.value.rate && before.source === checked.value.source)
    return ok({ kind: "unchanged", rate: before });
  const kept: KeptRate = { ...checked.value, savedAt: saved.at, savedBy: saved.by };
  await table.put({ ...key, schemaVersion: 1, ...kept });
  return ok({ kind: before === null ? "created" : "changed", rate: kept });
}

/** The rate of the day, or of the newest day of the week before it; null when nobody has stated one. Strongly consistent. */
export async function rateOn(
  table: Table,
  merchant: MerchantId,
  { from, to, day }: Pick<Rate, "from" | "to" | "day">,
): Promise<KeptRate | null> {
  const first = daysAfter(day, -DAYS_A_RATE_HOLDS);
  const [low, high] = [fxRateKey(merchant, from, to, first).sk, fxRateKey(merchant, from, to, day).sk];
  const query = { pk: fxRatesPk(merchant), sk: { kind: "between", low, high }, descending: true, limit: 1 } as const;
  const [newest] = (await table.query(query)).items;
  return newest === undefined ? null : fromRateItem(newest);
}

/** Rates of one pair, newest day first. */
export async function readRates(
  table: Table,
  merchant: MerchantId,
  { from, to, limit }: { readonly from: string; readonly to: string; readonly limit: number },
): Promise<readonly KeptRate[]> {
  const sk = { kind: "beginsWith", prefix: fxPairPrefix(from, to) } as const;
  const { items } = await table.query({ pk: fxRatesPk(merchant), sk, descending: true, limit });
  return items.map(fromRateItem);
}

function fromRateItem(item: Item): KeptRate {
  const { schemaVersion: _, ...rate } = rateSchema.parse(item);
  return rate;
}

import type { JsonReader } from "../json-reader.ts";

/**
 * eBay's `Amount {value, currency, convertedFromValue, convertedFromCurrency}` in minor units of the order's currency: what the
 * seller is paid may be told in the seller's, with what it was converted from. 0 when missing.
 */
export function readAmount(at: JsonReader, key: string, currency: string): number {
  const amount = at.child(key);
  if (amount === null) return 0;
  if (amount.textOrNull("convertedFromCurrency") === currency) return amount.money("convertedFromValue", currency);
  const told = amount.textOrNull("currency");
  if (told !== currency) amount.refuse("bad_value", "currency", `expected ${currency} as the order's total has`);
  return amount.money("value", currency);
}

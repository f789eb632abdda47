import type { JsonReader } from "../json-reader.ts";

/** Minor units of a money object; 0 when it is missing or in another currency than the order's. */
export function moneyOf(at: JsonReader, key: string, currency: string): number {
  const money = at.child(key);
  return money === null || money.textOrNull("currency") !== currency ? 0 : money.minorOrZero("amount");
}

/** Like `moneyOf`, but null when it is not told. */
export function moneyOrNull(at: JsonReader, key: string, currency: string): number | null {
  const money = at.child(key);
  const isTold = money?.has("amount") === true && money.textOrNull("currency") === currency;
  return isTold ? moneyOf(at, key, currency) : null;
}

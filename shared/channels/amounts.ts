import type { Amounts } from "../orders/facts.ts";

/** What the parts miss to the total, in minor units: 0 when the order adds up, positive when the total is larger. */
export function discrepancyOf(amounts: Amounts): number {
  const { itemsMinor, discountMinor, shippingMinor, feesMinor, taxMinor, taxesIncluded, totalMinor } = amounts;
  const parts = itemsMinor - discountMinor + shippingMinor + feesMinor + (taxesIncluded ? 0 : taxMinor);
  return totalMinor - parts;
}

export function sumOf<T>(entries: readonly T[], amountOf: (entry: T) => number): number {
  return entries.reduce((sum, entry) => sum + amountOf(entry), 0);
}

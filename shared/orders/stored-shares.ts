import type { Value } from "../table/port.ts";
import type { LineShare } from "./line-shares.ts";

/** Line, sku, then the numbers in the order of `LineShare`; zeros at the end are left out. */
export type StoredShares = readonly (readonly Value[])[];

export function fromShares(shares: readonly LineShare[]): StoredShares {
  return shares.map((share) => {
    const numbers = [
      share.quantity,
      share.totalMinor,
      share.itemsMinor,
      share.taxMinor,
      share.discountMinor,
      share.shippingMinor,
      share.feesMinor,
      share.otherMinor,
    ];
    while (numbers.at(-1) === 0) numbers.pop();
    return [share.lineId, share.sku, ...numbers];
  });
}

export function toShares(stored: StoredShares | undefined): readonly LineShare[] | null {
  if (stored === undefined) return null;
  return stored.map((tuple) => {
    const [lineId, sku, ...numbers] = tuple as readonly [string, string, ...number[]];
    const [quantity = 0, totalMinor = 0, itemsMinor = 0, taxMinor = 0, ...rest] = numbers;
    const [discountMinor = 0, shippingMinor = 0, feesMinor = 0, otherMinor = 0] = rest;
    return {
      lineId,
      sku,
      quantity,
      itemsMinor,
      discountMinor,
      shippingMinor,
      feesMinor,
      taxMinor,
      otherMinor,
      totalMinor,
    };
  });
}

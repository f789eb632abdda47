import type { StockMove } from "../inventory/stock-writes.ts";
import { sku, type WarehouseCode } from "../kernel/ids.ts";
import type { Allocation } from "./allocation.ts";
import type { AddressFacts } from "./facts.ts";
import type { Order, Rerouting } from "./order.ts";

/** Names that requests gave themselves are remembered for so many of them. */
const KEYS_KEPT = 8;

/** The moves that give promised units back to their warehouses. */
export function givenBack(allocations: readonly Allocation[]): readonly (StockMove & { readonly kind: "released" })[] {
  return allocations.map(({ sku: article, warehouse, quantity }) => {
    return { kind: "released", sku: sku(article), warehouse, quantity };
  });
}

export type Reason = {
  readonly at: string;
  readonly because: string;
  readonly exclude: readonly WarehouseCode[];
  readonly key: string | null;
};

/** What an order remembers of one more time that it is planned anew. */
export function rerouted({ rerouting }: Order, { at, because, exclude, key }: Reason): Rerouting {
  const { avoid = [], keys = [] } = rerouting ?? {};
  const further = exclude
    .filter((warehouse, index) => exclude.indexOf(warehouse) === index)
    .filter((warehouse) => avoid.every((each) => each.warehouse !== warehouse))
    .map((warehouse) => ({ warehouse, because }));
  return {
    at,
    because,
    avoid: [...avoid, ...further],
    keys: key === null ? keys : [...keys.filter((each) => each !== key), key].slice(-KEYS_KEPT),
  };
}

/**
 * Does a parcel to the new address cross other borders, zones or distances? A channel that hides an address once it has
 * shipped, with stars or by leaving it out, has not moved it; nor has a corrected name, street or telephone number.
 */
export function isMovedAway(before: AddressFacts | null, after: AddressFacts | null): boolean {
  if (before === null || after === null) return false;
  return (["country", "region", "city", "postalCode"] as const).some((part) => {
    const [was, is] = [bare(before[part]), bare(after[part])];
    return was !== is && isReadable(was) && isReadable(is);
  });
}

function bare(text: string): string {
  return text.trim().toUpperCase();
}

function isReadable(text: string): boolean {
  return text !== "" && !text.includes("*");
}

import { sku } from "../kernel/ids.ts";
import type { Allocation } from "../orders/allocation.ts";
import type { RoutingNote } from "../orders/order.ts";

/** What leaves from where, by article and warehouse added up, in the order in which they first appear. */
export function positionsOf(allocations: readonly Allocation[]): RoutingNote["plan"] {
  const positions = new Map<string, RoutingNote["plan"][number]>();
  for (const { sku: spelled, warehouse, quantity } of allocations) {
    const article = sku(spelled);
    const place = `${article}#${warehouse}`;
    positions.set(place, { warehouse, sku: article, quantity: (positions.get(place)?.quantity ?? 0) + quantity });
  }
  return [...positions.values()];
}

import type { PaymentState } from "../../orders/facts.ts";

/**
 * `status` of one unit, in the order of its life; an order has no status of its own. A word that is not here parks the
 * delivery: no complete list is published.
 */
export const unitStatuses = [
  "unpaid",
  "pending",
  "packed",
  "repacked",
  "ready_to_ship",
  "shipped",
  "failed",
  "delivered",
  "returned",
  "canceled",
] as const;

export type UnitStatus = (typeof unitStatuses)[number];

export function isUnitStatus(word: string): word is UnitStatus {
  return unitStatuses.some((status) => status === word);
}

/** Left the seller, whatever became of it then. */
export const hasLeft: ReadonlySet<UnitStatus> = new Set(["shipped", "failed", "delivered", "returned"]);

/** In a package, which has not left yet. */
export const isPacked: ReadonlySet<UnitStatus> = new Set(["packed", "repacked", "ready_to_ship"]);

/** What the mix of an order's units says of its payment; units cancelled before shipping say nothing while others are left. */
export function paymentStateOf(
  units: readonly UnitStatus[],
  known: { readonly isCod: boolean; readonly hasRefunds: boolean },
): PaymentState {
  const kept = units.filter((status) => status !== "canceled");
  if (kept.length === 0) return "voided";
  if (kept.includes("unpaid")) return "pending";
  if (kept.every((status) => status === "returned")) return "refunded";
  if (known.hasRefunds || kept.includes("returned")) return "partially_refunded";
  return known.isCod && !kept.includes("delivered") ? "pending" : "paid";
}

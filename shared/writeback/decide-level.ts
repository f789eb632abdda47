import type { StockLevel } from "../channels/api.ts";
import { shortHash } from "../kernel/ids.ts";
import type { LastTelling, Listing } from "./listing.ts";

/** After so many attempts in a row that met another quantity than expected, the hub's word stands without comparing. */
const MOST_CONFLICTS = 5;

/** What to tell the channel; null when it has confirmed this very quantity last. */
export function decideLevel(listing: Listing, quantity: number): StockLevel | null {
  const { last, sent, sku } = listing;
  if (last?.outcome === "set" && sent?.quantity === quantity) return null;
  return {
    sku,
    listing: listing.listing,
    quantity,
    previous: expected(listing),
    idempotencyKey: keyOf(listing, quantity),
  };
}

/** What the channel should have now; null when nobody knows, and where comparing has led nowhere. */
function expected({ last, sent }: Listing): number | null {
  if (last?.outcome === "set") return sent?.quantity ?? null;
  if (last?.outcome === "conflict" && last.failures < MOST_CONFLICTS) return last.found;
  return null;
}

/**
 * The same for another try of the same quantity that came to no end. Any other attempt has its own, so that a channel which
 * remembers keys never takes "10, 7, 10" for a repetition.
 */
function keyOf({ last, connectionId, sku, revision }: Listing, quantity: number): string {
  const isRetry =
    last !== null && last.quantity === quantity && (last.outcome === "in_doubt" || last.outcome === "later");
  return isRetry ? last.idempotencyKey : shortHash(`${connectionId}\n${sku}\n${revision}`);
}

/** Seconds between meeting a lower quantity than expected and trying again. */
const ORDERS_ARRIVE_SECONDS = 20;

/**
 * The channel had another quantity than the hub expected. The hub is the authority for stock, yet a channel that has less
 * than it was told has sold some: those orders are on their way here, and setting the number before they arrive would
 * sell the same units twice. Gives how long to wait before the hub's newest number is set over what was found.
 */
export function secondsAfterConflict(told: number | null, found: number | null): number {
  return told !== null && found !== null && found < told ? ORDERS_ARRIVE_SECONDS : 1;
}

/** The record of an attempt. */
export function lastOf(
  before: Listing,
  level: StockLevel,
  ended: Pick<LastTelling, "at" | "outcome" | "why" | "found">,
): LastTelling {
  const { quantity, idempotencyKey } = level;
  const failures = ended.outcome === "set" ? 0 : (before.last?.failures ?? 0) + 1;
  return { ...ended, quantity, idempotencyKey, failures };
}

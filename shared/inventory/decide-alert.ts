import type { Stock } from "./stock.ts";

/** What is remembered of one sku in one warehouse: the last crossing, and the stock that showed it. */
export type AlertMemory = {
  readonly state: "open" | "resolved";
  /** The stock version that was decided on; only a higher one may change anything. */
  readonly stockVersion: number;
};

export type AlertDecision = "open" | "resolve" | "keep";

/**
 * One alert for each downward crossing: it opens at or below the threshold and is re-armed only well above it, so that
 * stock which hovers around the line does not ring again and again. Repeated and late stock records change nothing.
 */
export function decideAlert(memory: AlertMemory | null, stock: Stock): AlertDecision {
  if (memory !== null && stock.version <= memory.stockVersion) return "keep";
  const isOpen = memory?.state === "open";
  const threshold = stock.lowStockThreshold;
  if (threshold === null) return isOpen ? "resolve" : "keep";
  if (isOpen) return stock.available > rearmAbove(threshold) ? "resolve" : "keep";
  return stock.available <= threshold ? "open" : "keep";
}

/** A fifth above the threshold, and at least one unit. */
export function rearmAbove(threshold: number): number {
  return threshold + Math.max(1, Math.ceil(threshold * 0.2));
}

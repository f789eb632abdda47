/** What is remembered of one sku in one warehouse, or in all of them: the last crossing, and the stock that showed it. */
export type AlertMemory = {
  readonly state: "open" | "resolved";
  /** The stock version that was decided on; only a higher one may change the state. */
  readonly stockVersion: number;
};

/** How much there was after one write. `threshold` null: nobody wants an alert. */
export type AlertLevel = {
  readonly version: number;
  readonly available: number;
  readonly threshold: number | null;
};

export type AlertDecision = "open" | "resolve" | "keep";

type Side = "low" | "between" | "well";

/**
 * One alert for each downward crossing: it opens at or below the threshold and is re-armed only well above it, so that
 * stock which hovers around the line does not ring again and again. Repeated and late stock records change nothing.
 */
export function decideAlert(memory: AlertMemory | null, level: AlertLevel): AlertDecision {
  if (memory !== null && level.version <= memory.stockVersion) return "keep";
  const side = sideOf(level);
  if (memory?.state === "open") return side === "well" ? "resolve" : "keep";
  return side === "low" ? "open" : "keep";
}

/**
 * Of a record that comes after newer ones were decided on: did stock go down and up again (or up and down) there, unseen?
 * True when the last clear level before it and the first clear one after it both lie on the other side.
 */
export function isUnseenCrossing(late: AlertLevel, known: readonly AlertLevel[]): boolean {
  const side = sideOf(late);
  if (side === "between") return false;
  const clear = known
    .filter((level) => level.version !== late.version && sideOf(level) !== "between")
    .toSorted((a, b) => a.version - b.version);
  const before = clear.findLast(({ version }) => version < late.version);
  const after = clear.find(({ version }) => version > late.version);
  const sideBefore = before === undefined ? "well" : sideOf(before);
  return after !== undefined && sideBefore !== side && sideOf(after) !== side;
}

/** A fifth above the threshold, and at least one unit. */
export function rearmAbove(threshold: number): number {
  return threshold + Math.max(1, Math.ceil(threshold * 0.2));
}

function sideOf({ available, threshold }: AlertLevel): Side {
  if (threshold === null) return "well";
  if (available <= threshold) return "low";
  return available > rearmAbove(threshold) ? "well" : "between";
}

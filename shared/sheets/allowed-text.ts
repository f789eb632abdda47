import type { ReadLimits } from "./rows.ts";

/**
 * A few bytes of a cell can name a long shared string, the next cell another: such a file costs what it unpacks to, not what
 * it has. Beyond this many characters in all, cells may not hold more than so many each; no table that people keep is near.
 */
const FREE_TEXT = 256 * 1024 * 1024;
const MOST_OF_A_CELL = 2_000;

/** Characters that so many cells may hold together. */
export function allowedText(cells: number, limits: ReadLimits): number {
  return Math.min(limits.inflatedBytes, Math.max(FREE_TEXT, cells * MOST_OF_A_CELL));
}

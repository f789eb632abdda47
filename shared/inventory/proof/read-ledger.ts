import { balanceBefore, difference, isExplained, isZero, type LedgerEntry } from "../ledger.ts";
import { added, afterMovement, type Balance, balanceOf } from "../movement.ts";
import type { Stock } from "../stock.ts";

/** Up to which write a position has been proven, and its numbers then. */
export type Checkpoint = { readonly version: number; readonly balance: Balance };

/** What the ledger tells of a position since the checkpoint. */
export type Reading = {
  /** The newest write it tells of. */
  readonly through: number;
  /** The numbers after that write, as they were. */
  readonly actual: Balance;
  /** The numbers that the movements lead to. */
  readonly told: Balance;
  /** Writes that were lost on the way to the ledger, as lines to be added: what happened stands in the stock itself. */
  readonly unrecorded: readonly LedgerEntry[];
};

/** A record of the table's stream is not tried again after twelve hours: what has not come by then never will. */
const lastMomentMs = 13 * 3_600_000;

/**
 * Adds up the movements after the checkpoint; without one the ledger is believed from its first line on. A gap between two
 * lines is a lost record, because the stream keeps its order; lines missing at the end may still come for some hours.
 */
export function readLedger(
  stock: Stock,
  checkpoint: Checkpoint | null,
  entries: readonly LedgerEntry[],
  now: string,
): Reading {
  const [first] = entries;
  const start = checkpoint ?? beginning(stock, first);
  let { version: through, balance: actual } = start;
  let told = start.balance;
  const unrecorded: LedgerEntry[] = [];
  const lose = (last: number, at: string, after: Balance): void => {
    const lost = difference(after, actual);
    unrecorded.push({
      version: last,
      at,
      kind: "unrecorded",
      quantity: lost.onHand,
      cause: `since version ${through}`,
      after,
    });
    told = added(told, lost);
    actual = after;
  };
  for (const entry of entries) {
    if (entry.version > through + 1) lose(entry.version - 1, entry.at, balanceBefore(entry));
    if (isExplained(entry.kind)) told = afterMovement(told, { kind: entry.kind, quantity: entry.quantity });
    if (entry.kind === "unrecorded") told = added(told, difference(entry.after, actual));
    actual = entry.after;
    through = entry.version;
  }
  const isTooLate = Date.parse(now) - Date.parse(stock.changedAt) > lastMomentMs;
  if (through < stock.version && isTooLate) {
    lose(stock.version, stock.changedAt, balanceOf(stock));
    through = stock.version;
  }
  return { through, actual, told, unrecorded };
}

function beginning(stock: Stock, first: LedgerEntry | undefined): Checkpoint {
  if (first === undefined) return { version: stock.version, balance: balanceOf(stock) };
  return { version: first.version - 1, balance: balanceBefore(first) };
}

/** What the stock shows beyond its movements: zero when every unit is explained. */
export function unexplainedOf(stock: Stock, { through, actual, told }: Reading): Balance {
  const inLedger = difference(actual, told);
  // While the newest lines are still on their way, the stock cannot be compared with the ledger itself.
  if (through !== stock.version) return inLedger;
  const beside = difference(balanceOf(stock), actual);
  return isZero(beside) ? inLedger : added(inLedger, beside);
}

import type { LedgerEntry } from "../ledger.ts";
import { difference, isZero } from "../ledger.ts";
import { added, availableOf, type Balance, balanceNames, balanceOf } from "../movement.ts";
import type { Stock } from "../stock.ts";
import { type Checkpoint, type Reading, unexplainedOf } from "./read-ledger.ts";

/** One number of a position that is not what it should be. */
export type WrongNumber = {
  readonly name: keyof Balance | "available";
  readonly expected: number;
  readonly found: number;
};

export type Proof =
  /** Every number is what orders and movements lead to. */
  | { readonly kind: "proven"; readonly checkpoint: Checkpoint }
  | {
      readonly kind: "drift";
      readonly numbers: readonly WrongNumber[];
      /** Lines to be added to the ledger. */
      readonly unrecorded: readonly LedgerEntry[];
      /** What to add to the numbers of the stock; all zero when only the ledger is to be mended. */
      readonly correction: Balance & { readonly available: number };
      /** After the correction. */
      readonly checkpoint: Checkpoint;
    };

/**
 * Compares one position with the truth: what open orders hold for `allocated` (null while orders are moving and nobody can
 * say), the movements for everything else.
 */
export function decideProof(stock: Stock, reading: Reading, held: number | null): Proof {
  const found = balanceOf(stock);
  const unexplained = unexplainedOf(stock, reading);
  const expected: Balance = { ...difference(found, unexplained), allocated: held ?? found.allocated };
  const correction = { ...difference(expected, found), available: availableOf(expected) - stock.available };
  const isRight = isZero(correction) && correction.available === 0;
  const proven = { version: reading.through, balance: reading.actual };
  if (isRight && reading.unrecorded.length === 0) {
    return { kind: "proven", checkpoint: proven };
  }
  const numbers: WrongNumber[] = balanceNames
    .map((name) => ({ name, expected: expected[name], found: found[name] }))
    .filter((number) => number.expected !== number.found);
  if (correction.available !== 0)
    numbers.push({ name: "available", expected: availableOf(expected), found: stock.available });
  const checkpoint = isRight ? proven : checkpointAfter(stock, reading, added(found, correction));
  return { kind: "drift", numbers, unrecorded: reading.unrecorded, correction, checkpoint };
}

/** The correction is one more write. Lines of the ledger that are still on their way stay to be proven. */
function checkpointAfter(stock: Stock, { through, told }: Reading, corrected: Balance): Checkpoint {
  if (through < stock.version) return { version: through, balance: told };
  return { version: stock.version + 1, balance: corrected };
}

import {
  added,
  afterMovement,
  type Balance,
  balanceNames,
  balanceOf,
  emptyBalance,
  isSameBalance,
  type LotUnits,
  type MovementKind,
} from "./movement.ts";
import type { StockChange } from "./stock-change.ts";

/**
 * What the ledger tells beside movements. `unchanged`: a write that moved nothing, e.g. of a threshold. `unexplained`: the
 * numbers changed without the movements to it, so somebody else wrote them. `unrecorded`: writes that never reached the
 * ledger, entered as one by the proof of stock.
 */
export type EntryKind = MovementKind | "unchanged" | "unexplained" | "unrecorded";

/** One line of a position's ledger. */
export type LedgerEntry = {
  /** Of the write; several movements of one write share it. */
  readonly version: number;
  readonly at: string;
  readonly kind: EntryKind;
  /** With a sign where the kind has one; of an `unexplained`, `unrecorded` or `healed` entry the change of `onHand`. */
  readonly quantity: number;
  readonly cause: string;
  /** Of which lots, where the sku's lots are tracked. */
  readonly lots?: LotUnits;
  /** The numbers after it. */
  readonly after: Balance;
};

/**
 * The ledger's lines about one write, with the numbers after each. The movements are believed only when they are just what
 * the numbers did, so that the lines always add up to the stock. Empty for a write that did not count itself.
 */
export function entriesOf({ before, after, moves }: Omit<StockChange, "id">): readonly LedgerEntry[] {
  if (before !== null && before.version === after.version) return [];
  const start = before === null ? emptyBalance : balanceOf(before);
  const end = balanceOf(after);
  const common = { version: after.version, at: after.changedAt };
  const whole = (kind: EntryKind, cause: string): readonly LedgerEntry[] => [
    { ...common, kind, quantity: end.onHand - start.onHand, cause, after: end },
  ];
  const [first] = moves;
  if (first?.kind === "healed") return whole("healed", first.cause);
  if (moves.length > 0 && isSameBalance(moves.reduce(afterMovement, start), end)) {
    let balance = start;
    return moves.map(({ kind, quantity, cause, lots }) => {
      balance = afterMovement(balance, { kind, quantity });
      const entry = { ...common, kind, quantity, cause, after: balance };
      return lots === undefined ? entry : { ...entry, lots };
    });
  }
  return whole(isSameBalance(start, end) ? "unchanged" : "unexplained", "");
}

/** Does the change of the numbers follow from the kind and the quantity? */
export function isExplained(kind: EntryKind): kind is MovementKind {
  return kind !== "unexplained" && kind !== "unrecorded" && kind !== "healed" && kind !== "unchanged";
}

/** What was there before an entry whose numbers follow from its kind. */
export function balanceBefore({ kind, quantity, after }: LedgerEntry): Balance {
  return isExplained(kind) ? afterMovement(after, { kind, quantity: -quantity }) : after;
}

export function difference(one: Balance, other: Balance): Balance {
  return added(one, other, -1);
}

export function isZero(balance: Balance): boolean {
  return balanceNames.every((name) => balance[name] === 0);
}

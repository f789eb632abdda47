import { fail, never, ok, type Result } from "../../kernel/result.ts";
import type { LotUnits, MovementKind } from "../movement.ts";
import { type Lot, type LotBook, lotNamed, MAX_LOTS, NO_LOT, withLots } from "./lot.ts";

/** What people say of a lot when goods of it come. */
export type LotFacts = { readonly expiresOn: string | null; readonly receivedAt: string };

export type LotRefused =
  /** More of the lot than is there (`aside`: than is there and not aside). */
  | { readonly kind: "lot_short"; readonly lot: string; readonly wanted: number; readonly has: number }
  /** The lot is known with another expiry. */
  | { readonly kind: "lot_expiry_differs"; readonly lot: string; readonly known: string | null }
  | { readonly kind: "too_many_lots"; readonly has: number };

/** For people, after the name of the sku. */
export function lotSays(refused: LotRefused): string {
  switch (refused.kind) {
    case "lot_short":
      return `lot ${refused.lot} has ${refused.has} units of the ${refused.wanted}`;
    case "lot_expiry_differs":
      return `lot ${refused.lot} is known to ${refused.known === null ? "keep" : `expire on ${refused.known}`}`;
    case "too_many_lots":
      return `${refused.has} lots are more than one warehouse can keep: count and drop old ones`;
    default:
      return never(refused);
  }
}

/** What a movement does to its lots: units on hand, or units aside. */
const effects: Readonly<Partial<Record<MovementKind, readonly ["onHand" | "aside", 1 | -1]>>> = {
  received: ["onHand", 1],
  returned: ["onHand", 1],
  adjusted: ["onHand", 1],
  counted: ["onHand", 1],
  transferred_in: ["onHand", 1],
  shipped: ["onHand", -1],
  transferred_out: ["onHand", -1],
  damaged: ["aside", 1],
  held: ["aside", 1],
};

export type LotMove = { readonly kind: MovementKind; readonly lots: LotUnits };

/**
 * The book after a movement that names its lots. A lot that comes for the first time, or again after all of it had gone, is
 * entered with `factsOf` it; none can give more than it has. Units without a lot may fall below zero: they are a sum nobody has explained yet.
 */
export function changeLots(
  book: LotBook,
  { kind, lots }: LotMove,
  factsOf: (lot: string) => LotFacts,
): Result<LotBook, LotRefused> {
  const effect = effects[kind];
  if (effect === undefined) return ok(book);
  const [what, sign] = effect;
  const byName = new Map(book.lots.map((lot) => [lot.lot, lot]));
  for (const [name, quantity] of lots) {
    const units = sign * quantity;
    const known = byName.get(name) ?? null;
    const facts = factsOf(name);
    const isOther =
      known !== null &&
      known.onHand !== 0 &&
      name !== NO_LOT &&
      what === "onHand" &&
      units > 0 &&
      differs(known, facts);
    if (isOther) return fail({ kind: "lot_expiry_differs", lot: name, known: known.expiresOn });
    const lot = known === null || known.onHand === 0 ? newLot(name, facts) : known;
    const changed = { ...lot, [what]: lot[what] + units };
    const isShort = changed.onHand < 0 || changed.aside < 0 || (what === "aside" && changed.aside > changed.onHand);
    if (name !== NO_LOT && isShort) {
      const has = what === "aside" && units > 0 ? lot.onHand - lot.aside : lot[what];
      return fail({ kind: "lot_short", lot: name, wanted: Math.abs(quantity), has });
    }
    byName.set(name, changed.aside > changed.onHand ? { ...changed, aside: Math.max(0, changed.onHand) } : changed);
  }
  const changed = withLots(book, [...byName.values()]);
  return changed.lots.length > MAX_LOTS ? fail({ kind: "too_many_lots", has: changed.lots.length }) : ok(changed);
}

/** What a movement with lots did to the units on hand. */
export function onHandOf({ kind, lots }: LotMove): number {
  const [what, sign] = effects[kind] ?? ["aside", 1];
  return what === "onHand" ? sign * lots.reduce((sum, [, units]) => sum + units, 0) : 0;
}

/** The facts that the book has of a lot; one that is new to it keeps, as far as anybody knows. */
export function knownFacts(book: LotBook, now: string): (lot: string) => LotFacts {
  return (name) => {
    const known = lotNamed(book, name);
    return { expiresOn: known?.expiresOn ?? null, receivedAt: known?.receivedAt ?? now };
  };
}

/** The book without units that are in it; throws where they are not, which only our own code can bring. */
export function lotsWithout(book: LotBook, lots: LotUnits, now: string): LotBook {
  const changed = changeLots(book, { kind: "shipped", lots }, knownFacts(book, now));
  if (!changed.ok) throw new Error(`lots that were there are not: ${JSON.stringify(changed.error)}`);
  return changed.value;
}

function differs(known: Lot, { expiresOn }: LotFacts): boolean {
  return expiresOn !== null && known.expiresOn !== expiresOn;
}

function newLot(lot: string, facts: LotFacts): Lot {
  return { lot, ...facts, onHand: 0, aside: 0, isExpired: false, told: null };
}

import { businessDay } from "../../kernel/business-day.ts";
import type { MerchantId, Sku } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { Table, Write } from "../../table/port.ts";
import { changeLots, knownFacts, type LotFacts, lotSays, onHandOf } from "../lots/change-lots.ts";
import { chooseLots } from "../lots/choose-lots.ts";
import { type LotBook, lotNamed, NO_LOT, unitsExpired, unitsIn } from "../lots/lot.ts";
import { bookWrite, openedBooks, placeName } from "../lots/lot-store.ts";
import { expiredOn, noShelfLife } from "../lots/shelf-life.ts";
import type { ReadProducts } from "../products/cached-products.ts";
import type { Product } from "../products/product.ts";
import { bookSerials } from "./book-serials.ts";
import type { LotSaid, PlaceMovement, Refusal } from "./document.ts";

export type UnitsDeps = {
  readonly table: Table;
  /** May be a minute old. */
  readonly readProducts: ReadProducts;
  readonly readZone: (merchant: MerchantId) => Promise<string>;
};

type Context = { readonly now: string; readonly documentId: string };

/** The movements with their lots, and what else belongs into the transaction. */
export type BookedUnits = { readonly movements: readonly PlaceMovement[]; readonly writes: readonly Write[] };

export type BookUnits = (
  merchant: MerchantId,
  movements: readonly PlaceMovement[],
  context: Context,
) => Promise<Result<BookedUnits, Refusal>>;

/**
 * Books what a document says of single units: lots and their expiry, and numbers of units. Goods that come must name their lots;
 * of goods that leave for another warehouse those that expire first are taken, where nobody names any. Lots that are too old
 * when they come are on hold at once. Nothing is read but the products, which are remembered, where nothing is tracked.
 */
export function makeBookUnits(deps: UnitsDeps): BookUnits {
  return async (merchantId, movements, context) => {
    const products = await deps.readProducts(
      merchantId,
      movements.map(({ sku }) => sku),
    );
    const trackingOf = (sku: Sku): string => products.get(sku)?.tracking ?? "none";
    const stray = movements.find(({ sku, lots, serials }) => {
      return (
        (lots !== undefined && trackingOf(sku) !== "lots") || (serials !== undefined && trackingOf(sku) !== "serials")
      );
    });
    if (stray !== undefined) return refused(stray.sku, "its units are not tracked in this way");
    const own = movements.filter((each) => trackingOf(each.sku) === "lots" && concernsLots(each));
    const serials = await bookSerials(deps.table, merchantId, movements, context);
    if (!serials.ok) return serials;
    if (own.length === 0) return ok({ movements, writes: serials.value });
    const byPlace = Map.groupBy(own, placeName);
    const places = [...byPlace.values()].flatMap(([first]) => (first === undefined ? [] : [{ merchantId, ...first }]));
    const books = await openedBooks(deps.table, places, context.now);
    const today = businessDay(context.now, await deps.readZone(merchantId));
    const booked: PlaceMovement[] = movements.filter((each) => !own.includes(each));
    const writes: Write[] = [...serials.value];
    for (const [place, moves] of byPlace) {
      const book = books.get(place);
      if (book === undefined) continue;
      const done = bookPlace(book, moves, products.get(book.sku) ?? null, { ...context, today });
      if (!done.ok) return done;
      booked.push(...done.value.movements);
      writes.push(...done.value.writes);
    }
    return ok({ movements: booked, writes });
  };
}

function bookPlace(
  book: LotBook,
  moves: readonly PlaceMovement[],
  product: Product | null,
  { now, today }: Context & { readonly today: string },
): Result<BookedUnits, Refusal> {
  const { sku, warehouse } = book;
  const { minDays } = product?.shelfLife ?? noShelfLife;
  const movements: PlaceMovement[] = [];
  let left = book;
  for (const move of moves) {
    const named = namedLots(left, move, { today, minDays });
    if (!named.ok) return named;
    movements.push(named.value);
    const { lots, kind } = named.value;
    if (lots === undefined) continue;
    const units = lots.map(({ lot, quantity }) => [lot ?? NO_LOT, quantity] as const);
    const after = changeLots(left, { kind, lots: units }, factsOf(left, lots, now));
    if (!after.ok) return refused(sku, lotSays(after.error));
    left = after.value;
  }
  const aged = expiredOn(left, today, minDays);
  const held = unitsExpired(aged) - book.heldUnits;
  if (held !== 0) movements.push({ sku, warehouse, kind: "held", quantity: held });
  const isSame = held === 0 && JSON.stringify(aged.lots) === JSON.stringify(book.lots);
  const writes = isSame ? [] : [bookWrite(book, { ...aged, heldUnits: book.heldUnits + held }, now)];
  return ok({ movements, writes });
}

/** The movement with its lots: those named, those that expire first of what leaves, or none. */
function namedLots(
  book: LotBook,
  move: PlaceMovement,
  when: { readonly today: string; readonly minDays: number },
): Result<PlaceMovement, Refusal> {
  const { kind, sku, quantity, lots } = move;
  if (lots !== undefined) {
    const named = lots.reduce((sum, lot) => sum + lot.quantity, 0);
    return named === quantity ? ok(move) : refused(sku, `the lots named have ${named} units, and not ${quantity}`);
  }
  if (kind === "received") return refused(sku, "name the lots of what has come");
  if (kind !== "transferred_out") return ok(move);
  const { lots: chosen, missing } = chooseLots(book.lots, quantity, when);
  if (missing > 0 && unitsIn(book) > quantity - missing)
    return refused(sku, `${missing} units short: the other lots are too old or put aside; name them to send them`);
  const facts = knownFacts(book, book.changedAt);
  const said = chosen.map(([lot, units]): LotSaid => {
    return { lot: lot === NO_LOT ? null : lot, quantity: units, ...facts(lot) };
  });
  const unknown: LotSaid = { lot: null, quantity: missing, expiresOn: null };
  return ok({ ...move, lots: missing === 0 ? said : [...said, unknown] });
}

function factsOf(book: LotBook, lots: readonly LotSaid[], now: string): (lot: string) => LotFacts {
  const known = knownFacts(book, now);
  return (name) => {
    const own = lots.filter(({ lot }) => (lot ?? NO_LOT) === name);
    const said = own.find(({ expiresOn }) => expiresOn !== null) ?? own[0];
    if (lotNamed(book, name) !== null && said?.expiresOn == null) return known(name);
    return { expiresOn: said?.expiresOn ?? null, receivedAt: said?.receivedAt ?? now };
  };
}

/** Changes units on hand, or which of them are aside. */
function concernsLots({ kind, quantity, lots }: PlaceMovement): boolean {
  return lots !== undefined || onHandOf({ kind, lots: [[NO_LOT, quantity]] }) !== 0;
}

function refused(sku: Sku, says: string): { readonly ok: false; readonly error: Refusal } {
  return fail({ code: "goods_refused", says: `${sku}: ${says}` });
}

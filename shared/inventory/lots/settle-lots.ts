import { isOrderId, type OrderId } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import { stockKey } from "../../table/keys.ts";
import type { Table, Write } from "../../table/port.ts";
import {
  afterMovement,
  balanceOf,
  emptyBalance,
  isSameBalance,
  type LotUnits,
  type Movement,
  movementChanges,
} from "../movement.ts";
import type { StockChange } from "../stock-change.ts";
import { lotsWithout, onHandOf } from "./change-lots.ts";
import { presumeLots } from "./choose-lots.ts";
import { type LotBook, NO_LOT, SETTLED_KEPT, type SettledWrite, unitsExpired } from "./lot.ts";
import { lotOutWrite } from "./lot-outs.ts";
import { bookWrite, readBooks } from "./lot-store.ts";

const TRIES = 8;

/** Others kept writing the same book: the change is to come again. */
type Contended = { readonly kind: "contended" };

/**
 * Brings the lots of a position after a write of its stock: units that moved without anybody naming their lots are booked by
 * first expiry (found goods as units without a lot), and what expired lots have is on hold in the stock, not more and not less.
 * Gives the change with lots for every movement, for the ledger. One that comes again, or out of turn, changes nothing twice.
 */
export async function settleLots(
  table: Table,
  change: StockChange,
  now: string,
): Promise<Result<StockChange, Contended>> {
  if (change.after.hasLots !== true) return ok(change);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const [book] = (await readBooks(table, [change.after])).values();
    if (book === undefined) return ok(change);
    const { after, moves, writes } = settled(book, change, now);
    const held = unitsExpired(after) - after.heldUnits;
    if (after === book && held === 0) return ok({ ...change, moves });
    const hold = held === 0 ? [] : [holdWrite(book, held, now)];
    const kept = bookWrite(book, { ...after, heldUnits: after.heldUnits + held }, now);
    const written = await table.transact([kept, ...hold, ...writes]);
    if (written.ok) return ok({ ...change, moves });
  }
  return fail({ kind: "contended" });
}

/** Expired units go on hold, or come back from it. */
export function holdWrite({ merchantId, sku, warehouse }: LotBook, units: number, now: string): Write {
  const movement: Movement = { kind: "held", quantity: units, cause: "expired lots" };
  const key = stockKey(merchantId, sku, warehouse);
  return { kind: "update", key, changes: movementChanges([movement], now), condition: { kind: "exists", path: "pk" } };
}

type Settled = { readonly after: LotBook; readonly moves: readonly Movement[]; readonly writes: readonly Write[] };

function settled(book: LotBook, change: StockChange, now: string): Settled {
  const { version } = change.after;
  const unnamed = isBelieved(change) ? change.moves.filter(needsLots) : [];
  const known = book.settled.find((each) => each.version === version);
  if (known !== undefined) return { after: book, moves: withSettled(change.moves, known), writes: [] };
  const oldest = book.settled.length < SETTLED_KEPT ? 0 : (book.settled[0]?.version ?? 0);
  if (unnamed.length === 0 || version <= Math.max(book.openedAt, oldest))
    return { after: book, moves: change.moves, writes: [] };
  let next = book;
  const lots: LotUnits[] = [];
  const writes: Write[] = [];
  for (const { kind, quantity, cause } of unnamed) {
    const onHand = onHandOf({ kind, lots: [[NO_LOT, quantity]] });
    const taken = onHand < 0 ? presumeLots(next.lots, -onHand) : [[NO_LOT, -onHand] as const];
    next = lotsWithout(next, taken, now);
    lots.push(taken.map(([lot, units]) => [lot, quantity < 0 || onHand > 0 ? -units : units]));
    if (kind === "shipped" && isOrderId(cause)) writes.push(...outWrites(book, taken, cause, change.after));
  }
  const entry = { version, lots };
  const kept = [...book.settled, entry].sort((a, b) => a.version - b.version).slice(-SETTLED_KEPT);
  return { after: { ...next, settled: kept }, moves: withSettled(change.moves, entry), writes };
}

/** Moves units on hand, and nobody has said of which lot. */
function needsLots({ kind, quantity, lots }: Movement): boolean {
  return lots === undefined && onHandOf({ kind, lots: [[NO_LOT, quantity]] }) !== 0;
}

/** As in the ledger: what somebody wrote past the hub is not followed, since the proof takes it back. */
function isBelieved({ before, after, moves }: StockChange): boolean {
  const start = before === null ? emptyBalance : balanceOf(before);
  return before?.version !== after.version && isSameBalance(moves.reduce(afterMovement, start), balanceOf(after));
}

function withSettled(moves: readonly Movement[], { lots }: SettledWrite): readonly Movement[] {
  const left = [...lots];
  return moves.map((move) => {
    const own = needsLots(move) ? left.shift() : undefined;
    return own === undefined ? move : { ...move, lots: own };
  });
}

function outWrites(
  { merchantId, sku, warehouse }: LotBook,
  taken: LotUnits,
  orderId: OrderId,
  { version, changedAt }: StockChange["after"],
): readonly Write[] {
  return taken.map(([lot, units]) => {
    const common = { orderId, shipmentId: null, warehouse, isPresumed: true, isBack: false } as const;
    return lotOutWrite({ merchantId, sku }, { ...common, lot, units, at: changedAt }, `v${version}`);
  });
}

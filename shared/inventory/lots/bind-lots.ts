import { businessDay } from "../../kernel/business-day.ts";
import type { MerchantId, OrderId, ShipmentId, Sku, WarehouseCode } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { TrackedGoods } from "../../kernel/tracked-goods.ts";
import type { Table, Write } from "../../table/port.ts";
import type { LotUnits } from "../movement.ts";
import type { ReadProducts } from "../products/cached-products.ts";
import type { Product } from "../products/product.ts";
import { changeLots, knownFacts, type LotRefused, lotSays } from "./change-lots.ts";
import { chooseLots, summed } from "./choose-lots.ts";
import { type LotBook, lotNamed, NO_LOT, unitsIn } from "./lot.ts";
import { lotOutWrite } from "./lot-outs.ts";
import { bookWrite, openedBooks, placeName } from "./lot-store.ts";
import { readSerials, type SerialRefused, shippedSerial } from "./serial.ts";
import { keepsUntil, minDaysFor, noShelfLife } from "./shelf-life.ts";

/** Goods of one line that leave with a parcel; of a bundle's line those of one component. */
export type LeavingGoods = {
  readonly lineId: string;
  readonly sku: Sku;
  readonly units: number;
  /** What whoever packed them says; null: nothing. */
  readonly lots: LotUnits | null;
  readonly serials: readonly string[] | null;
};

export type BindRequest = {
  readonly merchantId: MerchantId;
  readonly orderId: OrderId;
  readonly shipmentId: ShipmentId;
  readonly warehouse: WarehouseCode;
  readonly channel: string;
  /** The merchant's. */
  readonly zone: string;
  readonly now: string;
  readonly goods: readonly LeavingGoods[];
  /** Named lots may be too old: somebody has decided so. */
  readonly mayBeOld: boolean;
};

export type Bound = {
  readonly tracked: readonly TrackedGoods[];
  /** Of each sku whose lots are tracked, for its movement. */
  readonly lots: ReadonlyMap<Sku, LotUnits>;
  /** Of the units with numbers. */
  readonly writes: readonly Write[];
  /** Of the lots: only together with their movements. */
  readonly lotWrites: readonly Write[];
};

/** Said to whoever stands at the packing table; nothing was booked. */
export type BindRefused = {
  readonly kind: "goods_refused";
  readonly code:
    | LotRefused["kind"]
    | SerialRefused["kind"]
    | "not_tracked"
    /** So large a parcel leaves stock in several steps, and its lots are booked afterwards. */
    | "too_large_for_lots"
    | "lots_do_not_add_up"
    | "serials_missing"
    /** The lot named has expired, or keeps for too short a time for this channel. */
    | "lot_too_old"
    /** What is left has expired, is aside, or keeps for too short a time for this channel. */
    | "no_usable_lot";
  readonly sku: Sku;
  readonly says: string;
};

export type BindLots = (request: BindRequest) => Promise<Result<Bound, BindRefused>>;

export const nothingBound: Bound = { tracked: [], lots: new Map(), writes: [], lotWrites: [] };

/**
 * Binds the goods of a parcel to lots and serial numbers, in the parcel's own transaction: the lots named, or those that expire
 * first. The writes hold only as long as nobody has changed the same lots or units since. Nothing is read but the products,
 * which are remembered, where nothing of the parcel is tracked.
 */
export function makeBindLots({
  table,
  readProducts,
}: {
  readonly table: Table;
  readonly readProducts: ReadProducts;
}): BindLots {
  return async (request) => {
    const { merchantId, warehouse, goods, now } = request;
    const products = await readProducts(
      merchantId,
      goods.map(({ sku }) => sku),
    );
    const trackingOf = (sku: Sku): string => products.get(sku)?.tracking ?? "none";
    for (const { sku, lots, serials } of goods) {
      const tracking = trackingOf(sku);
      if (lots !== null && tracking !== "lots") return refused("not_tracked", sku, "its lots are not tracked");
      if (serials !== null && tracking !== "serials") return refused("not_tracked", sku, "its units have no numbers");
    }
    const bySku = Map.groupBy(
      goods.filter(({ sku }) => trackingOf(sku) === "lots"),
      ({ sku }) => sku,
    );
    const numbered = goods.filter(({ sku }) => trackingOf(sku) === "serials");
    if (bySku.size === 0 && numbered.length === 0) return ok(nothingBound);
    const places = [...bySku.keys()].map((sku) => ({ merchantId, sku, warehouse }));
    const books = await openedBooks(table, places, now);
    const parts: Bound[] = [];
    for (const [sku, own] of bySku) {
      const book = books.get(placeName({ sku, warehouse }));
      if (book === undefined) continue;
      const bound = bindSku(book, own, products.get(sku) ?? null, request);
      if (!bound.ok) return bound;
      parts.push(bound.value);
    }
    const serials = await bindSerials(table, numbered, request);
    if (!serials.ok) return serials;
    return ok(joined([...parts, serials.value]));
  };
}

/** Named lots first, so that what is left is chosen from what is left. */
function bindSku(
  book: LotBook,
  goods: readonly LeavingGoods[],
  product: Product | null,
  request: BindRequest,
): Result<Bound, BindRefused> {
  const { sku } = book;
  const today = businessDay(request.now, request.zone);
  const minDays = minDaysFor(product?.shelfLife ?? noShelfLife, request.channel);
  const tracked: TrackedGoods[] = [];
  let left = book;
  for (const each of goods.toSorted((a, b) => Number(a.lots === null) - Number(b.lots === null))) {
    const chosen = each.lots === null ? chosenFor(left, each, { today, minDays }) : namedFor(left, each, each.lots);
    if (!chosen.ok) return chosen;
    const old = chosen.value.find(([lot]) => {
      const known = lotNamed(left, lot);
      return known !== null && !keepsUntil(known, today, minDays);
    });
    if (old !== undefined && !request.mayBeOld) {
      const says = `lot ${old[0]} expires on ${lotNamed(left, old[0])?.expiresOn}, too soon for ${request.channel}`;
      return refused("lot_too_old", sku, says);
    }
    const factsOf = knownFacts(left, request.now);
    const after = changeLots(left, { kind: "shipped", lots: chosen.value }, factsOf);
    if (!after.ok) return refused(after.error.kind, sku, lotSays(after.error));
    const lots = chosen.value.map(([lot, units]) => ({ lot, units, ...factsOf(lot) }));
    tracked.push({ lineId: each.lineId, sku, lots });
    left = after.value;
  }
  const units = summed(tracked.flatMap(({ lots = [] }) => lots.map((lot) => [lot.lot, lot.units] as const)));
  const { merchantId, orderId, shipmentId, warehouse, now } = request;
  const outs = units.map(([lot, count]) => {
    const common = { orderId, shipmentId, warehouse, at: now, isPresumed: false, isBack: false };
    return lotOutWrite({ merchantId, sku }, { ...common, lot, units: count }, shipmentId);
  });
  const lotWrites = [bookWrite(book, left, now), ...outs];
  return ok({ tracked, lots: new Map([[sku, units]]), writes: [], lotWrites });
}

function namedFor(book: LotBook, { units }: LeavingGoods, lots: LotUnits): Result<LotUnits, BindRefused> {
  const named = lots.reduce((sum, [, count]) => sum + count, 0);
  if (named !== units)
    return refused("lots_do_not_add_up", book.sku, `${units} units leave and the lots named have ${named}`);
  return ok(summed(lots));
}

/** Units that are in no lot yet (a count is still being booked) leave as such. */
function chosenFor(
  book: LotBook,
  { units }: LeavingGoods,
  when: { readonly today: string; readonly minDays: number },
): Result<LotUnits, BindRefused> {
  const { lots, missing } = chooseLots(book.lots, units, when);
  if (missing === 0) return ok(lots);
  const taken = lots.reduce((sum, [, count]) => sum + count, 0);
  if (unitsIn(book) - taken > 0)
    return refused("no_usable_lot", book.sku, `${missing} units short: the other lots are too old or put aside`);
  return ok(summed([...lots, [NO_LOT, missing]]));
}

async function bindSerials(
  table: Table,
  goods: readonly LeavingGoods[],
  { merchantId, orderId, shipmentId, warehouse, now }: BindRequest,
): Promise<Result<Bound, BindRefused>> {
  const named = goods.flatMap(({ sku, serials }) => (serials ?? []).map((serial) => ({ merchantId, sku, serial })));
  const known = await readSerials(table, named);
  const writes: Write[] = [];
  const seen = new Set<string>();
  for (const { sku, units, serials } of goods) {
    const own = new Set((serials ?? []).filter((serial) => !seen.has(`${sku}#${serial}`)));
    for (const serial of own) seen.add(`${sku}#${serial}`);
    if (own.size !== units || own.size !== serials?.length)
      return refused("serials_missing", sku, `${units} units leave and ${own.size} numbers of units are named`);
  }
  for (const name of named) {
    const shipped = shippedSerial(known(name), name, { orderId, shipmentId, warehouse, at: now });
    if (!shipped.ok) return refused(shipped.error.kind, name.sku, shipped.error.says);
    writes.push(shipped.value);
  }
  const tracked = goods.map(({ lineId, sku, serials }): TrackedGoods => ({ lineId, sku, serials: serials ?? [] }));
  return ok({ tracked, lots: new Map(), writes, lotWrites: [] });
}

function refused(
  code: BindRefused["code"],
  sku: Sku,
  says: string,
): { readonly ok: false; readonly error: BindRefused } {
  return fail({ kind: "goods_refused", code, sku, says: `${sku}: ${says}` });
}

/** What is bound beside lots: these are left to the stream's reader. */
export function withoutLots(bound: Bound): Bound {
  return { ...nothingBound, tracked: bound.tracked.filter(({ lots }) => lots === undefined), writes: bound.writes };
}

function joined(parts: readonly Bound[]): Bound {
  return {
    tracked: parts.flatMap(({ tracked }) => tracked),
    lots: new Map(parts.flatMap(({ lots }) => [...lots])),
    writes: parts.flatMap(({ writes }) => writes),
    lotWrites: parts.flatMap(({ lotWrites }) => lotWrites),
  };
}

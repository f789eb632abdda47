import type { MerchantId, OrderId, ShipmentId, Sku, WarehouseCode } from "../../kernel/ids.ts";
import { sku as articleOf } from "../../kernel/ids.ts";
import type { TrackedGoods } from "../../kernel/tracked-goods.ts";
import type { Table, Write } from "../../table/port.ts";
import type { LotUnits } from "../movement.ts";
import { changeLots, type LotFacts } from "./change-lots.ts";
import { summed } from "./choose-lots.ts";
import { type LotBook, lotNamed } from "./lot.ts";
import { lotOutWrite } from "./lot-outs.ts";
import { bookWrite, openedBooks, placeName } from "./lot-store.ts";
import { readSerials, takenBackSerial } from "./serial.ts";

export type UnbindRequest = {
  readonly merchantId: MerchantId;
  readonly orderId: OrderId;
  readonly shipmentId: ShipmentId;
  readonly warehouse: WarehouseCode;
  readonly now: string;
  /** What the parcel had, as it was recorded. */
  readonly tracked: readonly TrackedGoods[];
  /** What comes back, which may be less. */
  readonly back: readonly { readonly lineId: string; readonly sku: Sku; readonly quantity: number }[];
};

export type Unbound = { readonly lots: ReadonlyMap<Sku, LotUnits>; readonly writes: readonly Write[] };

/** Goods of a parcel that is taken back go to the lots they came from, and units with numbers are in stock again. */
export async function unbindLots(table: Table, request: UnbindRequest): Promise<Unbound> {
  const { merchantId, tracked, back, warehouse, now } = request;
  const lots = new Map<Sku, LotUnits>();
  const writes: Write[] = [];
  const bySku = Map.groupBy(
    tracked.filter(({ lots: own }) => own !== undefined),
    ({ sku }) => articleOf(sku),
  );
  const places = [...bySku.keys()].map((sku) => ({ merchantId, sku, warehouse }));
  const books = await openedBooks(table, places, now);
  for (const [sku, own] of bySku) {
    const book = books.get(placeName({ sku, warehouse }));
    const returned = summed(own.flatMap((goods) => lotsBack(goods, back)));
    if (book === undefined || returned.length === 0) continue;
    lots.set(sku, returned);
    writes.push(bookWrite(book, withBack(book, returned, own), now), ...outsOf(own, returned, request));
  }
  return { lots, writes: [...writes, ...(await serialsBack(table, request))] };
}

/** Of one line: from the first lot on, as far as units come back. */
function lotsBack({ lineId, sku, lots = [] }: TrackedGoods, back: UnbindRequest["back"]): LotUnits {
  let left = back
    .filter((each) => each.lineId === lineId && each.sku === sku)
    .reduce((sum, { quantity }) => sum + quantity, 0);
  return lots.map(({ lot, units }) => {
    const part = Math.min(left, units);
    left -= part;
    return [lot, part];
  });
}

/** The lot's facts are those of the book where it still has the lot: somebody may have set its expiry right since. */
function withBack(book: LotBook, returned: LotUnits, own: readonly TrackedGoods[]): LotBook {
  const recorded = new Map(own.flatMap(({ lots = [] }) => lots.map((each) => [each.lot, each])));
  const factsOf = (lot: string): LotFacts => {
    const known = lotNamed(book, lot) ?? recorded.get(lot);
    return { expiresOn: known?.expiresOn ?? null, receivedAt: known?.receivedAt ?? book.changedAt };
  };
  const changed = changeLots(book, { kind: "returned", lots: returned }, factsOf);
  if (!changed.ok) throw new Error(`lots do not take back what they gave: ${JSON.stringify(changed.error)}`);
  return changed.value;
}

function outsOf(own: readonly TrackedGoods[], returned: LotUnits, request: UnbindRequest): readonly Write[] {
  const { merchantId, orderId, shipmentId, warehouse, now } = request;
  const [first] = own;
  if (first === undefined) return [];
  const had = new Map(summed(own.flatMap(({ lots = [] }) => lots.map(({ lot, units }) => [lot, units] as const))));
  return returned.map(([lot, units]) => {
    const left = (had.get(lot) ?? 0) - units;
    const out = { orderId, shipmentId, warehouse, lot, units: left, at: now, isPresumed: false, isBack: left === 0 };
    return lotOutWrite({ merchantId, sku: articleOf(first.sku) }, out, shipmentId);
  });
}

/** All of them: where the channel told of the same goods, nobody knows any more which units those were. */
async function serialsBack(table: Table, request: UnbindRequest): Promise<readonly Write[]> {
  const { merchantId, shipmentId, tracked, now } = request;
  const names = tracked.flatMap(({ sku, serials = [] }) =>
    serials.map((serial) => ({ merchantId, sku: articleOf(sku), serial })),
  );
  const known = await readSerials(table, names);
  return names.flatMap((name) => takenBackSerial(known(name), shipmentId, now) ?? []);
}

import type { OutboxEvent } from "../../../events/outbox-form.ts";
import { packOutbox } from "../../../events/outbox-form.ts";
import type { MerchantId, Sku, WarehouseCode } from "../../kernel/ids.ts";
import { listKeys, skuPk, sortKeys, stockKey } from "../../table/keys.ts";
import { lotBookKey } from "../../table/lot-keys.ts";
import { type Condition, type Item, queryAll, type Table, type Value, type Write } from "../../table/port.ts";
import { writeStamp } from "../movement.ts";
import type { StockPlace } from "../stock.ts";
import { createdBy, fromStockItem } from "../stock-store.ts";
import { type Lot, type LotBook, NO_LOT, type SettledWrite, withLots } from "./lot.ts";

type LotTuple = readonly [string, string | null, string, number, number, boolean, Lot["told"]];

const TRIES = 6;

/** The books that exist of these positions, by sku and warehouse; strongly consistent. */
export async function readBooks(table: Table, places: readonly StockPlace[]): Promise<ReadonlyMap<string, LotBook>> {
  const keys = places.map(({ merchantId, sku, warehouse }) => lotBookKey(merchantId, sku, warehouse));
  const items = keys.length === 0 ? [] : await table.getMany(keys);
  return new Map(items.map(fromBookItem).map((book) => [placeName(book), book]));
}

/** The books of a sku in all warehouses where its lots are kept. */
export async function readSkuBooks(table: Table, merchant: MerchantId, sku: Sku): Promise<readonly LotBook[]> {
  const sk = { kind: "beginsWith", prefix: sortKeys.lots } as const;
  return (await queryAll(table, { pk: skuPk(merchant, sku), sk })).map(fromBookItem);
}

export function placeName({ sku, warehouse }: Pick<StockPlace, "sku" | "warehouse">): string {
  return `${sku}#${warehouse}`;
}

/** On the condition that nobody has written it since `before`. Events go out with it. */
export function bookWrite(
  before: LotBook,
  after: LotBook,
  now: string,
  events: readonly OutboxEvent[] = [],
): Extract<Write, { kind: "put" }> {
  const condition: Condition = { kind: "compare", path: "version", op: "=", value: before.version };
  return {
    kind: "put",
    item: toBookItem({ ...after, version: before.version + 1, changedAt: now }, events),
    condition,
  };
}

/**
 * The books of positions whose sku is tracked by lots; one that does not exist yet is opened, with all that is there as units
 * without a lot, in one transaction with a mark on the stock: from then on each of its writes is booked.
 */
export async function openedBooks(
  table: Table,
  places: readonly StockPlace[],
  now: string,
): Promise<ReadonlyMap<string, LotBook>> {
  const books = new Map(await readBooks(table, places));
  for (const place of places) {
    if (!books.has(placeName(place))) books.set(placeName(place), await openBook(table, place, now));
  }
  return books;
}

async function openBook(table: Table, place: StockPlace, now: string): Promise<LotBook> {
  const { merchantId, sku, warehouse } = place;
  const key = stockKey(merchantId, sku, warehouse);
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const item = await table.get(key);
    const stock = item === null ? null : fromStockItem(item);
    const onHand = stock?.onHand ?? 0;
    const opened = (stock?.version ?? 0) + 1;
    const unknown: Lot = {
      ...{ lot: NO_LOT, expiresOn: null, receivedAt: now, onHand, aside: 0 },
      ...{ isExpired: false, told: null },
    };
    const parts = { heldUnits: 0, openedAt: opened, settled: [], version: 1, changedAt: now };
    const book = withLots({ merchantId, sku, warehouse, lots: [], ...parts }, [unknown]);
    const condition: Condition =
      stock === null
        ? { kind: "absent", path: "pk" }
        : { kind: "compare", path: "version", op: "=", value: stock.version };
    const mark = { kind: "set", path: "hasLots", value: true } as const;
    const changes = createdBy(place, [...writeStamp([], now), mark]);
    const written = await table.transact([
      { kind: "update", key, changes, condition },
      { kind: "put", item: toBookItem(book, []), condition: { kind: "absent", path: "pk" } },
    ]);
    if (written.ok) return book;
    const known = (await readBooks(table, [place])).get(placeName(place));
    if (known !== undefined) return known;
  }
  throw new Error(`the lots of ${sku} in ${warehouse} could not be opened: others keep writing its stock`);
}

function toBookItem(book: LotBook, events: readonly OutboxEvent[]): Item {
  const { merchantId, sku, warehouse, lots, settled, ...rest } = book;
  return {
    ...lotBookKey(merchantId, sku, warehouse),
    ...listKeys(merchantId, "lots", "all", sku, `${sku}#${warehouse}`),
    schemaVersion: 1,
    ...{ merchantId, sku, warehouse },
    ...rest,
    lots: lots.map((each): LotTuple => {
      const { lot, expiresOn, receivedAt, onHand, aside, isExpired, told } = each;
      return [lot, expiresOn, receivedAt, onHand, aside, isExpired, told];
    }),
    settled: settled.map(({ version, lots: units }): Value => [version, units]),
    ...(events.length === 0 ? {} : { outbox: packOutbox(events) as unknown as readonly Value[] }),
  };
}

/** Throws on an item of another schema: only our own code writes it. */
export function fromBookItem(item: Item): LotBook {
  if (item["schemaVersion"] !== 1) throw new Error(`${item.pk} ${item.sk} is not a book of lots of schema 1`);
  const stored = item as unknown as Omit<LotBook, "lots" | "settled">;
  const lots = item["lots"] as unknown as readonly LotTuple[];
  const settled = item["settled"] as unknown as readonly (readonly [number, SettledWrite["lots"]])[];
  return {
    merchantId: stored.merchantId as MerchantId,
    sku: stored.sku as Sku,
    warehouse: stored.warehouse as WarehouseCode,
    lots: lots.map(([lot, expiresOn, receivedAt, onHand, aside, isExpired, told]) => {
      return { lot, expiresOn, receivedAt, onHand, aside, isExpired, told };
    }),
    heldUnits: stored.heldUnits,
    openedAt: stored.openedAt,
    settled: settled.map(([version, units]) => ({ version, lots: units })),
    version: stored.version,
    changedAt: stored.changedAt,
  };
}

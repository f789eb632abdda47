import { availableOf } from "../../inventory/movement.ts";
import type { Stock } from "../../inventory/stock.ts";
import { fromStockItem } from "../../inventory/stock-store.ts";
import { businessDay } from "../../kernel/business-day.ts";
import type { MerchantId } from "../../kernel/ids.ts";
import { inChunks } from "../../kernel/in-chunks.ts";
import { allShards, listPk } from "../../table/keys.ts";
import type { Item, Table } from "../../table/port.ts";
import type { Cutting } from "./cutting.ts";
import { inBatches, merged, pagesOf } from "./day-index.ts";
import type { SealedFacts } from "./sealed-facts.ts";
import { type Opening, positionDay } from "./stock-of-day.ts";

/** Ledgers are read this many at a time: enough to hide the wait, few enough not to flood the table. */
const LEDGERS_AT_ONCE = 16;

/** Every position of the merchant, by sku and warehouse, in batches; keys only. */
export function positionKeys(
  table: Table,
  merchant: MerchantId,
  after: string | null,
): AsyncGenerator<readonly Item[]> {
  const shards = allShards.map((shard) =>
    pagesOf(table, { index: "byList", pk: listPk(merchant, "stock", "all", shard) }, after),
  );
  return inBatches(merged(shards, (item) => String(item["listSk"])));
}

/** Where each position stood when the day before was sealed; null when it is not. */
export async function openingsOf(before: SealedFacts | null): Promise<ReadonlyMap<string, Opening> | null> {
  if (before === null) return null;
  const openings = new Map<string, Opening>();
  for await (const batch of before.read("stock"))
    for (const { id, version, onHand } of batch) openings.set(placeOfId(id), { version, onHand });
  return openings;
}

/** Turns a batch of positions into what the day did to them, and how they stood at its end. */
export async function cutPositions(
  cutting: Cutting,
  openings: ReadonlyMap<string, Opening> | null,
  keys: readonly Item[],
): Promise<{ readonly unrecorded: number }> {
  const { table, window, sink, day, merchant } = cutting;
  const stocks = new Map(
    (await table.getMany(keys.map(({ pk, sk }) => ({ pk, sk })))).map((item) => [`${item.pk} ${item.sk}`, item]),
  );
  const inOrder = keys.flatMap(({ pk, sk }): Stock[] => {
    const item = stocks.get(`${pk} ${sk}`);
    return item === undefined ? [] : [fromStockItem(item)];
  });
  const look = await cutting.look.products(inOrder.map(({ sku }) => sku));
  let unrecorded = 0;
  for (const group of inChunks(inOrder, LEDGERS_AT_ONCE)) {
    // A position that came into being after the day before was sealed begins with nothing.
    const openingOf = (stock: Stock): Opening | null =>
      openings === null ? null : (openings.get(placeOf(stock)) ?? { version: 0, onHand: 0 });
    const days = await Promise.all(group.map((stock) => positionDay(table, stock, window, openingOf(stock))));
    for (const [at, stock] of group.entries()) {
      const own = days[at];
      if (own === undefined) continue;
      const { sku, warehouse } = stock;
      const place = { sku, warehouse, category: look.categoryOf(sku) };
      if (own.isUnrecorded) unrecorded += 1;
      let number = 0;
      for (const { version, at: moment, kind, quantity, cause, after, onHandChange } of own.movements) {
        number += 1;
        const originalDay = businessDay(moment, merchant.zone, merchant.cutoffMinutes);
        sink.add("movements", {
          id: `movement:${sku}:${warehouse}:${version}.${number}`,
          day,
          originalDay,
          at: moment,
          ...place,
          kind,
          quantity,
          onHandChange,
          onHandAfter: after.onHand,
          cause,
        });
      }
      const changes = own.movements.reduce((sum, { onHandChange }) => sum + onHandChange, 0);
      const id = `stock:${sku}:${warehouse}`;
      if (own.openingOnHand + changes !== own.end.onHand)
        cutting.breaks({
          id,
          check: "stock of yesterday + movements = stock",
          expected: own.openingOnHand + changes,
          found: own.end.onHand,
        });
      const { onHand, allocated, damaged, onHold, incoming } = own.end;
      sink.add("stock", {
        id,
        day,
        originalDay: day,
        at: own.changedAt,
        ...place,
        title: look.titleOf(sku),
        onHand,
        allocated,
        available: availableOf(own.end),
        damaged,
        onHold,
        incoming,
        safetyStock: stock.safetyStock,
        lowStockThreshold: stock.lowStockThreshold,
        unitCostMinor: look.unitCostOf(sku),
        version: own.version,
      });
    }
  }
  return { unrecorded };
}

function placeOf({ sku, warehouse }: Stock): string {
  return `${sku}:${warehouse}`;
}

function placeOfId(id: string): string {
  return id.slice("stock:".length);
}

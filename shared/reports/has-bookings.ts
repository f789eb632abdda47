import type { Stock } from "../inventory/stock.ts";
import { fromStockItem } from "../inventory/stock-store.ts";
import type { MerchantId, OrderId } from "../kernel/ids.ts";
import { inChunks } from "../kernel/in-chunks.ts";
import { type BookedFact, fromFactItem } from "../orders/book-facts.ts";
import type { Order } from "../orders/order.ts";
import { readOrder } from "../orders/order-store.ts";
import { allShards, dayPk, listPk } from "../table/keys.ts";
import type { Item, Key, Table } from "../table/port.ts";
import { queryAll } from "../table/port.ts";
import { type BookedOrder, isBooked } from "./sales-report.ts";

/** Orders are read this many at a time: enough to hide the wait, few enough not to flood the table. */
const READS_AT_ONCE = 16;

/**
 * Everything booked to one business day. The index says which; the orders and facts themselves are read strongly. An
 * entry that the index does not show yet is found by the verification of the next night and restated.
 */
export async function readDay(
  table: Table,
  merchant: MerchantId,
  day: string,
): Promise<{ readonly orders: readonly BookedOrder[]; readonly facts: readonly BookedFact[] }> {
  const shards = await Promise.all(
    allShards.map((shard) => queryAll(table, { index: "byDay", pk: dayPk(merchant, day, shard) })),
  );
  const entries = shards.flat();
  const factItems = await table.getMany(entries.filter((entry) => isFact(entry)).map(keyOf));
  const orders: (Order | null)[] = [];
  const booked = entries.filter((entry) => !isFact(entry)).map((entry) => orderIdOfPk(entry.pk));
  for (const group of inChunks(booked, READS_AT_ONCE)) {
    const read = await Promise.all(group.map((id) => readOrder(table, merchant, id)));
    orders.push(...read.map((stored) => stored?.order ?? null));
  }
  return {
    orders: orders
      .filter((order) => order !== null)
      .filter(isBooked)
      .filter((order) => order.booking.day === day),
    facts: factItems.map(fromFactItem).filter((fact) => fact.day === day),
  };
}

/** Is anything booked to the day, as far as the index shows? */
export async function hasBookings(table: Table, merchant: MerchantId, day: string): Promise<boolean> {
  const pages = await Promise.all(
    allShards.map((shard) => table.query({ index: "byDay", pk: dayPk(merchant, day, shard), limit: 1 })),
  );
  return pages.some((page) => page.items.length > 0);
}

/** Every stock position of the merchant, as it stands now. */
export async function readAllStock(table: Table, merchant: MerchantId): Promise<readonly Stock[]> {
  const shards = await Promise.all(
    allShards.map((shard) => queryAll(table, { index: "byList", pk: listPk(merchant, "stock", "all", shard) })),
  );
  const items = await table.getMany(shards.flat().map(keyOf));
  return items.map(fromStockItem);
}

function isFact(entry: Item): boolean {
  return String(entry["daySk"]).startsWith("fact#");
}

function keyOf(item: Item): Key {
  return { pk: item.pk, sk: item.sk };
}

/** The order's id ends its partition key. */
function orderIdOfPk(pk: string): OrderId {
  return pk.slice(pk.lastIndexOf("#") + 1) as OrderId;
}

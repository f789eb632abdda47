import { Buffer } from "node:buffer";
import type { MerchantId } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { Order } from "../../orders/order.ts";
import { fromOrderItem } from "../../orders/order-codec.ts";
import { allShards, dayPk } from "../../table/keys.ts";
import type { Table } from "../../table/port.ts";
import { readDecisions } from "../receipt/receipt-store.ts";
import { type DecidedOrder, decidedOrder } from "./decided-order.ts";

export type DecidedPage = {
  readonly items: readonly DecidedOrder[];
  /** Orders of the day that this page went through; those that nothing was decided on are not among `items`. */
  readonly orders: number;
  /** For the next page; null at the end of the day. */
  readonly cursor: string | null;
};

type Place = { readonly shard: number; readonly after: string };

/** Sorts before the first sale of a day, and behind its other facts. */
const beforeSales = "sale#";

/**
 * Orders of one business day, as they were decided on, one shard of the day after the other and by id: the same order each
 * time. Reads as many orders as `limit` says, so a page takes little memory however long the day is.
 */
export async function readDecided(
  table: Table,
  merchant: MerchantId,
  day: string,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
): Promise<Result<DecidedPage, { readonly kind: "bad_cursor" }>> {
  const begin = cursor === null ? { shard: 0, after: beforeSales } : fromCursor(cursor);
  if (begin === null) return fail({ kind: "bad_cursor" });
  const items: DecidedOrder[] = [];
  let orders = 0;
  let place: Place = begin;
  while (orders < limit && place.shard < allShards.length) {
    const part = await readPart(table, dayPk(merchant, day, place.shard), place.after, limit - orders);
    for (const order of part.stored) {
      const [decision] = await lastDecision(table, order);
      const decided = decision === undefined ? null : decidedOrder(order, decision);
      if (decided !== null) items.push(decided);
    }
    orders += part.orders;
    place = part.last === null ? { shard: place.shard + 1, after: beforeSales } : { ...place, after: part.last };
  }
  return ok({ items, orders, cursor: place.shard < allShards.length ? toCursor(place) : null });
}

type Part = {
  readonly stored: readonly Order[];
  readonly orders: number;
  /** Null when the shard has no more. */
  readonly last: string | null;
};

async function readPart(table: Table, pk: string, after: string, limit: number): Promise<Part> {
  const page = await table.query({ index: "byDay", pk, sk: { kind: "after", value: after }, limit });
  const items = await table.getMany(page.items.map((each) => ({ pk: each.pk, sk: each.sk })));
  const byKey = new Map(items.map((item) => [item.pk, item]));
  // In the order of the index: those that are read by key come in no promised order.
  const stored = page.items.flatMap((each) => {
    const item = byKey.get(each.pk);
    const order = item === undefined ? null : fromOrderItem(item, null).order;
    return order === null || order.routing === null ? [] : order;
  });
  const last = page.items.at(-1)?.["daySk"];
  return { stored, orders: page.items.length, last: page.next !== null && typeof last === "string" ? last : null };
}

/** The last decision stands in the order itself, except for the largest. */
function lastDecision(table: Table, order: Order): ReturnType<typeof readDecisions> {
  const { routing } = order;
  if (routing?.snapshot === undefined) return readDecisions(table, order);
  return Promise.resolve([routing as Awaited<ReturnType<typeof readDecisions>>[number]]);
}

function toCursor({ shard, after }: Place): string {
  return Buffer.from(`${shard} ${after}`).toString("base64url");
}

function fromCursor(cursor: string): Place | null {
  const [, shard, after] = /^(\d{1,2}) (sale#.{0,200})$/.exec(Buffer.from(cursor, "base64url").toString("utf8")) ?? [];
  return shard === undefined || after === undefined || Number(shard) >= allShards.length
    ? null
    : { shard: Number(shard), after };
}

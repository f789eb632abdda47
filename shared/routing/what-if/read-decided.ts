import { Buffer } from "node:buffer";
import type { MerchantId } from "../../kernel/ids.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
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
  const place = cursor === null ? { shard: 0, after: beforeSales } : fromCursor(cursor);
  if (place === null) return fail({ kind: "bad_cursor" });
  const { shard, after } = place;
  const page = await table.query({
    index: "byDay",
    pk: dayPk(merchant, day, shard),
    sk: { kind: "after", value: after },
    limit,
  });
  const stored = await table.getMany(page.items.map(({ pk, sk }) => ({ pk, sk })));
  const byKey = new Map(stored.map((item) => [item.pk, item]));
  const items: DecidedOrder[] = [];
  for (const { pk } of page.items) {
    const item = byKey.get(pk);
    if (item === undefined) continue;
    const { order } = fromOrderItem(item, null);
    if (order.routing === null) continue;
    const [decision] = await readDecisionsOf(table, order);
    const decided = decision === undefined ? null : decidedOrder(order, decision);
    if (decided !== null) items.push(decided);
  }
  const last = page.items.at(-1)?.["daySk"];
  const isMore = page.next !== null && typeof last === "string";
  const next = isMore ? { shard, after: last } : { shard: shard + 1, after: beforeSales };
  return ok({ items, orders: page.items.length, cursor: next.shard < allShards.length ? toCursor(next) : null });
}

/** The last decision stands in the order itself, except for the largest. */
function readDecisionsOf(table: Table, order: Parameters<typeof readDecisions>[1]): ReturnType<typeof readDecisions> {
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

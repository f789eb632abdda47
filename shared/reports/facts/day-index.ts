import { compareText } from "../../kernel/compare-text.ts";
import type { MerchantId } from "../../kernel/ids.ts";
import { allShards, dayPk } from "../../table/keys.ts";
import type { Item, PageKey, Query, Table } from "../../table/port.ts";
import { dayFactsPk } from "../../table/report-keys.ts";

/** Items are handed on this many at a time: what one request of the table reads by key. */
const BATCH = 100;

/**
 * What the index says is booked to the day, facts of orders before sales, in the order of their keys, in batches. `after`: the
 * sort key to go on behind. An entry that the index does not show yet is found by the verification of the next night.
 */
export function bookedEntries(
  table: Table,
  merchant: MerchantId,
  day: string,
  after: string | null = null,
): AsyncGenerator<readonly Item[]> {
  const shards = allShards.map((shard) => pagesOf(table, { index: "byDay", pk: dayPk(merchant, day, shard) }, after));
  return inBatches(merged(shards, (item) => String(item["daySk"])));
}

/** Payments, parcels and fees that are booked to the day, in the order of their keys, in batches. Read strongly. */
export function dayFactItems(
  table: Table,
  merchant: MerchantId,
  day: string,
  after: string | null = null,
): AsyncGenerator<readonly Item[]> {
  const shards = allShards.map((shard) => pagesOf(table, { pk: dayFactsPk(merchant, day, shard) }, after));
  return inBatches(merged(shards, (item) => item.sk));
}

/** Sources that are each in order, as one. */
export async function* merged<T>(
  sources: readonly AsyncIterator<T, unknown, undefined>[],
  keyOf: (value: T) => string,
): AsyncGenerator<T> {
  const heads = await Promise.all(sources.map((source) => source.next()));
  for (;;) {
    let first = -1;
    for (const [at, head] of heads.entries()) {
      if (head.done === true) continue;
      const best = heads[first];
      if (best === undefined || best.done === true || compareText(keyOf(head.value), keyOf(best.value)) < 0) first = at;
    }
    const [head, source] = [heads[first], sources[first]];
    if (head === undefined || head.done === true || source === undefined) return;
    yield head.value;
    heads[first] = await source.next();
  }
}

export async function* inBatches<T>(source: AsyncIterable<T>, size = BATCH): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  for await (const value of source) {
    batch.push(value);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** The next page is asked for while this one is worked on. */
export async function* pagesOf(
  table: Table,
  query: Omit<Query, "after" | "sk">,
  after: string | null,
): AsyncGenerator<Item> {
  const whole: Query = after === null ? query : { ...query, sk: { kind: "after", value: after } };
  let next = table.query(whole);
  for (;;) {
    const page = await next;
    const more: PageKey | null = page.next;
    if (more !== null) next = table.query({ ...whole, after: more });
    yield* page.items;
    if (more === null) return;
  }
}

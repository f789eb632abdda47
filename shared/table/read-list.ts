import { Buffer } from "node:buffer";
import { fail, ok, type Result } from "../kernel/result.ts";
import { compareText } from "./engine/sort-text.ts";
import { allShards } from "./keys.ts";
import type { IndexName } from "./names.ts";
import type { Item, Key, Query, SortKeyRange, Table } from "./port.ts";

/** One list of a merchant, spread over shards; several partitions (say, of all statuses) may be read as one. */
export type List = {
  readonly index: IndexName;
  /** The partitions of one shard. */
  readonly partitions: (shard: number) => readonly string[];
  readonly sortKey: "listSk" | "daySk";
  readonly order: "newest_first" | "ascending";
};

export type ListPage = {
  readonly items: readonly Item[];
  /** For the next page; null at the end. */
  readonly cursor: string | null;
};

export type ListRange = {
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Bounds of the sort key, both included: `2026-11-21T00` … */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/**
 * One page over all shards, merged by sort key, the items themselves read by key. The cursor is the last sort key shown,
 * so that it stays good while the list grows. An index may lag: items that have left the list meanwhile are left out.
 */
export async function readList(
  table: Table,
  list: List,
  range: ListRange,
): Promise<Result<ListPage, { readonly kind: "bad_cursor" }>> {
  const after = range.cursor === undefined ? null : decodeCursor(range.cursor);
  if (range.cursor !== undefined && after === null) return fail({ kind: "bad_cursor" });
  const descending = list.order === "newest_first";
  const sk = sortKeyRange(list, range, after);
  const partitions = allShards.flatMap(list.partitions);
  const query: Omit<Query, "pk"> = {
    index: list.index,
    descending,
    limit: range.limit + 2,
    ...(sk === null ? {} : { sk }),
  };
  const pages = await Promise.all(partitions.map((pk) => table.query({ ...query, pk })));
  const found = pages
    .flatMap((page) => page.items)
    .filter((entry) => sortKeyOf(entry, list) !== after)
    .sort((a, b) => compareText(sortKeyOf(a, list), sortKeyOf(b, list)) * (descending ? -1 : 1));
  const shown = found.slice(0, range.limit);
  const last = shown.at(-1);
  const items = await itemsOf(table, shown);
  const members = new Set(partitions);
  const partitionKey = list.index === "byList" ? "listPk" : "dayPk";
  return ok({
    items: items.filter((item) => members.has(String(item[partitionKey]))),
    cursor: found.length > range.limit && last !== undefined ? encodeCursor(sortKeyOf(last, list)) : null,
  });
}

/** So many entries are looked through for one page of those that are wanted, in steps of so many. */
const MOST_LOOKED_AT = 2_000;
const STEP = 200;

/** The same for items that no index tells apart; a page may be short or empty and still have a cursor. */
export async function readMatching(
  table: Table,
  list: List,
  range: ListRange,
  isWanted: (item: Item) => boolean,
): Promise<Result<ListPage, { readonly kind: "bad_cursor" }>> {
  const found: Item[] = [];
  let { cursor } = range;
  for (let lookedAt = 0; lookedAt < MOST_LOOKED_AT; lookedAt += STEP) {
    const page = await readList(table, list, { ...range, cursor, limit: STEP });
    if (!page.ok) return page;
    found.push(...page.value.items.filter(isWanted));
    const last = found[range.limit - 1];
    const isMore = found.length > range.limit || page.value.cursor !== null;
    if (last !== undefined) {
      return ok({ items: found.slice(0, range.limit), cursor: isMore ? encodeCursor(sortKeyOf(last, list)) : null });
    }
    if (page.value.cursor === null) return ok({ items: found, cursor: null });
    cursor = page.value.cursor;
  }
  return ok({ items: found, cursor: cursor ?? null });
}

/** In bytes; the table takes none that is longer. */
const LONGEST_SORT_KEY = 1_024;

/** Sorts before (behind) every sort key that is used; a key may not be empty. */
const FIRST = "\u0001";
const LAST = "\u{10FFFF}";

/** Bounds are included on both sides, so the item that the cursor names comes again and is left out by the caller. */
function sortKeyRange(list: List, { from, to }: ListRange, after: string | null): SortKeyRange | null {
  if (after === null && from === undefined && to === undefined) return null;
  const isAscending = list.order === "ascending";
  const low = isAscending && after !== null ? after : (from ?? FIRST);
  const high = !isAscending && after !== null ? after : (to ?? LAST);
  return compareText(low, high) <= 0 ? { kind: "between", low, high } : { kind: "equals", value: FIRST };
}

async function itemsOf(table: Table, entries: readonly Item[]): Promise<readonly Item[]> {
  const keys = entries.map(({ pk, sk }): Key => ({ pk, sk }));
  const items = new Map((await table.getMany(keys)).map((item) => [`${item.pk}\n${item.sk}`, item]));
  return keys.flatMap(({ pk, sk }) => items.get(`${pk}\n${sk}`) ?? []);
}

function sortKeyOf(item: Item, list: List): string {
  return String(item[list.sortKey]);
}

function encodeCursor(sortKey: string): string {
  return Buffer.from(sortKey, "utf8").toString("base64url");
}

function decodeCursor(cursor: string): string | null {
  const text = Buffer.from(cursor, "base64url").toString("utf8");
  return text !== "" && Buffer.byteLength(text) <= LONGEST_SORT_KEY && encodeCursor(text) === cursor ? text : null;
}

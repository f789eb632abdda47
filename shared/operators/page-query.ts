import * as z from "zod/mini";
import { fail, type Result } from "../kernel/result.ts";
import { type HttpAnswer, invalid, json, type Problem } from "../platform/http-answer.ts";
import type { Item, Table } from "../table/port.ts";
import { type List, type ListRange, readList, readMatching } from "../table/read-list.ts";

/** `?limit=50&cursor=…`, the same at every list. */
export const pageQuery = {
  limit: z.optional(z.pipe(z.string().check(z.regex(/^[1-9]\d{0,2}$/)), z.transform(Number))),
  cursor: z.optional(z.string()),
};

/** The number that buyer and seller see; none that is stored is longer. */
export const orderNoQuery = { channelOrderNo: z.optional(z.string().check(z.maxLength(255))) };

/** `?from=2026-11-21T00:00:00Z&to=…`; any prefix of an instant will do. */
export const rangeQuery = {
  from: z.optional(z.string().check(z.regex(/^\d{4}-\d\d(-\d\d(T[\d:.]*Z?)?)?$/))),
  to: z.optional(z.string().check(z.regex(/^\d{4}-\d\d(-\d\d(T[\d:.]*Z?)?)?$/))),
};

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

type PageOf = {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

/**
 * `{ items, cursor }`: a page of a list, each item as `show` wants it seen. Of a list that is asked for what is
 * `wanted` only, a page may be short or empty and still have a cursor.
 */
export async function pageAnswer(
  table: Table,
  list: List,
  query: PageOf,
  show: (item: Item) => unknown | Promise<unknown>,
  wanted?: (item: Item) => boolean,
): Promise<Result<HttpAnswer, Problem>> {
  const range: ListRange = {
    limit: Math.min(query.limit ?? DEFAULT_LIMIT, MAX_LIMIT),
    cursor: query.cursor,
    from: query.from,
    // A bound such as 2026-11-21 means the whole of that day: every longer key that begins with it sorts below `~`.
    to: query.to === undefined ? undefined : `${query.to}~`,
  };
  const page =
    wanted === undefined ? await readList(table, list, range) : await readMatching(table, list, range, wanted);
  if (!page.ok) return fail(invalid("query", "cursor: not one that this list has given"));
  const items = await Promise.all(page.value.items.map(show));
  return { ok: true, value: json(200, { items, cursor: page.value.cursor }) };
}

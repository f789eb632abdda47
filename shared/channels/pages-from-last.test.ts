import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromLast, pageToAsk } from "./pages-from-last.ts";

const pageSize = 3;

/** Reads a list which a row leaves before each question but the first: what has changed belongs to a later window. */
function readWhileRowsMove(count: number, moves: readonly number[]): ReadonlySet<number> {
  const rows = Array.from({ length: count }, (_, place) => place);
  const read = new Set<number>();
  let page: string | null = null;
  for (let question = 0; question < 1000; question += 1) {
    const asked = pageToAsk(page);
    const start = (asked.pageNo - 1) * pageSize;
    const answer = { rows: rows.slice(start, start + pageSize), total: rows.length, pageSize };
    const { orders, next } = fromLast(asked, answer);
    for (const row of orders) read.add(row);
    if (next === null) return read;
    page = next;
    const [moved] = rows.splice((moves[question] ?? 0) % rows.length, 1);
    if (moved !== undefined) read.add(moved);
  }
  throw new Error("the reading never ends");
}

describe("pages from the last", () => {
  it("count first, then go back to the first page", () => {
    const rows = [1, 2, 3];
    expect(fromLast(pageToAsk(null), { rows, total: 7, pageSize })).toEqual({ orders: [], next: "3", total: 7 });
    expect(fromLast(pageToAsk("3"), { rows, total: 7, pageSize })).toEqual({ orders: rows, next: "2", total: 7 });
    expect(fromLast(pageToAsk("1"), { rows, total: 7, pageSize })).toEqual({ orders: rows, next: null, total: 7 });
  });

  it("are one when all rows fit on it, or there is none", () => {
    expect(fromLast(pageToAsk(null), { rows: [1], total: 1, pageSize })).toEqual({ orders: [1], next: null, total: 1 });
    expect(fromLast(pageToAsk(null), { rows: [], total: 0, pageSize })).toEqual({ orders: [], next: null, total: 0 });
  });

  it("lose no row that stays in the window, whichever rows leave it meanwhile", () => {
    const moves = fc.array(fc.nat({ max: 100 }), { maxLength: 20 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), moves, (count, moved) => {
        expect(readWhileRowsMove(count, moved).size).toBe(count);
      }),
    );
  });
});

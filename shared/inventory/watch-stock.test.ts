import { describe, expect, it } from "vitest";
import { interleaved, seeded } from "../../tests/property/seeded.ts";
import { merchantId, type OrderId, sku, warehouseCode } from "../kernel/ids.ts";
import type { QueueMessage } from "../platform/ports.ts";
import { alertKey } from "../table/keys.ts";
import type { Item, Table } from "../table/port.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import type { Stock } from "./stock.ts";
import type { StockChange } from "./stock-change.ts";
import { toStockItem } from "./stock-store.ts";
import { waitWrite } from "./waiting-store.ts";
import { makeWatchStock } from "./watch-stock.ts";

const at = { merchantId: merchantId("tea"), sku: sku("TEA"), warehouse: warehouseCode("SHA") };

const moment = "2026-11-21T00:00:00.000Z";

/** The stock after each write; its version is its place, from 1. */
function history(availables: readonly number[], change: Partial<Stock> = {}): StockChange[] {
  const stocks = availables.map((available, index): Stock => {
    const numbers = {
      onHand: available,
      allocated: 0,
      available,
      damaged: 0,
      onHold: 0,
      safetyStock: 0,
      lowStockThreshold: 5,
      incoming: 0,
    };
    return { ...at, ...numbers, version: index + 1, changedAt: "", ...change };
  });
  return stocks.map((after, index) => ({ id: String(index), before: stocks[index - 1] ?? null, after, moves: [] }));
}

/** A watcher on a table that writes down the alert events published from it. */
function watcher(wrap: (table: Table) => Table = (table) => table) {
  const events: string[] = [];
  const table = makeMemoryTable({
    onCommit: ({ changes }) => {
      for (const { after } of changes) events.push(...crossingsIn(after));
    },
  });
  const backorders = { send: async () => undefined };
  return { table, events, watchStock: makeWatchStock({ table: wrap(table), backorders, now: () => new Date(moment) }) };
}

/**
 * Gives `seen` to the watcher, one after the other, and the events that were published. The table holds the newest of the
 * records seen so far, or, when the watcher lags, the end of the whole history from the start.
 */
async function watch(seen: readonly StockChange[], lagsBehind: readonly StockChange[] = []): Promise<Watched> {
  const { table, events, watchStock } = watcher();
  let newest = lagsBehind.at(-1)?.after;
  for (const change of seen) {
    if (newest === undefined || change.after.version > newest.version) newest = change.after;
    await table.put(toStockItem(newest));
    expect(await watchStock([change])).toEqual(new Set());
  }
  return { events, alert: await table.get(alertKey(at.merchantId, at.sku, at.warehouse)) };
}

type Watched = { readonly events: string[]; readonly alert: Item | null };

function crossingsIn(item: unknown): string[] {
  return [...JSON.stringify(item ?? null).matchAll(/"(stock\.(?:low|replenished)\.v1)"/g)].map(
    (match) => match[1] ?? "",
  );
}

const low = "stock.low.v1";
const replenished = "stock.replenished.v1";

describe("low-stock alerts", () => {
  it("ring once on the way down, however far it goes", async () => {
    const { events, alert } = await watch(history([9, 5, 4, 0, -2]));
    expect(events).toEqual([low]);
    expect(alert).toMatchObject({ state: "open", stockVersion: 2, openedAt: moment, resolvedAt: null });
  });

  it("ring once for each crossing, re-armed above the hysteresis only", async () => {
    const { events, alert } = await watch(history([9, 5, 6, 5, 6, 7, 5, 100]));
    expect(events).toEqual([low, replenished, low, replenished]);
    expect(alert).toMatchObject({ state: "resolved", stockVersion: 8 });
  });

  it("ring as often when records come twice, at once or as a whole batch", async () => {
    const changes = history([9, 5, 7, 5]);
    const once = [low, replenished, low];
    expect((await watch(changes.flatMap((change) => [change, change]))).events).toEqual(once);
    expect((await watch([...changes, ...changes])).events).toEqual(once);
  });

  it("end in the truth in whatever order the records come, and tell each crossing once", async () => {
    for (const [availables, state, crossings] of [
      [[9, 5, 3], "open", 1],
      [[9, 5, 30], "resolved", 1],
      [[9, 4, 30, 2], "open", 2],
      [[3, 8, 2, 9], "resolved", 2],
    ] as const) {
      const changes = history(availables);
      for (const seen of permutations(changes)) {
        const { events, alert } = await watch(seen, changes);
        const opened = events.filter((event) => event === low).length;
        const resolved = events.filter((event) => event === replenished).length;
        expect(alert).toMatchObject({ state });
        expect(opened - resolved).toBe(state === "open" ? 1 : 0);
        expect(opened).toBe(crossings);
      }
    }
  });

  it("do not miss a crossing whose own record never came", async () => {
    const changes = history([9, 8, 3]);
    expect((await watch(changes.slice(0, 1), changes)).events).toEqual([low]);
  });

  it("ring once when several watchers look at the same time", async () => {
    const [, ...changes] = history([9, 5, 4, 3]);
    for (let seed = 0; seed < 20; seed += 1) {
      const { events, watchStock } = watcher((table) => interleaved(table, seeded(seed)));
      await Promise.all(changes.map(async (change) => watchStock([change])));
      expect(events).toEqual([low]);
    }
  });

  it("are left alone where nobody asked for them", async () => {
    expect(await watch(history([9, 0], { lowStockThreshold: null }))).toEqual({ events: [], alert: null });
  });
});

describe("waiting orders", () => {
  async function wake(changes: readonly StockChange[], isWaiting: boolean): Promise<unknown[]> {
    const table = makeMemoryTable();
    const wait = {
      ...at,
      orderId: "ord_1" as OrderId,
      placedAt: "2026-11-20T00:00:00.000Z",
      quantity: 1,
      orderVersion: 2,
    };
    if (isWaiting) await table.transact([waitWrite(wait)]);
    const sent: unknown[] = [];
    const send = async (messages: readonly QueueMessage[]): Promise<void> => {
      sent.push(...messages.map(({ body }) => JSON.parse(body)));
    };
    await makeWatchStock({ table, backorders: { send }, now: () => new Date(0) })(changes);
    return sent;
  }

  it("are woken once for a batch in which more of their sku became free", async () => {
    const changes = history([1, 2, 3], { lowStockThreshold: null });
    expect(await wake(changes, true)).toEqual([{ merchantId: "tea", sku: "TEA", after: null }]);
    expect(await wake(changes, false)).toEqual([]);
  });

  it("sleep on while stock shrinks or only the safety stock grows into it", async () => {
    expect(await wake(history([5, 4], { lowStockThreshold: null }).slice(1), true)).toEqual([]);
    expect(await wake(history([2], { lowStockThreshold: null, safetyStock: 5 }), true)).toEqual([]);
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}

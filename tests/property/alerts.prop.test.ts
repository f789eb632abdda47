import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unpackOutbox } from "../../events/outbox-form.ts";
import { rearmAbove } from "../../shared/inventory/decide-alert.ts";
import type { Product } from "../../shared/inventory/products/product.ts";
import { plainTerms } from "../../shared/inventory/products/product.ts";
import type { Stock } from "../../shared/inventory/stock.ts";
import type { StockChange } from "../../shared/inventory/stock-change.ts";
import { toStockItem } from "../../shared/inventory/stock-store.ts";
import { makeWatchStock } from "../../shared/inventory/watch-stock.ts";
import { sku, warehouseCode } from "../../shared/kernel/ids.ts";
import { fromAttributes } from "../../shared/table/attribute-value.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aMerchantId } from "../support/builders.ts";
import { memoryQueue } from "../support/memory-ports.ts";
import { seeded } from "./seeded.ts";

const THRESHOLD = 5;
const places = ["SHA", "CAN"].map(warehouseCode);

type Told = { readonly low: number; readonly replenished: number };

/** The crossings of a history of levels as anybody would count them by hand. */
function crossingsOf(levels: readonly number[], threshold: number): Told {
  let isOpen = false;
  const told = { low: 0, replenished: 0 };
  for (const level of levels) {
    if (!isOpen && level <= threshold) {
      isOpen = true;
      told.low += 1;
    } else if (isOpen && level > rearmAbove(threshold)) {
      isOpen = false;
      told.replenished += 1;
    }
  }
  return told;
}

const move = fc.record({ place: fc.nat(places.length - 1), available: fc.nat({ max: 12 }) });

function aStock(warehouse: Stock["warehouse"], available: number, version: number): Stock {
  return {
    merchantId: aMerchantId,
    sku: sku("TEA"),
    warehouse,
    onHand: available,
    allocated: 0,
    available,
    damaged: 0,
    onHold: 0,
    safetyStock: 0,
    lowStockThreshold: THRESHOLD,
    incoming: 0,
    version,
    changedAt: "2026-11-21T00:00:00.000Z",
  };
}

function historyOf(moves: readonly { readonly place: number; readonly available: number }[]): readonly StockChange[] {
  const newest = new Map<string, Stock>();
  return moves.map(({ place, available }, index) => {
    const warehouse = places[place] ?? warehouseCode("SHA");
    const before = newest.get(warehouse) ?? null;
    const after = aStock(warehouse, available, (before?.version ?? 0) + 1);
    newest.set(warehouse, after);
    return { id: String(index), before, after, moves: [] };
  });
}

/** A watcher on a table; `events` are those that were published, by subject and type. */
function watcher(product: Product | null) {
  const events = new Map<string, number>();
  const table = makeMemoryTable({
    onCommit: ({ records }) => {
      for (const { record } of records) {
        if (record.newImage === null) continue;
        const outbox = fromAttributes(record.newImage)["outbox"];
        for (const { type, subject } of unpackOutbox((outbox ?? []) as never)) {
          events.set(`${subject} ${type}`, (events.get(`${subject} ${type}`) ?? 0) + 1);
        }
      }
    },
  });
  const readProducts = async () => new Map(product === null ? [] : [[product.sku, product]]);
  const now = (): Date => new Date("2026-11-21T00:00:00.000Z");
  return { table, events, watch: makeWatchStock({ table, backorders: memoryQueue(), readProducts, now }) };
}

/** Cuts records into batches, repeats some, and lets some come before those that were written earlier. */
function disordered(
  changes: readonly StockChange[],
  random: () => number,
  isReordered: boolean,
): readonly (readonly StockChange[])[] {
  const order = [...changes];
  if (isReordered) {
    for (let at = order.length - 1; at > 0; at -= 1) {
      const other = Math.floor(random() * (at + 1));
      [order[at], order[other]] = [order[other] as StockChange, order[at] as StockChange];
    }
  }
  const batches: StockChange[][] = [];
  for (let at = 0; at < order.length; ) {
    const size = 1 + Math.floor(random() * 4);
    batches.push(order.slice(at, at + size));
    if (random() < 0.3) batches.push(order.slice(Math.max(0, at - 3), at + size));
    at += size;
  }
  return batches;
}

describe("low-stock alerts", () => {
  it("tell each downward crossing once, and none more, under any repetition and any order of the records", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(move, { minLength: 1, maxLength: 25 }),
        fc.nat(),
        fc.boolean(),
        async (moves, seed, isAhead) => {
          const changes = historyOf(moves);
          const { table, events, watch } = watcher(null);
          if (isAhead) for (const { after } of changes) await table.put(toStockItem(after));
          for (const batch of disordered(changes, seeded(seed), true)) {
            if (!isAhead) {
              for (const { after } of batch) {
                const [item] = await table.getMany([toStockItem(after)].map(({ pk, sk }) => ({ pk, sk })));
                if (Number(item?.["version"] ?? 0) < after.version) await table.put(toStockItem(after));
              }
            }
            expect(await watch(batch)).toEqual(new Set());
          }
          for (const warehouse of places) {
            const levels = changes
              .filter(({ after }) => after.warehouse === warehouse)
              .map(({ after }) => after.available);
            const wanted = crossingsOf(levels, THRESHOLD);
            expect(events.get(`TEA@${warehouse} stock.low.v1`) ?? 0).toBe(wanted.low);
            expect(events.get(`TEA@${warehouse} stock.replenished.v1`) ?? 0).toBe(wanted.replenished);
          }
        },
      ),
      { numRuns: 400 },
    );
  }, 60_000);

  it("tell each crossing of all warehouses together once, however often and in whatever batches the stream brings it", async () => {
    const terms = plainTerms("Tea");
    const alerts = { ...terms.alerts, networkThreshold: THRESHOLD };
    const product: Product = { ...terms, alerts, merchantId: aMerchantId, sku: sku("TEA"), version: 1, changedAt: "" };
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 25 }), fc.nat(), async (moves, seed) => {
        const changes = historyOf(moves);
        const { table, events, watch } = watcher(product);
        for (const batch of disordered(changes, seeded(seed), false)) {
          for (const { after } of batch) {
            const [item] = await table.getMany([toStockItem(after)].map(({ pk, sk }) => ({ pk, sk })));
            if (Number(item?.["version"] ?? 0) < after.version) await table.put(toStockItem(after));
          }
          expect(await watch(batch)).toEqual(new Set());
        }
        const totals = changes.map((_, index) => {
          const known = new Map(changes.slice(0, index + 1).map(({ after }) => [after.warehouse, after.available]));
          return [...known.values()].reduce((sum, available) => sum + available, 0);
        });
        const wanted = crossingsOf(totals, THRESHOLD);
        expect(events.get("TEA@* stock.scarce.v1") ?? 0).toBe(wanted.low);
        expect(events.get("TEA@* stock.restored.v1") ?? 0).toBe(wanted.replenished);
      }),
      { numRuns: 200 },
    );
  }, 60_000);
});

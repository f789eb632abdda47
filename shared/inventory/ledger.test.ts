import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { merchantId, sku, warehouseCode } from "../kernel/ids.ts";
import { fromAttributes } from "../table/attribute-value.ts";
import { stockKey } from "../table/keys.ts";
import type { Change } from "../table/port.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { entriesOf } from "./ledger.ts";
import { readEntriesAfter, readNewestEntries, writeLedger } from "./ledger-store.ts";
import { balanceOf, type Movement, movementChanges } from "./movement.ts";
import type { Stock } from "./stock.ts";
import { type StockChange, stockChangeOf } from "./stock-change.ts";
import { createdBy } from "./stock-store.ts";

const place = { merchantId: merchantId("tea"), sku: sku("TEA"), warehouse: warehouseCode("SHA") };
const now = "2026-11-22T00:00:00.000Z";
const received = (quantity: number): Movement => ({ kind: "received", quantity, cause: "pur_1" });

/** A position written by `writes`, and what the stream tells of it. */
async function history(writes: readonly (readonly Change[])[]): Promise<StockChange[]> {
  const changes: StockChange[] = [];
  const table = makeMemoryTable({
    onCommit: ({ records }) => {
      for (const { record } of records) {
        const [old, item] = [record.oldImage, record.newImage].map((image) => image && fromAttributes(image));
        const change = stockChangeOf(record.sequence, old ?? null, item ?? null);
        if (change !== null) changes.push(change);
      }
    },
  });
  for (const write of writes) {
    await table.update(stockKey(place.merchantId, place.sku, place.warehouse), createdBy(place, write));
  }
  return changes;
}

describe("the lines about a write", () => {
  it("name each movement with the numbers after it", async () => {
    const [first, second] = await history([
      movementChanges([received(5), { kind: "damaged", quantity: 1, cause: "pur_1" }], now),
      movementChanges([{ kind: "allocated", quantity: 3, cause: "ord_1" }], now),
    ]);
    expect(first && entriesOf(first)).toMatchObject([
      { version: 1, kind: "received", quantity: 5, after: { onHand: 5, damaged: 0 } },
      { version: 1, kind: "damaged", quantity: 1, after: { onHand: 5, damaged: 1 } },
    ]);
    expect(second && entriesOf(second)).toMatchObject([{ version: 2, kind: "allocated", after: { allocated: 3 } }]);
    expect(second?.after.available).toBe(1);
  });

  it("do not repeat movements for a write that only changed a setting, or was none of ours", async () => {
    const count: Change = { kind: "add", path: "version", amount: 1 };
    const changes = await history([
      movementChanges([received(5)], now),
      [count, { kind: "set", path: "changedAt", value: now }],
      [count, { kind: "add", path: "onHand", amount: -2 }],
      [{ kind: "add", path: "onHand", amount: 9 }],
    ]);
    expect(changes.map(entriesOf)).toMatchObject([
      [{ kind: "received" }],
      [{ kind: "unchanged", quantity: 0, after: { onHand: 5 } }],
      [{ kind: "unexplained", quantity: -2, after: { onHand: 3 } }],
      [],
    ]);
  });
});

const movement: fc.Arbitrary<Movement> = fc.record({
  kind: fc.constantFrom("received", "allocated", "shipped", "adjusted", "held", "expected"),
  quantity: fc.integer({ min: 1, max: 9 }),
  cause: fc.constantFrom("ord_1", "imp_1#2", "trf_3"),
});

describe("the ledger of a position", () => {
  it("tells each write once, in whatever batches the stream brings it, and adds up", async () => {
    const writes = fc.array(fc.array(movement, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 30 });
    const cuts = fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(writes, cuts, fc.nat(30), async (moves, batches, since) => {
        const changes = await history(moves.map((each) => movementChanges(each, now)));
        const table = makeMemoryTable();
        for (const [from, length] of batches) await writeLedger(table, changes.slice(from, from + length));
        let done = 0;
        for (const [, length] of [...batches, [0, 99]]) {
          await writeLedger(table, changes.slice(done, done + (length ?? 0)));
          done += length ?? 0;
        }
        const entries = await readEntriesAfter(table, place, 0);
        expect(entries).toEqual(changes.flatMap(entriesOf));
        expect(entries.at(-1)?.after).toEqual(balanceOf(changes.at(-1)?.after as Stock));
        expect(await readEntriesAfter(table, place, since)).toEqual(entries.filter(({ version }) => version > since));
        expect(await readNewestEntries(table, place, 5)).toEqual(entries.slice(-5));
      }),
      { numRuns: 100 },
    );
  });
});

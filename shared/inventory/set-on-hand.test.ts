import { describe, expect, it } from "vitest";
import { merchantId, sku, warehouseCode } from "../kernel/ids.ts";
import { toAttributes } from "../table/attribute-value.ts";
import { itemSize } from "../table/engine/size.ts";
import { stockKey } from "../table/keys.ts";
import type { Table } from "../table/port.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { type Counted, type StockCount, setOnHand } from "./set-on-hand.ts";
import { stockMoveWrites } from "./stock-writes.ts";

const at = { merchantId: merchantId("tea"), sku: sku("TEA"), warehouse: warehouseCode("SHA") };
const now = "2026-11-21T00:00:00.000Z";

async function count(table: Table, countKey: string, onHand: number, more: Partial<StockCount> = {}): Promise<Counted> {
  const counted = await setOnHand(table, { ...at, countKey, onHand, ...more }, now);
  if (!counted.ok) throw new Error(counted.error.kind);
  return counted.value;
}

const promise = async (table: Table, quantity: number): Promise<unknown> =>
  table.transact(
    stockMoveWrites(at.merchantId, [{ kind: "allocated", ...at, quantity, safetyStock: 0 }], now, "ord_1"),
  );

describe("setOnHand", () => {
  it("creates a sku the first time it is counted", async () => {
    const counted = await count(makeMemoryTable(), "a", 7, { safetyStock: 2, lowStockThreshold: 3 });
    expect(counted).toMatchObject({ kind: "created", before: null, shortBy: 0, note: null });
    expect(counted.after).toMatchObject({
      onHand: 7,
      allocated: 0,
      available: 7,
      safetyStock: 2,
      lowStockThreshold: 3,
      version: 1,
    });
  });

  it("sets what is there and keeps what is promised", async () => {
    const table = makeMemoryTable();
    await count(table, "a", 7, { lowStockThreshold: 2 });
    await promise(table, 5);
    const counted = await count(table, "b", 6);
    expect(counted.kind).toBe("changed");
    expect(counted.before).toMatchObject({ onHand: 7, allocated: 5, available: 2 });
    expect(counted.after).toMatchObject({ onHand: 6, allocated: 5, available: 1, lowStockThreshold: 2, version: 3 });
  });

  it("says how many units are short when fewer were found than are promised", async () => {
    const table = makeMemoryTable();
    await count(table, "a", 7);
    await promise(table, 5);
    const counted = await count(table, "b", 2);
    expect(counted).toMatchObject({ shortBy: 3, note: "3 short for orders already promised" });
    expect(counted.after).toMatchObject({ onHand: 2, allocated: 5, available: -3 });
  });

  it("takes each statement once, also after a newer one", async () => {
    const table = makeMemoryTable();
    await count(table, "row 1", 7);
    await count(table, "row 2", 9);
    expect(await count(table, "row 1", 7)).toMatchObject({ kind: "repeated", after: { onHand: 9, version: 2 } });
    expect(await count(table, "row 2", 9)).toMatchObject({ kind: "repeated", after: { onHand: 9, version: 2 } });
  });

  it("calls a count that finds what was expected unchanged, and remembers it", async () => {
    const table = makeMemoryTable();
    await count(table, "a", 7, { lowStockThreshold: 3 });
    expect(await count(table, "b", 7)).toMatchObject({ kind: "unchanged" });
    expect(await count(table, "c", 7, { lowStockThreshold: null })).toMatchObject({ kind: "changed" });
    expect(await count(table, "b", 7)).toMatchObject({ kind: "repeated", after: { lowStockThreshold: null } });
  });

  it("stands when goods are promised between its read and its write", async () => {
    const table = makeMemoryTable();
    await count(table, "a", 7);
    const busy: Table = {
      ...table,
      update: async (key, changes, condition) => {
        await promise(table, 1);
        return table.update(key, changes, condition);
      },
    };
    expect((await count(busy, "b", 10)).after).toMatchObject({ onHand: 10, allocated: 1, available: 9 });
  });

  it("is decided again when goods leave between its read and its write", async () => {
    const table = makeMemoryTable();
    await count(table, "a", 7);
    await promise(table, 2);
    let isGone = false;
    const busy: Table = {
      ...table,
      update: async (key, changes, condition) => {
        const leave = stockMoveWrites(at.merchantId, [{ kind: "shipped", ...at, quantity: 2 }], now, "ord_1");
        if (!isGone) await table.transact(leave);
        isGone = true;
        return table.update(key, changes, condition);
      },
    };
    expect((await count(busy, "b", 10)).after).toMatchObject({ onHand: 10, allocated: 0, available: 10 });
  });

  it("remembers both of two counts at the same time that found the same", async () => {
    const table = makeMemoryTable();
    await count(table, "a", 7);
    let isTold = false;
    const busy: Table = {
      ...table,
      update: async (key, changes, condition) => {
        if (!isTold) await count(table, "other", 7);
        isTold = true;
        return table.update(key, changes, condition);
      },
    };
    await count(busy, "b", 7);
    expect([(await count(table, "b", 7)).kind, (await count(table, "other", 7)).kind]).toEqual([
      "repeated",
      "repeated",
    ]);
  });

  it("is decided again when another count came between, and gives up as busy", async () => {
    const table = makeMemoryTable();
    await count(table, "a", 7);
    let others = 0;
    const busy = (times: number): Table => ({
      ...table,
      update: async (key, changes, condition) => {
        others += 1;
        if (others <= times) await count(table, `other ${others}`, 20 + others);
        return table.update(key, changes, condition);
      },
    });
    expect((await count(busy(2), "b", 10)).after).toMatchObject({ onHand: 10, available: 10 });
    const refused = await setOnHand(busy(99), { ...at, countKey: "c", onHand: 1 }, now);
    expect(refused).toMatchObject({ ok: false, error: { kind: "busy" } });
  });

  it("refuses quantities that cannot be", async () => {
    const refused = await setOnHand(makeMemoryTable(), { ...at, countKey: "a", onHand: -1 }, now);
    expect(refused).toEqual({ ok: false, error: { kind: "bad_quantity", field: "onHand", value: -1 } });
    const half = await setOnHand(makeMemoryTable(), { ...at, countKey: "a", onHand: 1, safetyStock: 0.5 }, now);
    expect(half).toMatchObject({ ok: false, error: { field: "safetyStock" } });
  });

  it("leaves the item below a kilobyte, where every write of it costs least", async () => {
    const table = makeMemoryTable();
    const long = { sku: sku("TEA-LONGJING-FIRST-HARVEST-2026-250G"), warehouse: warehouseCode("SHANGHAI-PUDONG-2") };
    for (let row = 0; row < 6; row += 1) {
      const countKey = `${"9f86d081884c7d65".repeat(4)}@2026-11-22#${1000 + row}`;
      const cause = `imp_0123456789abcdefghijklmnop#${1000 + row}`;
      await count(table, countKey, 1_000_000 + row, { ...long, cause, incoming: row, lowStockThreshold: 500 });
    }
    const item = await table.get(stockKey(at.merchantId, long.sku, long.warehouse));
    expect(item && itemSize(toAttributes(item))).toBeLessThan(1_024);
  });
});

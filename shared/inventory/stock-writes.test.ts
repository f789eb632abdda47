import { describe, expect, it } from "vitest";
import { merchantId, sku, warehouseCode } from "../kernel/ids.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { readStock, readStocks, toStockItem } from "./stock-store.ts";
import { type StockMove, stockMoveWrites } from "./stock-writes.ts";

const merchant = merchantId("tea");
const at = { sku: sku("TEA"), warehouse: warehouseCode("SHA") };
const now = "2026-11-21T00:00:00.000Z";

async function shelf(onHand: number, allocated: number, safetyStock = 0): Promise<ReturnType<typeof makeMemoryTable>> {
  const table = makeMemoryTable();
  const numbers = { onHand, allocated, available: onHand - allocated, safetyStock };
  const rest = { damaged: 0, onHold: 0, lowStockThreshold: null, incoming: 0, version: 1, changedAt: "" };
  await table.put(toStockItem({ merchantId: merchant, ...at, ...numbers, ...rest }));
  return table;
}

const allocate = (quantity: number, safetyStock = 0): StockMove => ({
  kind: "allocated",
  ...at,
  quantity,
  safetyStock,
});
const release = (quantity: number): StockMove => ({ kind: "released", ...at, quantity });
const ship = (quantity: number): StockMove => ({ kind: "shipped", ...at, quantity });

async function result(table: Awaited<ReturnType<typeof shelf>>, moves: readonly StockMove[]): Promise<unknown> {
  const written = await table.transact(stockMoveWrites(merchant, moves, now, "ord_1"));
  const [stock] = await readStock(table, merchant, at.sku);
  const { onHand, allocated, available, version } = stock ?? {};
  return [written.ok, onHand, allocated, available, version];
}

describe("stockMoveWrites", () => {
  it("promises, gives back and ships, and counts the write", async () => {
    expect(await result(await shelf(10, 0), [allocate(3)])).toEqual([true, 10, 3, 7, 2]);
    expect(await result(await shelf(10, 3), [release(2)])).toEqual([true, 10, 1, 9, 2]);
    expect(await result(await shelf(10, 3), [ship(3)])).toEqual([true, 7, 0, 7, 2]);
  });

  it("touches an item once, however many moves concern it", async () => {
    const moves = [allocate(2), allocate(1), release(1), ship(2)];
    expect(stockMoveWrites(merchant, moves, now, "ord_1")).toHaveLength(1);
    expect(await result(await shelf(10, 4), moves)).toEqual([true, 8, 4, 4, 2]);
  });

  it("promises the last free unit and not one more", async () => {
    expect(await result(await shelf(10, 4, 2), [allocate(4, 2)])).toEqual([true, 10, 8, 2, 2]);
    expect(await result(await shelf(10, 4, 2), [allocate(3, 2), allocate(2, 2)])).toEqual([false, 10, 4, 6, 1]);
  });

  it("promises nothing when the safety stock was changed meanwhile", async () => {
    expect(await result(await shelf(10, 0, 5), [allocate(1, 0)])).toEqual([false, 10, 0, 10, 1]);
  });

  it("neither gives back nor ships what was not promised", async () => {
    expect(await result(await shelf(10, 1), [release(2)])).toEqual([false, 10, 1, 9, 1]);
    expect(await result(await shelf(10, 1), [ship(1), release(1)])).toEqual([false, 10, 1, 9, 1]);
  });

  it("writes nothing for nothing, and refuses parts of a unit", () => {
    expect(stockMoveWrites(merchant, [release(0)], now, "ord_1")).toEqual([]);
    expect(() => stockMoveWrites(merchant, [release(0.5)], now, "ord_1")).toThrow("not a whole number");
    expect(() => stockMoveWrites(merchant, [ship(-1)], now, "ord_1")).toThrow("not a whole number");
  });
});

describe("readStocks", () => {
  it("reads each sku once, in all its warehouses", async () => {
    const table = await shelf(1, 0);
    const [stock] = await readStock(table, merchant, at.sku);
    if (stock === undefined) throw new Error("no stock");
    await table.put(toStockItem({ ...stock, warehouse: warehouseCode("CAN") }));
    await table.put(toStockItem({ ...stock, sku: sku("TEA2") }));
    const read = await readStocks(table, merchant, [at.sku, at.sku, sku("NONE"), sku("TEA2")]);
    expect(read.map((each) => `${each.sku}@${each.warehouse}`).sort()).toEqual(["TEA2@SHA", "TEA@CAN", "TEA@SHA"]);
  });
});

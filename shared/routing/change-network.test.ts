import { describe, expect, it } from "vitest";
import { aMerchantId } from "../../tests/support/builders.ts";
import { memoryQueue } from "../../tests/support/memory-ports.ts";
import { twoMerchants } from "../../tests/support/merchants.ts";
import { warehouseCode } from "../kernel/ids.ts";
import { warehouseKey } from "../table/keys.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { makeChangeNetwork } from "./change-network.ts";
import { fromWarehouseItem, toWarehouseItem } from "./settings-store.ts";

const SHA = warehouseCode("SHA");
const queues = { reroutes: memoryQueue(), backorders: memoryQueue(), now: () => new Date("2026-11-21T12:00:00.000Z") };

describe("two people who change a warehouse at once", () => {
  it("both get what they asked for, whoever reads first", async () => {
    const table = makeMemoryTable();
    for (const warehouse of twoMerchants().merchants[0]?.warehouses ?? [])
      await table.put(toWarehouseItem(aMerchantId, warehouse));
    const other = makeChangeNetwork({ ...queues, table });
    let isFirst = true;
    const slow = makeChangeNetwork({
      ...queues,
      table: {
        ...table,
        get: async (key) => {
          const item = await table.get(key);
          if (isFirst) await other.changeWarehouse(aMerchantId, SHA, { isActive: false });
          isFirst = false;
          return item;
        },
      },
    });

    await slow.changeWarehouse(aMerchantId, SHA, { dailyCapacity: 500 });

    const item = await table.get(warehouseKey(aMerchantId, SHA));
    if (item === null) throw new Error("the warehouse is gone");
    expect(fromWarehouseItem(item)).toMatchObject({ isActive: false, dailyCapacity: 500 });
  });
});

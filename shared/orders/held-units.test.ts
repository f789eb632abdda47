import { describe, expect, it } from "vitest";
import { aMerchantId, anOrder, aStatus } from "../../tests/support/builders.ts";
import { orderIdOf, warehouseCode } from "../kernel/ids.ts";
import type { Table } from "../table/port.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { readHeldUnits } from "./held-units.ts";
import type { Order } from "./order.ts";
import { orderWrites } from "./order-store.ts";

const sha = warehouseCode("SHA");

function holding(no: number, quantity: number, over: Partial<Order> = {}): Order {
  const order = anOrder();
  const allocations = [{ lineId: "l1", sku: " TEA ", warehouse: sha, quantity }];
  return { ...order, orderId: orderIdOf(order.connectionId, `${no}`), status: "allocated", allocations, ...over };
}

async function tableOf(...orders: readonly Order[]): Promise<Table> {
  const table = makeMemoryTable();
  for (const order of orders) await table.transact(orderWrites(null, order, []));
  return table;
}

const unitsOf = async (...args: Parameters<typeof readHeldUnits>) =>
  (await readHeldUnits(...args)).places.get("TEA#SHA")?.units;

describe("what open orders hold", () => {
  it("adds up all pages of all open statuses, under the sku that stock is kept by", async () => {
    const many = Array.from({ length: 450 }, (_, no) => holding(no, 2));
    const partly = holding(1_000, 5, { status: "partially_shipped" });
    const held = holding(1_001, 7, { status: "on_hold" });
    expect(await readHeldUnits(await tableOf(...many, partly, held), aMerchantId, [])).toMatchObject({
      orders: 452,
      places: new Map([["TEA#SHA", { sku: "TEA", warehouse: "SHA", units: 912 }]]),
    });
  });

  it("counts an order that no list has yet when it is named, and once when one has", async () => {
    const [listed, fresh] = [holding(1, 2), holding(2, 3)];
    const table = await tableOf(listed, fresh);
    const lagging: Table = {
      ...table,
      query: async (query) => {
        const page = await table.query(query);
        return { ...page, items: page.items.filter(({ pk }) => !pk.endsWith(fresh.orderId)) };
      },
    };
    expect(await unitsOf(lagging, aMerchantId, [])).toBe(2);
    expect(await unitsOf(lagging, aMerchantId, [listed.orderId, fresh.orderId])).toBe(5);
  });

  it("leaves out what is finished", async () => {
    const gone = holding(1, 2, {
      status: "cancelled",
      allocations: [],
      channelStatus: { clock: { at: 0, tie: "" }, facts: aStatus({ cancelledAt: "2026-11-22T00:00:00.000Z" }) },
    });
    expect(await readHeldUnits(await tableOf(gone), aMerchantId, [])).toMatchObject({ orders: 0 });
  });
});

import { describe, expect, it } from "vitest";
import { aLine, anOrder, aStatus } from "../../tests/support/builders.ts";
import { type WarehouseCode, warehouseCode } from "../kernel/ids.ts";
import type { Allocation } from "./allocation.ts";
import type { Order } from "./order.ts";
import { settleAllocations } from "./settle-allocations.ts";

const clock = { at: Date.parse("2026-11-21T06:31:51.000Z"), tie: "a" };
const [can, sha] = [warehouseCode("CAN"), warehouseCode("SHA")];

function held(quantity: number, warehouse: WarehouseCode, lineId = "l1"): Allocation {
  return { lineId, sku: "TEA-250", warehouse, quantity };
}

function order(quantity: number, allocations: readonly Allocation[], over: Partial<Order> = {}): Order {
  return anOrder({ lines: { clock, facts: [aLine({ quantity })] }, allocations, ...over });
}

function shipped(quantity: number): Partial<Order> {
  const lines = [{ lineId: "l1", quantity }];
  const facts = { fulfilmentId: "f1", at: "", state: "success" as const, carrier: null, trackingNo: null, lines };
  return { fulfilments: { f1: { clock, facts } } };
}

const cancelled: Partial<Order> = {
  channelStatus: { clock, facts: aStatus({ cancelledAt: "2026-11-21T09:00:00.000Z" }) },
};

describe("settleAllocations", () => {
  it("consumes what has shipped, warehouse by warehouse", () => {
    const allocations = [held(2, sha), held(1, can)];

    const settled = settleAllocations(order(3, allocations), order(3, allocations, shipped(2)));

    expect(settled.allocations).toEqual([held(1, sha)]);
    expect(settled.moves).toEqual([
      { kind: "shipped", sku: "TEA-250", warehouse: can, quantity: 1 },
      { kind: "shipped", sku: "TEA-250", warehouse: sha, quantity: 1 },
    ]);
  });

  it("consumes nothing for what had shipped before", () => {
    const before = order(3, [held(1, sha)], shipped(2));

    expect(settleAllocations(before, before)).toEqual({
      allocations: [held(1, sha)],
      left: [],
      moves: [],
      unallocatedShipped: 0,
    });
  });

  it("releases all when the order is cancelled, lines of one sku in one move", () => {
    const allocations = [held(2, sha), held(3, sha, "l2")];

    const settled = settleAllocations(order(5, allocations), order(5, allocations, cancelled));

    expect(settled.allocations).toEqual([]);
    expect(settled.moves).toEqual([{ kind: "released", sku: "TEA-250", warehouse: sha, quantity: 5 }]);
  });

  it("releases from the last warehouse first when units are taken off", () => {
    const allocations = [held(2, can), held(2, sha)];

    const settled = settleAllocations(order(4, allocations), order(3, allocations));

    expect(settled.allocations).toEqual([held(2, can), held(1, sha)]);
  });

  it("keeps the allocations of a line that grew", () => {
    const settled = settleAllocations(order(2, [held(2, sha)]), order(5, [held(2, sha)]));

    expect(settled).toEqual({ allocations: [held(2, sha)], left: [], moves: [], unallocatedShipped: 0 });
  });

  it("releases the goods of a line that now asks for another sku", () => {
    const changed = order(2, [held(2, sha)], { lines: { clock, facts: [aLine({ sku: "CUP-01", quantity: 2 })] } });

    expect(settleAllocations(order(2, [held(2, sha)]), changed).moves).toMatchObject([
      { kind: "released", quantity: 2 },
    ]);
  });

  it("tells how many units left that no warehouse had promised", () => {
    const settled = settleAllocations(order(3, [held(1, sha)]), order(3, [held(1, sha)], shipped(3)));

    expect(settled.unallocatedShipped).toBe(2);
  });
});

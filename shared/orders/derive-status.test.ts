import { describe, expect, it } from "vitest";
import { aHeader, aLine, anOrder, aPayment, aStatus } from "../../tests/support/builders.ts";
import { warehouseCode } from "../kernel/ids.ts";
import type { Allocation } from "./allocation.ts";
import { deriveStatus, isRoutable } from "./derive-status.ts";
import type { Order } from "./order.ts";

const clock = { at: Date.parse("2026-11-21T06:31:51.000Z"), tie: "a" };
const paid = (
  state: "pending" | "paid" | "refunded" | "voided" | "authorized",
  payOnDelivery = false,
): Partial<Order> => ({
  payment: { clock, facts: aPayment({ state, payOnDelivery }) },
});
const channelSays = (over: Parameters<typeof aStatus>[0]): Partial<Order> => ({
  channelStatus: { clock, facts: aStatus(over) },
});
const parcel = (quantity: number, state: "success" | "cancelled" = "success"): Partial<Order> => ({
  fulfilments: {
    f1: {
      clock,
      facts: {
        fulfilmentId: "f1",
        at: "2026-11-21T08:00:00.000Z",
        state,
        carrier: null,
        trackingNo: null,
        lines: [{ lineId: "l1", quantity }],
      },
    },
  },
});
const hold: Partial<Order> = { holds: [{ reason: "sku_missing", note: "" }] };
const allocated: Partial<Order> = { allocations: [allocationOf(2)] };
const waits: Partial<Order> = { backorder: [{ sku: "TEA-250", quantity: 2 }] };
const digital: Partial<Order> = { lines: { clock, facts: [aLine({ needsShipping: false })] } };
const test: Partial<Order> = { header: { clock, facts: aHeader({ isTest: true }) } };

function allocationOf(quantity: number): Allocation {
  return { lineId: "l1", sku: "TEA-250", warehouse: warehouseCode("SHA"), quantity };
}

describe("deriveStatus", () => {
  it.each([
    ["a fragment before its order is received", { header: null }, "received"],
    ["a paid order is approved", {}, "approved"],
    ["an unpaid order waits for payment", paid("pending"), "pending_payment"],
    ["an order paid at the door is approved", paid("pending", true), "approved"],
    ["an authorised payment is enough", paid("authorized"), "approved"],
    ["an unknown payment is no payment", { payment: null }, "pending_payment"],
    ["a voided payment waits for another", paid("voided"), "pending_payment"],
    ["a hold stands above payment", { ...paid("pending"), ...hold }, "on_hold"],
    ["all units promised", allocated, "allocated"],
    ["too few units promised", { allocations: [allocationOf(1)] }, "approved"],
    ["short of stock", waits, "backordered"],
    ["one of two units left", parcel(1), "partially_shipped"],
    ["a cancelled parcel did not leave", parcel(2, "cancelled"), "approved"],
    ["all left", parcel(2), "shipped"],
    ["all left and closed", { ...parcel(2), ...channelSays({ closedAt: "2026-11-22T00:00:00.000Z" }) }, "completed"],
    ["the channel says all left, without parcels", channelSays({ isFulfilled: true }), "shipped"],
    [
      "cancelled stands above all",
      { ...parcel(2), ...channelSays({ cancelledAt: "2026-11-21T09:00:00.000Z" }) },
      "cancelled",
    ],
    [
      "a deleted order counts as cancelled, even before it is known",
      { header: null, ...channelSays({ isDeleted: true }) },
      "cancelled",
    ],
    ["money back before shipping leaves nothing to do", paid("refunded"), "completed"],
    ["a paid download is completed", digital, "completed"],
    ["an unpaid download waits for payment", { ...digital, ...paid("pending") }, "pending_payment"],
    ["a test order goes nowhere", test, "received"],
  ] as const)("%s", (_rule, over, status) => {
    expect(deriveStatus(anOrder(over as Partial<Order>))).toBe(status);
  });
});

describe("isRoutable", () => {
  it.each([
    ["a paid order", {}, true],
    ["the rest of a partly allocated order", { allocations: [allocationOf(1)] }, true],
    ["the rest of a partly shipped order", parcel(1), true],
    ["not a wholly allocated one", allocated, false],
    ["not a held one", hold, false],
    ["not an unpaid one", paid("pending"), false],
    ["not a cancelled one", channelSays({ cancelledAt: "2026-11-21T09:00:00.000Z" }), false],
    ["not a refunded one", paid("refunded"), false],
    ["not a test order", test, false],
    ["not a download", digital, false],
    ["not a fragment", { lines: null }, false],
  ] as const)("%s", (_rule, over, routable) => {
    expect(isRoutable(anOrder(over as Partial<Order>))).toBe(routable);
  });
});

import { describe, expect, it } from "vitest";
import { aLine, anOrder, aRefund, aStatus } from "../../tests/support/builders.ts";
import { lineQuantities } from "./open-quantities.ts";

const clock = { at: 1_000, tie: "a" };
const later = { at: 2_000, tie: "a" };
const of = (quantity: number, removedQuantity = 0) => ({
  lines: { clock, facts: [aLine({ quantity, removedQuantity })] },
});
const refundOf = (quantity: number, at = later) => ({
  refunds: { r1: { clock: at, facts: aRefund({ lines: [{ lineId: "l1", quantity, amountMinor: 0 }] }) } },
});

describe("lineQuantities", () => {
  it("counts what was taken off the order", () => {
    expect(lineQuantities(anOrder(of(5, 2)))).toMatchObject([{ open: 3, shipped: 0 }]);
  });

  it("counts a refund that the lines do not know of yet", () => {
    expect(lineQuantities(anOrder({ ...of(5), ...refundOf(2) }))).toMatchObject([{ open: 3 }]);
  });

  it("does not count a refund twice once the lines know of it", () => {
    expect(lineQuantities(anOrder({ ...of(5, 2), ...refundOf(2, clock) }))).toMatchObject([{ open: 3 }]);
  });

  it("never ships more than is owed, however the figures disagree", () => {
    const facts = {
      fulfilmentId: "f1",
      at: "2026-11-21T08:00:00.000Z",
      state: "success" as const,
      carrier: null,
      trackingNo: null,
      lines: [{ lineId: "l1", quantity: 9 }],
    };

    expect(lineQuantities(anOrder({ ...of(5), fulfilments: { f1: { clock, facts } } }))).toMatchObject([
      { open: 0, shipped: 5 },
    ]);
  });

  it("takes the channel's word that all has been shipped", () => {
    const channelStatus = { clock, facts: aStatus({ isFulfilled: true }) };

    expect(lineQuantities(anOrder({ ...of(5, 1), channelStatus }))).toMatchObject([{ open: 0, shipped: 4 }]);
  });

  it("owes nothing once cancelled, and keeps what had left", () => {
    const channelStatus = { clock, facts: aStatus({ cancelledAt: "2026-11-21T09:00:00.000Z" }) };

    expect(lineQuantities(anOrder({ ...of(5), channelStatus }))).toMatchObject([{ open: 0, shipped: 0 }]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aHeader, aLine, anOrder, aRefund, aStatus } from "../../tests/support/builders.ts";
import type { LineFacts, Refund } from "./facts.ts";
import {
  type LineShare,
  refundShares,
  saleShares,
  saleWorth,
  shareChanges,
  shareNumbers,
  type WholeOrder,
} from "./line-shares.ts";
import type { Order } from "./order.ts";
import { fromShares, toShares } from "./stored-shares.ts";

const clock = { at: 1, tie: "a" };
const cents = fc.integer({ min: 0, max: 50_000 });

const lines = fc.array(
  fc.record({ price: cents, quantity: fc.integer({ min: 0, max: 5 }), discount: fc.nat(99), tax: fc.nat(999) }),
  { maxLength: 6 },
);
const orders = fc
  .record({
    lines,
    moreDiscount: fc.nat(500),
    shipping: fc.nat(2_000),
    fees: fc.nat(300),
    moreTax: fc.integer({ min: -20, max: 300 }),
    discrepancy: fc.integer({ min: -3, max: 3 }),
    isIncluded: fc.boolean(),
    isCancelled: fc.boolean(),
    refunds: fc.array(fc.record({ amount: fc.nat(9_999), tax: fc.nat(200), named: fc.nat(6) }), { maxLength: 2 }),
  })
  .map((made): WholeOrder => {
    const facts = made.lines.map((line, at): LineFacts => {
      const gross = line.price * line.quantity - line.discount;
      return aLine({
        lineId: `l${at}`,
        sku: `S${at}`,
        quantity: line.quantity,
        unitPriceMinor: line.price,
        discountMinor: line.discount,
        taxMinor: line.tax,
        totalMinor: gross + (made.isIncluded ? 0 : line.tax),
      });
    });
    const sum = (of: (line: LineFacts) => number): number => facts.reduce((so, line) => so + of(line), 0);
    const itemsMinor = sum((line) => line.unitPriceMinor * line.quantity);
    const discountMinor = sum((line) => line.discountMinor) + made.moreDiscount;
    const taxMinor = sum((line) => line.taxMinor) + made.moreTax;
    const net = itemsMinor - discountMinor + made.shipping + made.fees + (made.isIncluded ? 0 : taxMinor);
    const amounts = {
      itemsMinor,
      discountMinor,
      shippingMinor: made.shipping,
      feesMinor: made.fees,
      taxMinor,
      taxesIncluded: made.isIncluded,
      totalMinor: net + made.discrepancy,
    };
    const refunds = made.refunds.map(({ amount, tax, named }, at): [string, { clock: typeof clock; facts: Refund }] => {
      const of = facts
        .slice(0, named)
        .map(({ lineId }) => ({ lineId, quantity: 1, amountMinor: Math.floor(amount / 7) }));
      return [
        `r${at}`,
        { clock, facts: aRefund({ refundId: `r${at}`, amountMinor: amount, taxMinor: tax, lines: of }) },
      ];
    });
    return {
      ...anOrder({ refunds: Object.fromEntries(refunds) }),
      channelStatus: { clock, facts: aStatus(made.isCancelled ? { cancelledAt: "2026-11-21T08:00:00.000Z" } : {}) },
      header: { clock, facts: aHeader({ amounts }) },
      lines: { clock, facts },
    };
  });

const total = (shares: readonly LineShare[], name: (typeof shareNumbers)[number]): number =>
  shares.reduce((so, share) => so + share[name], 0);

function expectWhole(shares: readonly LineShare[], order: WholeOrder): void {
  for (const share of shares) {
    const { itemsMinor, discountMinor, shippingMinor, feesMinor, otherMinor, taxMinor } = share;
    const net = itemsMinor + discountMinor + shippingMinor + feesMinor + otherMinor;
    expect(share.totalMinor).toBe(net + (order.header.facts.amounts.taxesIncluded ? 0 : taxMinor));
    for (const name of shareNumbers) expect(Object.is(share[name], -0), name).toBe(false);
  }
}

describe("the shares of a sale", () => {
  it("add up to what the order is worth, to its tax and, unless it is cancelled, to every part", () => {
    fc.assert(
      fc.property(orders, (order) => {
        const shares = saleShares(order);
        const { amounts } = order.header.facts;
        const worth = saleWorth(order);
        expectWhole(shares, order);
        expect(total(shares, "totalMinor")).toBe(worth.minor);
        expect(total(shares, "taxMinor")).toBe(worth.taxMinor);
        if (order.channelStatus?.facts.cancelledAt !== null || order.lines.facts.length === 0) return;
        expect(total(shares, "itemsMinor")).toBe(amounts.itemsMinor);
        expect(total(shares, "discountMinor")).toBe(-amounts.discountMinor + 0);
        expect(total(shares, "shippingMinor")).toBe(amounts.shippingMinor);
        expect(total(shares, "feesMinor")).toBe(amounts.feesMinor);
      }),
    );
  });

  it("share a cent that cannot be divided out by the largest remainder", () => {
    const three = ["a", "b", "c"].map((lineId) => aLine({ lineId, quantity: 1, unitPriceMinor: 333, totalMinor: 333 }));
    const amounts = {
      ...aHeader().amounts,
      itemsMinor: 999,
      discountMinor: 100,
      shippingMinor: 500,
      totalMinor: 1_399,
    };
    const order = anOrder({ header: { clock, facts: aHeader({ amounts }) }, lines: { clock, facts: three } });

    const shares = saleShares(order as Order as WholeOrder);

    expect(shares.map((share) => share.shippingMinor)).toEqual([167, 167, 166]);
    expect(shares.map((share) => share.discountMinor)).toEqual([-34, -33, -33]);
    expect(shares.map((share) => share.totalMinor)).toEqual([466, 467, 466]);
  });

  it("change by what was before and is now, and nothing for the same", () => {
    fc.assert(
      fc.property(orders, orders, (before, after) => {
        const changes = shareChanges(saleShares(before), saleShares(after));
        expect(total(changes, "totalMinor")).toBe(saleWorth(after).minor - saleWorth(before).minor);
        expect(shareChanges(saleShares(after), saleShares(after))).toEqual([]);
        expect(toShares(fromShares(changes))).toEqual(changes);
      }),
    );
  });
});

describe("the shares of a refund", () => {
  it("add up to it, take units off, and keep to the lines that the channel names", () => {
    fc.assert(
      fc.property(orders, (order) => {
        for (const { facts: refund } of Object.values(order.refunds)) {
          const shares = refundShares(order, refund);
          expectWhole(shares, order);
          expect(total(shares, "totalMinor")).toBe(0 - refund.amountMinor);
          expect(total(shares, "taxMinor")).toBe(0 - refund.taxMinor);
          expect(total(shares, "quantity")).toBe(0 - refund.lines.length);
          const named = new Set(refund.lines.map(({ lineId }) => lineId));
          if (refund.lines.some(({ amountMinor }) => amountMinor > 0))
            expect(shares.every(({ lineId }) => named.has(lineId))).toBe(true);
        }
      }),
    );
  });
});

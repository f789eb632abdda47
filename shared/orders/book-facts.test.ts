import { describe, expect, it } from "vitest";
import { aHeader, aMerchantId, anOrder, aRefund, aStatus } from "../../tests/support/builders.ts";
import { type BookedFact, bookFacts, fromFactItem, toFactItem } from "./book-facts.ts";
import type { Books } from "./books.ts";
import type { Order } from "./order.ts";

const books: Books = { zone: "Asia/Shanghai", cutoffMinutes: 0, closedThrough: null };
const closed: Books = { ...books, closedThrough: "2026-11-21" };
const now = "2026-11-23T02:00:00.000Z";
const clock = { at: Date.parse("2026-11-22T06:00:00.000Z"), tie: "b" };
const fresh = anOrder({ booking: null });
const cancelled: Partial<Order> = {
  version: 2,
  channelStatus: { clock, facts: aStatus({ cancelledAt: "2026-11-22T06:00:00.000Z", cancelReason: "customer" }) },
};

const noShare = {
  quantity: 0,
  itemsMinor: 0,
  discountMinor: 0,
  shippingMinor: 0,
  feesMinor: 0,
  taxMinor: 0,
  otherMinor: 0,
};

function refunded(amountMinor: number, over: Partial<Order> = {}): Order {
  const facts = aRefund({ amountMinor, taxMinor: 0, at: "2026-11-22T06:00:00.000Z", reason: "broken" });
  return anOrder({ version: 2, refunds: { r1: { clock, facts } }, ...over });
}

function totalling(totalMinor: number): Order {
  const facts = aHeader({ amounts: { ...aHeader().amounts, totalMinor } });
  return anOrder({ version: 2, header: { clock, facts } });
}

describe("booking the sale", () => {
  it("takes the business day of placing in the merchant's zone", () => {
    const header = { clock, facts: aHeader({ placedAt: "2026-11-20T16:30:00.000Z" }) };

    expect(bookFacts(null, { ...fresh, header }, books, now).booking).toEqual({
      day: "2026-11-21",
      originalDay: "2026-11-21",
      totalMinor: 20_000,
      paidMinor: 20_000,
    });
  });

  it("lets the day begin at the merchant's cutoff", () => {
    const header = { clock, facts: aHeader({ placedAt: "2026-11-20T16:30:00.000Z" }) };

    expect(bookFacts(null, { ...fresh, header }, { ...books, cutoffMinutes: 240 }, now).booking?.day).toBe(
      "2026-11-20",
    );
  });

  it("books a late order to the first open day and remembers its own", () => {
    expect(bookFacts(null, fresh, closed, now).booking).toMatchObject({ day: "2026-11-22", originalDay: "2026-11-21" });
  });

  it("books neither fragments nor test orders", () => {
    expect(bookFacts(null, { ...fresh, lines: null }, books, now).booking).toBeNull();
    const header = { clock, facts: aHeader({ isTest: true }) };
    expect(bookFacts(null, { ...fresh, header }, books, now)).toEqual({
      booking: null,
      facts: [],
      days: [],
    });
  });

  it("books refunds that came before their order together with it", () => {
    expect(
      bookFacts({ ...refunded(5_000), lines: null, booking: null }, refunded(5_000), books, now).facts,
    ).toMatchObject([{ kind: "refund", factId: "r1", amountMinor: -5_000 }]);
  });
});

describe("changes of a booked order", () => {
  it("follow into the sale while its day is open", () => {
    expect(bookFacts(anOrder(), totalling(15_000), books, now)).toEqual({
      booking: { day: "2026-11-21", originalDay: "2026-11-21", totalMinor: 15_000, paidMinor: 15_000 },
      facts: [],
      days: [],
    });
  });

  it("become an adjustment of the first open day once it is closed", () => {
    const { booking, facts } = bookFacts(anOrder(), totalling(15_000), closed, now);

    expect(booking).toEqual({ ...anOrder().booking, isClosed: true });
    expect(facts).toEqual([
      {
        kind: "adjustment",
        factId: "v2",
        orderId: anOrder().orderId,
        connectionId: "shopify-demo",
        channel: "shopify",
        channelOrderNo: "#1001",
        currency: "CNY",
        amountMinor: -5_000,
        taxMinor: 0,
        day: "2026-11-23",
        originalDay: "2026-11-22",
        at: "2026-11-22T06:00:00.000Z",
        reason: "the order changed after its day was closed",
        shares: [{ ...noShare, lineId: "l1", sku: "TEA-250", otherMinor: -5_000, totalMinor: -5_000 }],
      },
    ]);
  });

  it("stays as it was sealed when a worker has not heard yet that the day is closed", () => {
    const first = bookFacts(anOrder(), totalling(15_000), closed, now);
    const before = { ...totalling(15_000), booking: first.booking };

    const { booking, facts } = bookFacts(
      before,
      { ...totalling(12_000), booking: first.booking, version: 3 },
      books,
      now,
    );

    expect(booking?.totalMinor).toBe(20_000);
    expect([...first.facts, ...facts].map((fact) => fact.amountMinor)).toEqual([-5_000, -3_000]);
  });

  it("book a cancellation of a closed day as one fact, and nothing for saying it again", () => {
    const after = anOrder(cancelled);

    expect(bookFacts(anOrder(), after, closed, now).facts).toMatchObject([
      { kind: "cancellation", amountMinor: -20_000, day: "2026-11-23", originalDay: "2026-11-22", reason: "customer" },
    ]);
    expect(bookFacts(after, { ...after, version: 3 }, closed, now).facts).toEqual([]);
  });

  it("sum to nothing for a cancelled order whose money was given back, whichever came first", () => {
    const both = refunded(20_000, { ...cancelled, version: 3 });
    const sum = (facts: readonly BookedFact[]): number => facts.reduce((so, fact) => so + fact.amountMinor, 20_000);
    const cancelFirst = [
      ...bookFacts(anOrder(), anOrder(cancelled), closed, now).facts,
      ...bookFacts(anOrder(cancelled), both, closed, now).facts,
    ];
    const refundFirst = [
      ...bookFacts(anOrder(), refunded(20_000), closed, now).facts,
      ...bookFacts(refunded(20_000), both, closed, now).facts,
    ];

    expect([sum(cancelFirst), sum(refundFirst)]).toEqual([0, 0]);
    expect(refundFirst).toHaveLength(1);
  });
});

describe("booking refunds", () => {
  it("takes their own day, each once", () => {
    const after = refunded(5_000);

    expect(bookFacts(anOrder(), after, closed, now).facts).toMatchObject([
      {
        kind: "refund",
        factId: "r1",
        amountMinor: -5_000,
        day: "2026-11-22",
        originalDay: "2026-11-22",
        reason: "broken",
      },
    ]);
    expect(bookFacts(after, { ...after, version: 3 }, closed, now).facts).toEqual([]);
  });

  it("takes the first open day when their own is closed", () => {
    const late: Books = { ...books, closedThrough: "2026-11-22" };

    expect(bookFacts(anOrder(), refunded(5_000), late, now).facts).toMatchObject([
      { day: "2026-11-23", originalDay: "2026-11-22" },
    ]);
  });

  it("books the difference when the channel corrects a refund", () => {
    const corrected = refunded(8_000, { version: 3 });

    expect(bookFacts(refunded(5_000), corrected, closed, now).facts).toMatchObject([
      { kind: "refund", factId: "r1@v3", amountMinor: -3_000 },
    ]);
  });
});

describe("a fact's item", () => {
  it("gives back the fact, and stands on its business day", () => {
    const [fact] = bookFacts(anOrder(), refunded(5_000), books, now).facts;
    if (fact === undefined) throw new Error("no fact");

    const item = toFactItem(aMerchantId, fact);

    expect(fromFactItem(item)).toEqual(fact);
    expect(item).toMatchObject({ sk: "FACT#refund#r1", daySk: `fact#${fact.orderId}#refund#r1` });
  });
});

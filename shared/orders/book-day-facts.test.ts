import { describe, expect, it } from "vitest";
import { aHeader, aMerchantId, anOrder, aPayment } from "../../tests/support/builders.ts";
import { type DayFacts, fromDayFactsItem, toDayFactsItem } from "./book-day-facts.ts";
import { bookFacts } from "./book-facts.ts";
import type { Books } from "./books.ts";
import type { Fulfilment } from "./facts.ts";
import type { Booking, Order } from "./order.ts";

const books: Books = { zone: "Asia/Shanghai", cutoffMinutes: 0, closedThrough: null };
const closed: Books = { ...books, closedThrough: "2026-11-21" };
const now = "2026-11-23T02:00:00.000Z";
const clock = { at: Date.parse(now), tie: "b" };
const sale: Booking = { day: "2026-11-21", originalDay: "2026-11-21", totalMinor: 20_000 };
const unpaid = anOrder({ booking: sale, payment: { clock, facts: aPayment({ state: "pending", paidAt: null }) } });

function paid(paidAt: string, over: Partial<Order> = {}): Order {
  return { ...unpaid, version: 2, payment: { clock, facts: aPayment({ paidAt }) }, ...over };
}

function shipped(order: Order, parcel: Partial<Fulfilment> = {}): Order {
  const facts: Fulfilment = {
    fulfilmentId: "f1",
    at: "2026-11-22T05:00:00.000Z",
    state: "success",
    carrier: "SF",
    trackingNo: "T1",
    lines: [{ lineId: "l1", quantity: 2 }],
    ...parcel,
  };
  return { ...order, version: order.version + 1, fulfilments: { [facts.fulfilmentId]: { clock, facts } } };
}

describe("booking payments", () => {
  it("stand in the booking when they came on the day of the sale, while it is open", () => {
    const { booking, days } = bookFacts(unpaid, paid("2026-11-21T09:00:00.000Z"), books, now);

    expect(booking).toEqual({ ...sale, paidMinor: 20_000 });
    expect(days).toEqual([]);
  });

  it("are facts of their own day otherwise, each once", () => {
    const later = paid("2026-11-22T09:00:00.000Z");
    const { booking, days } = bookFacts(unpaid, later, books, now);

    expect(booking).toEqual(sale);
    expect(days).toMatchObject([
      {
        day: "2026-11-22",
        payments: [{ amountMinor: 20_000, originalDay: "2026-11-22", at: "2026-11-22T09:00:00.000Z" }],
      },
    ]);
    expect(bookFacts({ ...later, booking }, { ...later, version: 3 }, books, now).days).toEqual([]);
  });

  it("of a closed day stand on the first open one", () => {
    const { days } = bookFacts(unpaid, paid("2026-11-21T09:00:00.000Z"), closed, now);

    expect(days).toMatchObject([{ day: "2026-11-22", payments: [{ originalDay: "2026-11-21", amountMinor: 20_000 }] }]);
  });

  it("are corrected when what was paid turns out to be another amount, or nothing", () => {
    const order = paid("2026-11-21T09:00:00.000Z", { booking: { ...sale, paidMinor: 20_000 } });
    const header = { clock, facts: aHeader({ amounts: { ...aHeader().amounts, totalMinor: 15_000 } }) };
    const voided = { ...order, version: 3, payment: { clock, facts: aPayment({ state: "voided" }) } };

    const less = bookFacts(order, { ...order, version: 3, header }, closed, now);
    expect(less.days).toMatchObject([{ payments: [{ amountMinor: -5_000, originalDay: "2026-11-23" }] }]);
    expect(less.booking).toMatchObject({ paidMinor: 20_000 });
    expect(bookFacts(order, voided, closed, now).days).toMatchObject([{ payments: [{ amountMinor: -20_000 }] }]);
    expect(bookFacts(order, voided, books, now).booking).toMatchObject({ paidMinor: 0 });
  });
});

describe("booking parcels", () => {
  it("take the day they left, or the first open one, each once", () => {
    const order = shipped(unpaid);
    const { days } = bookFacts(unpaid, order, closed, now);

    expect(days).toMatchObject([
      {
        day: "2026-11-22",
        shipments: [{ shipmentId: "f1", kind: "shipped", carrier: "SF", lines: [["l1", "TEA-250", 2]] }],
      },
    ]);
    expect(bookFacts(order, { ...order, version: 3 }, closed, now).days).toEqual([]);
    expect(bookFacts(unpaid, order, { ...books, closedThrough: "2026-11-22" }, now).days).toMatchObject([
      { day: "2026-11-23", shipments: [{ originalDay: "2026-11-22" }] },
    ]);
  });

  it("are taken back when they did not leave after all", () => {
    const order = shipped(unpaid);
    const back = shipped(order, { state: "cancelled" });

    expect(bookFacts(order, back, closed, now).days).toMatchObject([
      { day: "2026-11-23", shipments: [{ kind: "changed", lines: [["l1", "TEA-250", -2]] }] },
    ]);
  });

  it("and payments of one change and day are one item that gives them back", () => {
    const both = shipped(paid("2026-11-22T09:00:00.000Z"));
    const [facts, ...others] = bookFacts(unpaid, both, closed, now).days;
    if (facts === undefined) throw new Error("nothing was booked");

    expect(others).toEqual([]);
    const item = toDayFactsItem(aMerchantId, facts);
    expect(fromDayFactsItem(item)).toEqual<DayFacts>(facts);
    expect(item.sk).toBe(`order#${unpaid.orderId}#v00000003`);
  });
});

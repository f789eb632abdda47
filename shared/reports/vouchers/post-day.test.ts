import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aFee, anEntry, aPaymentFact } from "../../../tests/support/fact-builders.ts";
import { convertMinor } from "../../fx/rate.ts";
import type { EntryFact } from "../facts/fact.ts";
import { makeDayPostings } from "./post-day.ts";
import { signed, type Voucher } from "./voucher.ts";

const usd = { from: "USD", to: "CNY", rate: "7.1234", day: "2026-11-20", source: "PBOC" };
const day = { day: "2026-11-21", currency: "CNY", rates: { "USD:2026-11-20": usd } };

function linesOf({ lines }: Pick<Voucher, "lines">): Record<string, number> {
  return Object.fromEntries(lines.map((line) => [line.role, signed(line)]));
}

describe("posting a day", () => {
  it("debits what is owed and credits what was earned, tax inside prices taken out of revenue", () => {
    const postings = makeDayPostings(day);
    postings.entry(anEntry({ itemsMinor: 10_000, discountMinor: -500, shippingMinor: 800, taxMinor: 1_060 }));
    postings.entry(anEntry({ itemsMinor: 5_300, taxMinor: 300, taxIncluded: true }));

    const { vouchers } = postings.vouchers();

    expect(vouchers).toMatchObject([{ no: "20261121-001", kind: "sales", entries: 2, rate: "1" }]);
    expect(linesOf(vouchers[0] ?? { lines: [] })).toEqual({
      receivable: 16_660,
      revenue: -15_000,
      discounts: 500,
      shipping: -800,
      tax: -1_360,
    });
  });

  it("keeps sales, returns, payments and fees of each shop and currency apart, and numbers them the same every time", () => {
    const post = (turn: 1 | -1) => {
      const postings = makeDayPostings(day);
      const facts = [
        () => postings.entry(anEntry({ shop: "b", itemsMinor: 100 })),
        () => postings.entry(anEntry({ shop: "a", kind: "refund", itemsMinor: -100 })),
        () => postings.entry(anEntry({ shop: "a", itemsMinor: 300 })),
        () => postings.payment(aPaymentFact({ shop: "a", amountMinor: 300 })),
        () => postings.fee(aFee({ shop: "a", amountMinor: -12 })),
      ];
      for (const say of turn === 1 ? facts : facts.toReversed()) say();
      return postings.vouchers().vouchers;
    };

    expect(post(1)).toEqual(post(-1));
    expect(post(1).map((each) => [each.no, each.shop, each.kind, linesOf(each)])).toEqual([
      ["20261121-001", "a", "sales", { receivable: 300, revenue: -300 }],
      ["20261121-002", "a", "returns", { receivable: -100, returns: 100 }],
      ["20261121-003", "a", "payments", { money: 300, receivable: -300 }],
      ["20261121-004", "a", "fees", { money: -12, channelFees: 12 }],
      ["20261121-005", "b", "sales", { receivable: 100, revenue: -100 }],
    ]);
  });

  it("posts nothing whose rate nobody stated, and says how much that is", () => {
    const postings = makeDayPostings(day);
    postings.entry(anEntry({ currency: "EUR", reportingMinor: null, rateId: null, itemsMinor: 100 }));
    postings.entry(anEntry({ currency: "EUR", reportingMinor: null, rateId: null, itemsMinor: 200 }));
    expect(postings.vouchers()).toEqual({
      vouchers: [],
      unposted: [{ shop: "shop", currency: "EUR", kind: "sales", entries: 2 }],
    });
  });

  it("balances to the minor unit in both currencies, whatever the parts, and keeps the facts' own amounts", () => {
    const minor = fc.integer({ min: -200_000, max: 200_000 });
    const parts = fc.record({
      itemsMinor: minor,
      discountMinor: minor,
      shippingMinor: minor,
      feesMinor: minor,
      taxMinor: minor,
      otherMinor: minor,
      taxIncluded: fc.boolean(),
      kind: fc.constantFrom<EntryFact["kind"]>("sale", "void", "refund", "cancellation", "adjustment"),
      shop: fc.constantFrom("a", "b"),
      isForeign: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 30 }), (entries) => {
        const facts = entries.map(({ isForeign, ...own }) => {
          const fact = anEntry(own);
          if (!isForeign) return fact;
          const reportingMinor = convertMinor(fact.totalMinor, usd);
          return { ...fact, currency: "USD", rateId: "USD:2026-11-20", reportingMinor };
        });
        const postings = makeDayPostings(day);
        for (const fact of facts) postings.entry(fact);
        const { vouchers } = postings.vouchers();
        for (const { lines } of vouchers) {
          expect(lines.reduce((sum, line) => sum + signed(line), 0)).toBe(0);
          expect(lines.reduce((sum, line) => sum + signed({ ...line, minor: line.bookMinor }), 0)).toBe(0);
          expect(lines.every((line) => line.minor >= 0 && line.bookMinor >= 0)).toBe(true);
        }
        const owed = vouchers.flatMap(({ lines }) => lines.filter(({ role }) => role === "receivable"));
        const booked = owed.reduce((sum, line) => sum + signed({ ...line, minor: line.bookMinor }), 0);
        expect(booked).toBe(facts.reduce((sum, fact) => sum + (fact.reportingMinor ?? 0), 0));
      }),
    );
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aMonth, makeRandom } from "../../tests/support/settled-months.ts";
import { matchOrder } from "./match-order.ts";
import { type Reconciliation, reconcile } from "./reconcile.ts";
import { differenceClasses, type Entry, type SettledOrder, type SettlementLine } from "./settlement.ts";
import { agreedRate, feeOf } from "./usual-rates.ts";
import { windowOf } from "./window.ts";

function inBatches(orders: readonly SettledOrder[], size: number): () => AsyncIterable<readonly SettledOrder[]> {
  return async function* () {
    for (let at = 0; at < orders.length; at += size) yield orders.slice(at, at + size);
  };
}

async function explained(
  { head, orders }: Pick<ReturnType<typeof aMonth>, "head" | "orders">,
  size = 7,
): Promise<{ readonly sums: Reconciliation; readonly entries: readonly Entry[] }> {
  const entries: Entry[] = [];
  const sums = await reconcile(head, inBatches(orders, size), {}, (some) => entries.push(...some));
  return { sums, entries };
}

function differences(entries: readonly Entry[]): readonly unknown[] {
  const found = Map.groupBy(
    entries.filter((each) => each.class !== "matched"),
    (each) => `${each.orderNo === "" ? each.entryId : each.orderNo} ${each.class}`,
  );
  return [...found.values()].map((some) => [
    some[0]?.orderNo,
    some[0]?.class,
    some.reduce((sum, { differenceMinor }) => sum + differenceMinor, 0),
  ]);
}

const sorted = (found: readonly unknown[]): readonly string[] => found.map((each) => JSON.stringify(each)).toSorted();

describe("a month with a difference of every class", () => {
  it("has all of them found and none invented, and the sums tie, in 300 months", async () => {
    const classes = new Set<string>();
    for (let seed = 1; seed <= 300; seed += 1) {
      const month = aMonth(seed, { currency: (["USD", "JPY", "KWD"] as const)[seed % 3] });
      const { sums, entries } = await explained(month);
      expect(sorted(differences(entries)), `seed ${seed}`).toEqual(
        sorted(month.injected.map((each) => [each.orderNo, each.class, each.differenceMinor])),
      );
      const total = sums.classes.reduce((sum, { differenceMinor }) => sum + differenceMinor, 0);
      expect(sums.payoutMinor - sums.expectedMinor).toBe(total);
      expect(sums).toMatchObject({ payoutMinor: month.payoutMinor, expectedMinor: month.expectedMinor });
      for (const each of sums.classes) classes.add(each.class);
    }
    expect([...classes].toSorted()).toEqual(differenceClasses.filter((each) => each !== "unexplained").toSorted());
  });

  it("without differences is matched to the last line", async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const { sums } = await explained(aMonth(seed, { isClean: true }));
      expect(sums.classes.map((each) => each.class)).toEqual(["matched"]);
      expect(sums.payoutMinor).toBe(sums.expectedMinor);
    }
  });
});

describe("explaining", () => {
  it("gives the same whatever the order of lines, and however it is cut", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 99 }), async (seed, size) => {
        const month = aMonth(seed, { most: 20 });
        const random = makeRandom(seed + size);
        const shuffled = month.orders.map((order) => ({
          ...order,
          lines: order.lines
            .map((line) => [random(1e9), line] as const)
            .toSorted(([a], [b]) => a - b)
            .map(([, line]) => line),
        }));
        const [one, other] = [await explained(month), await explained({ ...month, orders: shuffled }, size)];
        expect(other).toEqual(one);
      }),
      { numRuns: 60 },
    );
  });

  it("ties whatever stands in it: amounts, kinds and books made up at random", async () => {
    const kind = fc.constantFrom("sale", "refund", "fee", "shipping", "tax", "promotion", "adjustment", "reserve");
    const amount = fc.integer({ min: -3_000, max: 3_000 });
    const aLine = fc.record({
      kind,
      amountMinor: amount,
      sku: fc.constantFrom("", "A", "B"),
      basis: fc.constantFrom("sale", "refund"),
    });
    const anOrder = fc.record({
      orderNo: fc.constantFrom("", "1", "2"),
      lines: fc.array(aLine, { maxLength: 7 }),
      sale: fc.option(amount),
      refund: fc.nat(2_000),
      saleDay: fc.constantFrom("2026-09-01", "2026-10-10", "2026-11-02"),
      elsewhere: fc.constantFrom(0, 500),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anOrder, { maxLength: 12 }), fc.option(amount), async (made, payoutMinor) => {
        const orders = made.map(
          (each, at): SettledOrder => ({
            orderNo: each.orderNo,
            lines: each.lines.map(
              (line, number): SettlementLine => ({
                ...{
                  lineId: `${at}.${number}`,
                  at: "2026-10-10T00:00:00.000Z",
                  day: "2026-10-10",
                  orderNo: each.orderNo,
                },
                ...{ feeKind: line.kind === "fee" ? "F" : "", reference: "", text: "" },
                ...(line as Pick<SettlementLine, "kind" | "amountMinor" | "sku" | "basis">),
              }),
            ),
            expected:
              each.sale === null
                ? null
                : {
                    ...{ orderId: "o", saleMinor: each.sale, saleDay: each.saleDay },
                    refunds: [{ refundId: "r", day: "2026-10-12", amountMinor: each.refund }],
                  },
            elsewhere: { saleMinor: each.elsewhere, refundMinor: 0, charges: [] },
          }),
        );
        const { head } = aMonth(1);
        const { sums, entries } = await explained({ head: { ...head, payoutMinor }, orders });
        const total = sums.classes.reduce((sum, { differenceMinor }) => sum + differenceMinor, 0);
        expect(sums.payoutMinor - sums.expectedMinor).toBe(total);
        expect(sums.payoutMinor).toBe(entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0));
        if (payoutMinor !== null) expect(sums.payoutMinor).toBe(payoutMinor);
        const lines = orders.reduce((sum, each) => sum + each.lines.length, 0);
        expect(entries.filter(({ entryId }) => !/^(?:expected|file):/.test(entryId))).toHaveLength(lines);
      }),
      { numRuns: 300 },
    );
  });

  it("says when the payout is not the sum of its lines", async () => {
    const month = aMonth(3, { isClean: true });
    const { sums } = await explained({ ...month, head: { ...month.head, payoutMinor: month.payoutMinor - 1 } });
    expect(sums.classes.find((each) => each.class === "unexplained")).toMatchObject({
      entries: 1,
      differenceMinor: -1,
    });
  });

  it("holds a new month against the rates of the month before, so that a rate changed for all is seen", async () => {
    const { head, orders } = aMonth(5, { isClean: true });
    const { learnt } = await reconcile(head, inBatches(orders, 9), {});
    const dearer = orders.map((order) => ({
      ...order,
      lines: order.lines.map((line) =>
        line.feeKind === "Transaction fee" ? { ...line, amountMinor: line.amountMinor - 10 } : line,
      ),
    }));
    const sums = await reconcile({ ...head, payoutMinor: null }, inBatches(dearer, 9), learnt);
    const changed = orders.filter(({ lines }) => lines.some(({ feeKind }) => feeKind === "Transaction fee")).length;
    expect(sums.classes.find((each) => each.class === "fee_change")).toMatchObject({ differenceMinor: -10 * changed });
    expect(sums.learnt).toMatchObject({ "sale|Transaction fee": { basisPoints: 0, fixedMinor: -40 } });
  });
});

describe("tax that the platform keeps", () => {
  it("is no difference, though the books have it", () => {
    const [order] = aMonth(2, { isClean: true }).orders.filter(({ lines }) => lines.some(({ kind }) => kind === "tax"));
    const tax = order?.lines.find(({ kind }) => kind === "tax");
    if (order === undefined || tax === undefined) throw new Error("no order with tax");
    const withheld = { ...tax, lineId: "withheld", amountMinor: -tax.amountMinor };
    const { head } = aMonth(2);
    const entries = matchOrder({ ...order, lines: [...order.lines, withheld] }, {}, windowOf(head));
    expect(entries.every((each) => each.class === "matched")).toBe(true);
  });
});

describe("usual rates", () => {
  it.each([
    ["a fixed amount", { basisPoints: 0, fixedMinor: -30 }],
    ["a share", { basisPoints: -1_500, fixedMinor: 0 }],
    ["a share and a fixed amount", { basisPoints: -290, fixedMinor: -30 }],
    ["a small share", { basisPoints: -55, fixedMinor: 0 }],
  ])("are found: %s, among a third that differ", (_, rate) => {
    const random = makeRandom(11);
    const samples = Array.from({ length: 90 }, (__, at) => {
      const base = 900 + random(90_000);
      return { base, fee: feeOf(base, rate) - (at % 3 === 0 ? 50 + random(900) : 0) };
    });
    const found = agreedRate(samples);
    expect(found).not.toBeNull();
    for (const { base } of samples.slice(0, 20))
      expect(Math.abs(feeOf(base, found ?? rate) - feeOf(base, rate))).toBeLessThanOrEqual(1);
  });

  it("are not made up where most differ, or of a few", () => {
    const random = makeRandom(7);
    expect(
      agreedRate(Array.from({ length: 60 }, () => ({ base: 500 + random(9_000), fee: -random(5_000) }))),
    ).toBeNull();
    expect(agreedRate([{ base: 100, fee: -15 }])).toBeNull();
  });
});

describe("days", () => {
  it("a sale is due in exactly one of settlements that follow one another", () => {
    const months = [
      { from: "2026-09-01", to: "2026-09-30", graceDays: 14 },
      { from: "2026-10-01", to: "2026-10-31", graceDays: 14 },
      { from: "2026-11-01", to: "2026-11-30", graceDays: 14 },
    ].map(windowOf);
    const due = (day: string): number => months.filter(({ from, dueTo }) => day >= from && day <= dueTo).length;
    for (let day = 18; day <= 30; day += 1) expect(due(`2026-09-${day}`)).toBe(1);
    for (let day = 10; day <= 31; day += 1) expect(due(`2026-10-${day}`)).toBe(1);
  });
});

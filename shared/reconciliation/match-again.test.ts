import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aMerchantId } from "../../tests/support/builders.ts";
import { type Crash, CrashError, crashing } from "../../tests/support/crashing.ts";
import { makeRandom } from "../../tests/support/settled-months.ts";
import {
  aSettledWorld,
  importSettlement,
  type SettledWorld,
  sellOrder,
  settledMerchant,
  settlementOf,
} from "../../tests/support/settled-world.ts";
import { matchOpenSettlements } from "./match-open-settlements.ts";
import { matchSettlement } from "./match-settlement.ts";
import { closeEntry, readEntries } from "./read-entries.ts";
import { settlementIdOf } from "./settlement-store.ts";

const SHOP = "my-shop";
const head = "settlement,posted,type,amount,currency,order no,fee,transaction id,shop";
const later = "2026-11-25T18:20:00.000Z";

const aWorld = (): Promise<SettledWorld> => aSettledWorld([SHOP, "shopify"]);
const sell = (world: SettledWorld, no: string, day: string, over: Parameters<typeof sellOrder>[5] = {}) =>
  sellOrder(world, SHOP, "shopify", no, day, over);

/** Rows of `settlement,day,kind,amount,order`. */
function file(...rows: readonly (readonly [string, string, string, string, string])[]): string {
  const lines = rows.map(([id, day, kind, amount, order], at) =>
    [id, day, kind, amount, "CNY", order, kind === "fee" ? "commission" : "", `${id}-${at}`, SHOP].join(","),
  );
  return [head, ...lines].join("\n");
}

async function match(world: SettledWorld, id: string, at = later, over: { most?: number; goesOn?: boolean } = {}) {
  const call = { merchantId: aMerchantId, books: settledMerchant, now: at, by: "mei", asked: at, hasTime: () => true };
  const answer = await matchSettlement(world.table, settlementIdOf(SHOP, id), {
    ...{ ...call, most: 1_000, goesOn: false },
    ...over,
  });
  if (answer.kind !== "matched") throw new Error(`${id} is not explained`);
  const { looked, changed, after } = answer.matched;
  return { looked, changed, after };
}

/** Class and difference of each line, and its history as classes. */
async function linesOf(world: SettledWorld, id: string) {
  const settlement = await settlementOf(world, SHOP, id);
  const page = await readEntries(world.table, aMerchantId, settlement, { limit: 1_000 });
  if (!page.ok) throw new Error(page.error.kind);
  const { items } = page.value;
  const sum = items.reduce((total, each) => total + each.differenceMinor, 0);
  const { payoutMinor = 0, expectedMinor = 0, classes = [] } = settlement.explained ?? {};
  expect(payoutMinor - expectedMinor).toBe(sum);
  expect(classes.reduce((total, each) => total + each.differenceMinor, 0)).toBe(sum);
  return Object.fromEntries(
    items.map((each) => [
      each.line,
      [each.class, each.differenceMinor, ...each.changes.map(({ from, to }) => `${from?.class} → ${to?.class}`)],
    ]),
  );
}

async function close(world: SettledWorld, id: string, line: string, note: string | null): Promise<void> {
  const settlement = await settlementOf(world, SHOP, id);
  const closing = note === null ? null : { note, by: "mei", at: later };
  const closed = await closeEntry(world.table, aMerchantId, settlement, line, closing);
  expect(closed.ok).toBe(true);
}

const oneOrder = file(
  ["P1", "2026-11-01", "sale", "200.00", "7"],
  ["P1", "2026-11-20", "fee", "-10.00", "7"],
  ["P1", "2026-11-20", "sale", "1.00", "8"],
);

describe("a settlement that is matched again", () => {
  it("explains orders that came later, once, and says what they were before", async () => {
    const world = await aWorld();
    await importSettlement(world, oneOrder);
    expect(await match(world, "P1")).toEqual({ looked: 2, changed: 0, after: null });

    await sell(world, "7", "2026-11-10");
    expect(await match(world, "P1")).toMatchObject({ looked: 2, changed: 1 });
    const lines = {
      "7~P1-0": ["matched", 0, "missing_order → matched"],
      "7~P1-1": ["matched", 0, "missing_order → matched"],
      "8~P1-2": ["missing_order", 100],
    };
    expect(await linesOf(world, "P1")).toEqual(lines);
    const { explained, matched } = await settlementOf(world, SHOP, "P1");
    expect(explained).toMatchObject({ at: later, payoutMinor: 19_100, expectedMinor: 19_000 });
    expect(matched).toMatchObject({ at: later, by: "mei", changed: 1 });

    expect(await match(world, "P1", "2026-11-26T18:20:00.000Z")).toMatchObject({ looked: 1, changed: 0 });
    expect(await linesOf(world, "P1")).toEqual(lines);
    expect((await settlementOf(world, SHOP, "P1")).explained?.at).toBe(later);
  });

  it("leaves closed lines as they were closed, and matches them once they are open again", async () => {
    const world = await aWorld();
    await importSettlement(world, oneOrder);
    await close(world, "P1", "7~P1-0", "booked by hand");
    await close(world, "P1", "8~P1-2", "of the old shop");
    await sell(world, "7", "2026-11-10");
    await sell(world, "8", "2026-11-10", { minor: 100 });
    expect(await match(world, "P1")).toMatchObject({ looked: 1, changed: 1 });
    expect(await linesOf(world, "P1")).toEqual({
      "7~P1-0": ["missing_order", 20_000],
      "7~P1-1": ["matched", 0, "missing_order → matched"],
      "8~P1-2": ["missing_order", 100],
    });
    await close(world, "P1", "7~P1-0", null);
    expect(await match(world, "P1")).toMatchObject({ looked: 1, changed: 1 });
    expect(await linesOf(world, "P1")).toMatchObject({ "7~P1-0": ["matched", 0, "missing_order → matched"] });
  });

  it("explains refunds that came later, even those that the hub dates after the payout", async () => {
    const world = await aWorld();
    await sell(world, "7", "2026-11-10");
    await sell(world, "8", "2026-11-10");
    await importSettlement(
      world,
      file(
        ["P1", "2026-11-01", "sale", "200.00", "7"],
        ["P1", "2026-11-20", "refund", "-20.00", "7"],
        ["P1", "2026-11-20", "sale", "200.00", "8"],
        ["P1", "2026-11-20", "refund", "-30.00", "8"],
      ),
    );
    expect(await linesOf(world, "P1")).toMatchObject({
      "7~P1-1": ["refund_lag", -2_000],
      "8~P1-3": ["refund_lag", -3_000],
    });
    await sell(world, "7", "2026-11-10", { refunds: [{ day: "2026-11-19", minor: 2_000 }] });
    await sell(world, "8", "2026-11-10", { refunds: [{ day: "2026-11-22", minor: 3_000 }] });
    expect(await match(world, "P1")).toMatchObject({ looked: 2, changed: 2 });
    expect(await linesOf(world, "P1")).toEqual({
      "7~P1-0": ["matched", 0],
      "7~P1-1": ["matched", 0, "refund_lag → matched"],
      "8~P1-2": ["matched", 0],
      "8~P1-3": ["matched", 0, "refund_lag → matched"],
    });
  });

  it("knows what a later payout has settled: each sale and refund is expected once over both", async () => {
    const world = await aWorld();
    await sell(world, "late", "2026-10-05");
    await sell(world, "part", "2026-10-06");
    await sell(world, "back", "2026-10-07", { refunds: [{ day: "2026-10-20", minor: 4_000 }] });
    await sell(world, "first", "2026-10-01", { minor: 100 });
    await sell(world, "last", "2026-11-30", { minor: 100 });
    await importSettlement(
      world,
      file(
        ["P1", "2026-10-01", "sale", "1.00", "first"],
        ["P1", "2026-10-31", "sale", "120.00", "part"],
        ["P1", "2026-10-31", "sale", "200.00", "back"],
      ),
    );
    expect(await linesOf(world, "P1")).toMatchObject({
      "late~expected:late:sale": ["timing", -20_000],
      "part~expected:part:sale": ["timing", -8_000],
      "back~expected:back:refund": ["refund_lag", 4_000],
    });
    await importSettlement(
      world,
      file(
        ["P2", "2026-11-01", "sale", "200.00", "late"],
        ["P2", "2026-11-02", "sale", "80.00", "part"],
        ["P2", "2026-11-02", "refund", "-40.00", "back"],
        ["P2", "2026-11-30", "sale", "1.00", "last"],
      ),
      null,
      "b.csv",
    );
    for (const id of ["P1", "P2", "P1"]) await match(world, id);
    expect(await linesOf(world, "P1")).toEqual({
      "first~P1-0": ["matched", 0],
      "late~expected:late:sale": ["matched", 0, "timing → matched"],
      "part~P1-1": ["matched", 0],
      "part~expected:part:sale": ["matched", 0, "timing → matched"],
      "back~P1-2": ["matched", 0],
      "back~expected:back:refund": ["matched", 0, "refund_lag → matched"],
    });
    expect(await linesOf(world, "P2")).toEqual({
      "late~P2-0": ["matched", 0, "timing → matched"],
      "part~P2-1": ["matched", 0, "timing → matched"],
      "back~P2-2": ["matched", 0],
      "last~P2-3": ["matched", 0],
    });
  });

  it("does not make a payout wrong that was right, whatever a later one repeats", async () => {
    const world = await aWorld();
    await sell(world, "7", "2026-11-10");
    const first = file(["P1", "2026-11-01", "sale", "200.00", "7"], ["P1", "2026-11-20", "refund", "-20.00", "7"]);
    await importSettlement(world, first);
    await importSettlement(world, file(["P2", "2026-11-21", "sale", "200.00", "7"]), null, "b.csv");
    expect(await linesOf(world, "P2")).toMatchObject({ "7~P2-0": ["duplicate_charge", 20_000] });
    // The order is worth less now; the sale was matched with what it was worth.
    await sell(world, "7", "2026-11-10", { minor: 18_000, refunds: [{ day: "2026-11-15", minor: 2_000 }] });
    await match(world, "P1");
    await match(world, "P2");
    expect(await linesOf(world, "P1")).toEqual({
      "7~P1-0": ["matched", 0],
      "7~P1-1": ["matched", 0, "refund_lag → matched"],
    });
    expect(await linesOf(world, "P2")).toEqual({ "7~P2-0": ["duplicate_charge", 20_000] });
  });

  it("ends the same wherever its worker dies, and whoever asks at the same time", async () => {
    const aDueWorld = async (): Promise<SettledWorld> => {
      const world = await aWorld();
      await importSettlement(world, oneOrder);
      for (const no of ["7", "8"]) await sell(world, no, "2026-11-10", { minor: no === "8" ? 100 : 20_000 });
      return world;
    };
    const tried = async (world: SettledWorld, crash: Crash | null): Promise<number> => {
      const { wrap, calls } = crashing(crash);
      await match({ ...world, table: wrap(world.table) }, "P1").catch((error: unknown) => {
        if (!(error instanceof CrashError)) throw error;
      });
      return calls();
    };
    const whole = await aDueWorld();
    const calls = await tried(whole, null);
    const wanted = await linesOf(whole, "P1");
    for (let call = 1; call <= calls; call += 1) {
      for (const when of ["before", "after"] as const) {
        const world = await aDueWorld();
        await tried(world, { call, when });
        await tried(world, null);
        expect(await linesOf(world, "P1")).toEqual(wanted);
      }
    }
    const world = await aDueWorld();
    await Promise.all([match(world, "P1"), match(world, "P1"), match(world, "P1")]);
    expect(await linesOf(world, "P1")).toEqual(wanted);
  });

  it("at random: ends as if all orders and refunds had been there when the file came", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async (seed) => {
        const random = makeRandom(seed);
        const orders = Array.from({ length: 4 + random(8) }, (_, at) => {
          const minor = 1_000 + random(30_000);
          const refund = random(2) === 0 ? null : 100 + random(800);
          const day = `2026-11-${String(1 + random(18)).padStart(2, "0")}`;
          return { no: `${100 + at}`, minor, refund, day, isLate: random(2) === 0, isRefundLate: random(2) === 0 };
        });
        const amount = (minor: number): string => (minor / 100).toFixed(2);
        const body = file(
          ...orders.flatMap(({ no, minor, refund }, at) => [
            ["P1", at === 0 ? "2026-11-01" : "2026-11-20", "sale", amount(minor), no] as const,
            ["P1", "2026-11-20", "fee", amount(-Math.round(minor / 10)), no] as const,
            ...(refund === null ? [] : [["P1", "2026-11-20", "refund", amount(-refund), no] as const]),
          ]),
        );
        const tell = async (
          world: SettledWorld,
          { no, minor, refund, day }: (typeof orders)[number],
          hasRefund: boolean,
        ) => {
          const refunds = refund === null || !hasRefund ? [] : [{ day: "2026-11-19", minor: refund }];
          await sell(world, no, day, { minor, refunds });
        };
        const whole = await aWorld();
        for (const each of orders) await tell(whole, each, true);
        await importSettlement(whole, body);
        const world = await aWorld();
        for (const each of orders) if (!each.isLate) await tell(world, each, !each.isRefundLate);
        await importSettlement(world, body);
        for (const each of orders) await tell(world, each, true);
        await match(world, "P1");
        const [a, b] = [await settlementOf(whole, SHOP, "P1"), await settlementOf(world, SHOP, "P1")];
        const told = ({ entries }: typeof a) => entries.map((each) => [each.entryId, each.class, each.expectedMinor]);
        expect(told(b)).toEqual(told(a));
        expect(b.explained?.classes).toEqual(a.explained?.classes);
        expect(b.explained?.expectedMinor).toBe(a.explained?.expectedMinor);
      }),
      { numRuns: 15 },
    );
  });
});

describe("the night", () => {
  const night = (world: SettledWorld, now = later) =>
    matchOpenSettlements(world.table, {
      ...{ merchantId: aMerchantId, books: settledMerchant, now, asked: now, hasTime: () => true },
    });

  it("matches what holds something open, of the last 90 days", async () => {
    const world = await aWorld();
    await importSettlement(world, oneOrder);
    await sell(world, "7", "2026-11-10");
    expect(await night(world, "2027-03-01T18:20:00.000Z")).toEqual({ settlements: 0, looked: 0, changed: 0 });
    expect(await night(world)).toEqual({ settlements: 1, looked: 2, changed: 1 });
    await sell(world, "8", "2026-11-10", { minor: 100 });
    expect(await night(world)).toEqual({ settlements: 1, looked: 1, changed: 1 });
    expect(await night(world)).toEqual({ settlements: 0, looked: 0, changed: 0 });
    expect((await settlementOf(world, SHOP, "P1")).matched).toMatchObject({ by: "night", looked: 1, changed: 1 });
  });

  it("goes on where its orders were used up", async () => {
    const world = await aWorld();
    const rows = Array.from({ length: 20 }, (_, at) => ["P1", "2026-11-20", "sale", "1.00", `${100 + at}`] as const);
    await importSettlement(world, file(...rows));
    const step = { most: 8, goesOn: true };
    expect(await match(world, "P1", later, step)).toEqual({ looked: 8, changed: 0, after: "ORDER#107" });
    await sell(world, "100", "2026-11-19", { minor: 100 });
    await sell(world, "119", "2026-11-19", { minor: 100 });
    expect(await match(world, "P1", later, step)).toMatchObject({ looked: 8, changed: 0, after: "ORDER#115" });
    expect(await match(world, "P1", later, step)).toMatchObject({ looked: 4, changed: 1, after: null });
    expect(await match(world, "P1", later, step)).toMatchObject({ looked: 8, changed: 1 });
    const { explained } = await settlementOf(world, SHOP, "P1");
    expect(explained?.classes).toMatchObject([
      { class: "matched", entries: 2 },
      { class: "missing_order", entries: 18 },
    ]);
  });
});

import { expect, it } from "vitest";
import { searchDrifts } from "../bench/year/inject-drifts.ts";
import { liveYear } from "../bench/year/live-year.ts";

it("keeps stock without a drift through a year of orders, returns, counts, transfers and imports, and finds each that is injected", async () => {
  const year = await liveYear({ days: 365, orders: 730, skus: 360, seed: 7 });
  expect(year.counts).toMatchObject({ orders: 730, drifts: 0, pending: 0 });
  for (const what of ["shipped", "cancelled", "returned", "purchases", "transfers", "takes", "imports"] as const) {
    expect([what, year.counts[what] > 10]).toEqual([what, true]);
  }
  expect(await searchDrifts(year, 1_000)).toEqual({ injected: 1_000, found: 1_000, others: 0, afterwards: 0 });
}, 180_000);

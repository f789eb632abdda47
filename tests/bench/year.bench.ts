import { type Bench, figure, show } from "./bench.ts";
import { searchDrifts } from "./year/inject-drifts.ts";
import { liveYear } from "./year/live-year.ts";

const DAYS = 365;
const ORDERS = Number(process.env["ORDERHUB_YEAR_ORDERS"] ?? 1_000_000);
const SKUS = 400;
const DRIFTS = 1_000;

/** A year of orders, returns, purchases, transfers, counts and imports, proven month by month. */
export const yearBench: Bench = {
  name: "year",
  about: "a simulated year of 1,000,000 orders over the real use cases: no drift, and every injected drift found",
  isLong: true,
  run: async () => {
    const began = process.hrtime.bigint();
    const cpu = process.cpuUsage();
    let mostHeapMb = 0;
    const onMonth = (day: number, orders: number): void => {
      const heapMb = process.memoryUsage().heapUsed / 1e6;
      mostHeapMb = Math.max(mostHeapMb, heapMb);
      process.stderr.write(`day ${day}: ${orders} orders, ${Math.round(heapMb)} MB\n`);
    };
    const year = await liveYear({ days: DAYS, orders: ORDERS, skus: SKUS, seed: 2026, onMonth });
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    const { user, system } = process.cpuUsage(cpu);
    const cpuMs = (user + system) / 1_000 / ORDERS;
    const search = await searchDrifts(year, DRIFTS);
    const { counts } = year;
    const figures = { ...counts, ...year.world.crossings, seconds, cpuMsPerOrder: cpuMs, mostHeapMb, search };
    return {
      tables: [
        {
          title: "the year",
          columns: [{ title: "" }, figure("count")],
          rows: Object.entries({ ...counts, ...year.world.crossings }).map(([name, count]) => [name, String(count)]),
        },
        {
          title: "the proof of stock",
          columns: [{ title: "" }, figure("drifts")],
          rows: [
            ["found in the year, nothing injected", String(counts.drifts)],
            ["injected afterwards", String(search.injected)],
            ["of these found", String(search.found)],
            ["found and not injected", String(search.others)],
            ["found again after they were set right", String(search.afterwards)],
          ],
        },
        {
          title: "the run",
          columns: [{ title: "" }, figure("value")],
          rows: [
            ["orders a second", show(ORDERS / seconds, 0)],
            ["CPU ms an order, all of it", show(cpuMs)],
            ["most heap, MB", show(mostHeapMb, 0)],
          ],
        },
      ],
      notes: [
        `${DAYS} days, ${ORDERS} orders, ${SKUS} articles in 3 warehouses, one process, the in-process table; set ORDERHUB_YEAR_ORDERS for fewer.`,
        "Orders that ended ten days ago and proven pages of the ledger are laid aside, as an archive would; their stock stays.",
      ],
      figures,
    };
  },
};

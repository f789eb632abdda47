import { startHub } from "../../local/hub/start-hub.ts";
import { stockWorkbook } from "../e2e/workbooks.ts";
import { makeHubClient } from "../support/hub-client.ts";
import { twoMerchants } from "../support/merchants.ts";
import { shopifyOrder } from "../support/shop-orders.ts";
import { type Bench, figure, show } from "./bench.ts";
import { makeStart, type Race, runRace } from "./sale/race.ts";

const SEEDS = 1_000;
const REAL_RUNS = 20;
const REAL = { buyers: 200, stock: 50 };
const VISIBILITY_MS = 180_000;

/** An interrupted run goes on from a seed; of a machine that others need too, each of the two races takes so much. */
const firstSeed = Number(process.env["ORDERHUB_RACE_FROM"] ?? 0);
const budgetMinutes = Number(process.env["ORDERHUB_RACE_CPU_MINUTES"] ?? Number.POSITIVE_INFINITY);

type Tally = {
  readonly title: string;
  readonly runs: number;
  readonly cpuMs: number;
  readonly sold: ReadonlySet<number>;
  readonly broken: readonly string[];
};

/** An hour or two of interleavings: only when it is asked for by name. */
export const racesBench: Bench = {
  name: "races",
  about: `the last units: ${SEEDS} interleavings of two races, ${REAL_RUNS} runs over HTTP (takes long)`,
  isLong: true,
  run: async () => {
    const tallies = [
      await interleavings({ buyers: 200, stock: 50 }),
      await interleavings({ buyers: 10_000, stock: 500 }),
      await onTheHub(),
    ];
    return {
      tables: [
        {
          title: "races for the last units",
          columns: [{ title: "race" }, figure("runs"), figure("sold"), figure("wrong"), figure("CPU s")],
          rows: tallies.map(({ title, runs, sold, broken, cpuMs }) => [
            title,
            String(runs),
            [...sold].join(", "),
            String(broken.length),
            show(cpuMs / 1000, 0),
          ]),
        },
      ],
      notes: [
        "Sold: every number of units that any run sold. Wrong: anything but min(stock, demand) sold, every other order waiting in its queue, and a proof of stock without a drift.",
        "ORDERHUB_RACE_CPU_MINUTES ends each of the first two after so much CPU time, ORDERHUB_RACE_FROM begins with a later seed.",
        ...tallies.flatMap(({ broken }) => broken.slice(0, 5)),
      ],
      figures: { races: tallies.map(({ sold, ...rest }) => ({ ...rest, sold: [...sold] })) },
    };
  },
};

/** Seeds one after the other, until all have run or the CPU time is spent; each race starts from the same placed orders. */
async function interleavings(race: Race): Promise<Tally> {
  const sold = new Set<number>();
  const broken: string[] = [];
  const start = await makeStart(race);
  const spent = process.cpuUsage();
  let seed = firstSeed;
  for (; seed < SEEDS && cpuMinutes(spent) < budgetMinutes; seed += 1) {
    const result = await runRace(start, seed);
    sold.add(result.sold);
    broken.push(...result.broken.map((why) => `seed ${seed}: ${why}`));
    if (seed % 50 === 49) {
      process.stderr.write(`${race.buyers} of ${race.stock}: ${seed + 1} seeds, ${broken.length} wrong\n`);
    }
  }
  const seeds = `seeds ${firstSeed} to ${seed - 1}`;
  return {
    title: `${race.buyers} buyers of ${race.stock}, interleaved, ${seeds}`,
    runs: seed - firstSeed,
    cpuMs: cpuMinutes(spent) * 60_000,
    sold,
    broken,
  };
}

function cpuMinutes(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 60e6;
}

/** Webhooks, queues and functions of the local hub; the proof of stock is asked at the end. */
async function onTheHub(): Promise<Tally> {
  const spent = process.cpuUsage();
  const sold = new Set<number>();
  const broken: string[] = [];
  const hub = await startHub({ port: 0, strict: true, quiet: true, seed: twoMerchants() });
  try {
    const client = makeHubClient(hub.localJson);
    for (let run = 1; run <= REAL_RUNS; run += 1) {
      const sku = `LAST-${run}`;
      await client.files.put(
        "imports",
        `demo/stock/${sku}.xlsx`,
        stockWorkbook([{ sku, warehouse: "SHA", onHand: REAL.stock }]),
      );
      await hub.idle();
      const send = async (no: number): Promise<void> => {
        const body = shopifyOrder({ no, lines: [{ sku, quantity: 1 }] });
        const delivery = { topic: "orders/paid", body, deliveryNo: `race-${no}` } as const;
        for (;;) {
          // A marketplace repeats what was not answered, be it for a lost connection.
          const isTaken = await client.post(delivery).then(
            ({ status }) => status === 200,
            () => false,
          );
          if (isTaken) return;
          await new Promise((wake) => setTimeout(wake, 200));
        }
      };
      await Promise.all(Array.from({ length: REAL.buyers }, (_, index) => send(run * 10_000 + index)));
      await hub.idle();
      while (Object.values(hub.metrics().queues).some(({ inFlight, delayed }) => inFlight + delayed > 0)) {
        await hub.advance(VISIBILITY_MS);
        await hub.idle();
      }
      const { body: stock } = await client.get<Readonly<Record<string, number>>>(`/v1/stock/${sku}`);
      sold.add(stock["allocated"] ?? -1);
      const isTrue = stock["allocated"] === REAL.stock && stock["ordersWaiting"] === REAL.buyers - REAL.stock;
      if (!isTrue) broken.push(`run ${run}: ${JSON.stringify(stock)}`);
    }
  } finally {
    await hub.stop();
  }
  return {
    title: `${REAL.buyers} buyers of ${REAL.stock}, over HTTP`,
    runs: REAL_RUNS,
    cpuMs: cpuMinutes(spent) * 60_000,
    sold,
    broken,
  };
}

import { type Bench, type BenchTable, figure, show } from "./bench.ts";
import { type Buckets, saleInBuckets } from "./sale/buckets.ts";
import { model, type SaleResult } from "./sale/constants.ts";
import { saleByGroupCommit } from "./sale/group-commit.ts";
import { makeStart, runRace } from "./sale/race.ts";
import { saleByFifo, saleOneByOne } from "./sale/rivals.ts";

const SECONDS = 10;
const RATES = [200, 1_000, 2_000, 5_000];
/** As in the template: the routing worker's batch, and how many of it run at once. */
const WORKERS = { workers: 8, batch: 40 };
const SEEDS = 20;
/** Designs that are not built; the first is what is built, in their model, to set them beside. */
const DIVIDED = [
  { buckets: 1, batch: 40 },
  { buckets: 2, batch: 20 },
  { buckets: 2, batch: 25 },
  { buckets: 2, batch: 40 },
  { buckets: 4, batch: 20 },
  { buckets: 4, batch: 25 },
  { buckets: 4, batch: 40 },
];
const DIVIDED_RATE = 5_000;

type Sale = { readonly perSecond: number; readonly design: string; readonly result: SaleResult };

/** A sale of one sku, and races for the last units. `races` runs the thousand seeds and the local hub. */
export const inventoryBench: Bench = {
  name: "inventory",
  about: "one hot sku: what is sold in a second, how fast and at what price, beside other designs; races",
  run: async () => {
    const sales: Sale[] = [];
    for (const perSecond of RATES) sales.push(...(await salesAt(perSecond)));
    const divided: Sale[] = [];
    for (const each of DIVIDED) divided.push(await dividedSale({ ...each, workers: WORKERS.workers }));
    const race = { buyers: 200, stock: 50 };
    const broken: string[] = [];
    const start = await makeStart(race);
    for (let seed = 0; seed < SEEDS; seed += 1) broken.push(...(await runRace(start, seed)).broken);
    return {
      tables: [
        saleTable("one sku in one warehouse", sales),
        saleTable("group commit on stock that is divided over items, reduced to what it does to them", divided),
      ],
      notes: [
        `Model: ${SECONDS} s of orders of one unit, stock for ${model.stockShare * 100} % of them; a transaction holds its items for ${model.lockMs} ms and cancels others at once; ${model.networkMs} ms on the way, ${model.readMs} ms for a read, ${model.receiveMs} ms to receive ten messages, ${model.cpuMsPerOrder} ms of CPU for an order, ${model.partitionUnits} write units a second for a partition.`,
        `Group commit is the real worker on the memory table: batches of ${WORKERS.batch}, ${WORKERS.workers} workers, ${model.pollers} receivers that wait for a full batch or a second, each call taking up to half as long more or less. Its batch, workers and waits were tuned on this model, an order's CPU is charged once; the others are reduced to their attempts and not tuned: they wait up to ${model.baseMs} ms, doubled, ${model.tries} tries, ${model.receives} receives.`,
        `The second table is a reduced model with the same receivers: its first row is the built design, to be set beside the real worker above. A batch takes all of its units from one bucket where it can, and knows what all of them have.`,
        "Latency: from an order's arrival to its answer, sold or waiting. Below a full batch it is the second of the window.",
        `Races, ${race.buyers} buyers of ${race.stock} units, ${SEEDS} interleavings: ${broken.length === 0 ? `each sold exactly ${race.stock}, the others wait, the proof of stock found nothing` : broken.join("; ")}.`,
      ],
      figures: {
        sales: sales.map(toFigures),
        divided: divided.map(toFigures),
        races: { seeds: SEEDS, broken },
      },
    };
  },
};

async function salesAt(perSecond: number): Promise<readonly Sale[]> {
  const of = (design: string, result: SaleResult): Sale => ({ perSecond, design, result });
  return [
    of("group commit", await saleByGroupCommit(perSecond, SECONDS, WORKERS)),
    of("transaction for each order", saleOneByOne(perSecond, SECONDS, { buckets: 1 })),
    of("FIFO group of the sku", saleByFifo(perSecond, SECONDS)),
    of("8 buckets", saleOneByOne(perSecond, SECONDS, { buckets: 8 })),
    of("32 buckets", saleOneByOne(perSecond, SECONDS, { buckets: 32 })),
  ];
}

async function dividedSale(design: Buckets): Promise<Sale> {
  const { buckets, batch } = design;
  const name = buckets === 1 ? `1 item, batches of ${batch}` : `${buckets} buckets, batches of ${batch}`;
  return { perSecond: DIVIDED_RATE, design: name, result: await saleInBuckets(DIVIDED_RATE, SECONDS, design) };
}

function toFigures({ perSecond, design, result }: Sale) {
  return { perSecond, design, ...figuresOf(result) };
}

function figuresOf({
  sold,
  stock,
  demand,
  sellingMs,
  latenciesMs,
  calls,
  transactions,
  conflicts,
  ...rest
}: SaleResult) {
  const sorted = [...latenciesMs].sort((a, b) => a - b);
  const quantile = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
  return {
    sold,
    unsold: stock - sold,
    soldPerSecond: (sold * 1000) / sellingMs,
    p50Ms: quantile(0.5),
    p99Ms: quantile(0.99),
    callsPerOrder: calls / demand,
    conflictShare: conflicts / transactions,
    deadLetters: rest.deadLetters,
  };
}

function saleTable(title: string, sales: readonly Sale[]): BenchTable {
  return {
    title,
    columns: [
      figure("orders/s"),
      { title: "design" },
      figure("sold/s"),
      figure("p50 ms"),
      figure("p99 ms"),
      figure("calls/order"),
      figure("conflicts"),
      figure("unsold"),
      figure("given up"),
    ],
    rows: sales.map(({ perSecond, design, result }) => {
      const figures = figuresOf(result);
      return [
        String(perSecond),
        design,
        show(figures.soldPerSecond, 0),
        show(figures.p50Ms, 0),
        show(figures.p99Ms, 0),
        show(figures.callsPerOrder),
        `${show(figures.conflictShare * 100, 0)} %`,
        String(figures.unsold),
        String(figures.deadLetters),
      ];
    }),
  };
}

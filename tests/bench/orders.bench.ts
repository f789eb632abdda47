import { type Bench, type BenchTable, figure, show } from "./bench.ts";
import { measurePath, type PathCost } from "./measure-path.ts";
import { type OrderLife, orderLives } from "./order-lives.ts";
import { type Stage, stages } from "./order-path.ts";
import { type RunningCost, totalUsage, type Usage, usdPerMillion } from "./usage.ts";
import { modelCost, usualDesign } from "./usual-design.ts";

const ORDERS = 500;
/** As many messages as a worker takes at once; the usual design is priced with the same. */
const BATCH = 10;
/** Memory of the function of each stage in MB, as in the template. One vCPU comes with 1769 MB. */
const memoryMb: Readonly<Record<Stage, number>> = { receive: 512, apply: 1024, publish: 512, route: 1024, watch: 512 };
const MB_FOR_ONE_CPU = 1769;
/** Waiting for one answer of DynamoDB, SQS or S3 within a region. */
const WAIT_MS = 4;
/** Log lines and metrics of one delivery and what follows from it, as measured on the local hub (`hub` bench). */
const LOG_KB_PER_MESSAGE = 2.6;

/** CPU, units and requests of an order, and its price beside the usual design's. */
export const ordersBench: Bench = {
  name: "orders",
  about: "an order through receive, apply and route on the memory table; units, requests, price",
  run: async () => {
    const measured = [];
    for (const life of orderLives) measured.push({ life, cost: await measurePath(life, ORDERS) });
    const priced = measured.map(({ life, cost }) => ({ life, ...priceOf(life, cost) }));
    return {
      tables: [...measured.map(({ life, cost }) => stageTable(life, cost)), priceTable(priced)],
      notes: [
        `CPU: process.cpuUsage over ${ORDERS} orders in batches of ${BATCH}, use cases and memory table, no Lambda, network or SDK.`,
        "Units include those of the indexes; requests are those to DynamoDB.",
        `Price: list prices of us-east-1; functions run for their CPU time and ${WAIT_MS} ms for each request they wait for; logs ${LOG_KB_PER_MESSAGE} KB a message.`,
        "Usual design: one item for each line, dedupe and audit entry, two indexes that project all and are keyed by status; computed, with one shipment.",
      ],
      figures: Object.fromEntries(
        measured.map(({ life, cost }) => [life.name, { stages: cost, ...priceOf(life, cost) }]),
      ),
    };
  },
};

type Priced = {
  readonly hub: { readonly writeUnits: number; readonly usdPerMillion: number };
  readonly usual: { readonly writeUnits: number; readonly usdPerMillion: number };
  readonly byService: Readonly<Record<string, number>>;
};

function priceOf(life: OrderLife, cost: PathCost): Priced {
  const used = totalUsage(stages.map((stage) => cost[stage]));
  const byService = usdPerMillion(used, runningCost(life, cost));
  const usual = modelCost(usualDesign, {
    eventsPerOrder: life.messages.length,
    linesPerOrder: life.linesPerOrder,
    batchSize: BATCH,
  });
  const usd = Object.values(byService).reduce((sum, each) => sum + each, 0);
  return { hub: { writeUnits: used.writeUnits, usdPerMillion: usd }, usual, byService };
}

function runningCost(life: OrderLife, cost: PathCost): RunningCost {
  const gbSeconds = stages.reduce((sum, stage) => {
    const waits = tableRequests(cost[stage]) + (stage === "receive" ? life.messages.length : 0);
    const ms = (cost[stage].cpuMs * MB_FOR_ONE_CPU) / memoryMb[stage] + waits * WAIT_MS;
    return sum + (ms / 1000) * (memoryMb[stage] / 1024);
  }, 0);
  return { gbSeconds, logKb: life.messages.length * LOG_KB_PER_MESSAGE };
}

/** Requests to the table of one order. */
export function tableRequests({ requests }: Usage): number {
  return Object.entries(requests).reduce((sum, [name, count]) => (name.startsWith("dynamodb.") ? sum + count : sum), 0);
}

function stageTable({ name, about }: OrderLife, cost: PathCost): BenchTable {
  const row = (title: string, usage: Usage & { readonly cpuMs: number }): string[] => [
    title,
    show(usage.cpuMs, 3),
    show(usage.writeUnits),
    show(usage.readUnits),
    show(tableRequests(usage)),
  ];
  const cpuMs = stages.reduce((sum, stage) => sum + cost[stage].cpuMs, 0);
  return {
    title: `${name}: ${about}`,
    columns: [{ title: "stage" }, figure("CPU ms"), figure("write units"), figure("read units"), figure("requests")],
    rows: [
      ...stages.map((stage) => row(stage, cost[stage])),
      row("all", { ...totalUsage(stages.map((stage) => cost[stage])), cpuMs }),
    ],
  };
}

function priceTable(priced: readonly (Priced & { readonly life: OrderLife })[]): BenchTable {
  const row = (title: string, hub: number, usual: number, digits: number): string[] => [
    title,
    show(hub, digits),
    show(usual, digits),
    `${show(hub / usual)} x`,
  ];
  return {
    title: "beside the design as usually written",
    columns: [{ title: "" }, figure("hub"), figure("usual"), figure("hub / usual")],
    rows: priced.flatMap(({ life, hub, usual, byService }) => [
      row(`${life.name}: write units`, hub.writeUnits, usual.writeUnits, 0),
      row(`${life.name}: USD per million orders`, hub.usdPerMillion, usual.usdPerMillion, 2),
      ...Object.entries(byService).map(([service, usd]) => [`  of which ${service}`, show(usd), "", ""]),
    ]),
  };
}

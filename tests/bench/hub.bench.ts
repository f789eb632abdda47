import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHub } from "../../local/hub/start-hub.ts";
import { stockWorkbook } from "../e2e/workbooks.ts";
import { makeHubClient } from "../support/hub-client.ts";
import { type Bench, figure, show } from "./bench.ts";
import { type OrderLife, orderLives, soldSkus } from "./order-lives.ts";
import { perOrder, type Usage } from "./usage.ts";

const ORDERS = 200;
const WARM_UP = 40;
/** Requests under way at once. */
const CLIENTS = 8;

type HubCost = Usage & { readonly cpuMs: number; readonly logBytes: number };

/** The same orders through the whole local hub: HTTP, queues, functions in threads, the AWS SDK over loopback. */
export const hubBench: Bench = {
  name: "hub",
  about: "the same orders through the local hub, over HTTP: CPU of everything, requests to AWS, units",
  run: async () => {
    const costs: { readonly life: OrderLife; readonly cost: HubCost }[] = [];
    for (const life of orderLives) costs.push({ life, cost: await measureHub(life) });
    const names = [...new Set(costs.flatMap(({ cost }) => Object.keys(cost.requests)))].sort();
    const row = (title: string, of: (cost: HubCost) => number, digits = 2): string[] => [
      title,
      ...costs.map(({ cost }) => show(of(cost), digits)),
    ];
    return {
      tables: [
        {
          title: "one order",
          columns: [{ title: "" }, ...costs.map(({ life }) => figure(life.name))],
          rows: [
            row("CPU ms, hub, functions and sender", ({ cpuMs }) => cpuMs, 1),
            row("write units", ({ writeUnits }) => writeUnits),
            row("read units", ({ readUnits }) => readUnits),
            row("KB of log", ({ logBytes }) => logBytes / 1024),
            ...names.map((name) => row(name, ({ requests }) => requests[name] ?? 0)),
          ],
        },
      ],
      notes: [
        `${ORDERS} orders, ${CLIENTS} at a time, after ${WARM_UP} to warm up; what the queues and streams poll is not an AWS request here.`,
      ],
      figures: Object.fromEntries(costs.map(({ life, cost }) => [life.name, cost])),
    };
  },
};

async function measureHub(life: OrderLife): Promise<HubCost> {
  const logFolder = mkdtempSync(join(tmpdir(), "orderhub-bench-"));
  const hub = await startHub({ port: 0, quiet: true, logFolder });
  try {
    const client = makeHubClient(hub.localJson);
    const counted = stockWorkbook(soldSkus.map((sku) => ({ sku, warehouse: "SHA", onHand: 100_000, threshold: 5 })));
    await client.files.put("imports", "demo/stock/opening.xlsx", counted);
    await hub.idle();

    const live = async (count: number, from: number): Promise<void> => {
      for (const { topic, body } of life.messages) {
        const numbers = Array.from({ length: count }, (_, index) => from + index);
        const send = async (): Promise<void> => {
          for (let no = numbers.pop(); no !== undefined; no = numbers.pop()) {
            const { status } = await client.post({ topic, body: body(no), deliveryNo: `${topic} ${no}` });
            if (status !== 200) throw new Error(`the hub answered ${status}`);
          }
        };
        await Promise.all(Array.from({ length: CLIENTS }, send));
        await hub.idle();
      }
    };
    await live(WARM_UP, 1);
    const before = { bill: hub.bill(), logBytes: bytesIn(logFolder), cpu: process.cpuUsage() };
    await live(ORDERS, 100_000);
    const { user, system } = process.cpuUsage(before.cpu);
    const bill = hub.bill();
    const used: Usage = {
      requests: Object.fromEntries(
        Object.entries(bill.requests)
          .map(([name, count]) => [name, count - (before.bill.requests[name] ?? 0)] as const)
          .filter(([, count]) => count > 0),
      ),
      writeUnits: bill.writeUnits - before.bill.writeUnits,
      readUnits: bill.readUnits - before.bill.readUnits,
    };
    return {
      ...perOrder(used, ORDERS),
      cpuMs: (user + system) / 1000 / ORDERS,
      logBytes: (bytesIn(logFolder) - before.logBytes) / ORDERS,
    };
  } finally {
    await hub.stop();
    rmSync(logFolder, { recursive: true });
  }
}

function bytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { Agent } from "node:http";
import { join } from "node:path";
import { reportNames } from "../../shared/reports/report.ts";
import type { OrderSummary, StockPosition } from "../cli/answers.ts";
import { type Hub as Api, makeHub } from "../cli/hub.ts";
import type { Hub } from "../hub/hub.ts";
import { outputOf } from "../hub/hub-outputs.ts";
import { miscounted, shortSku } from "./articles.ts";
import { awsSettings } from "./aws-settings.ts";
import { billBetween } from "./bill.ts";
import { makeDay, type Post } from "./day.ts";
import type { DayRecord, FileRecord } from "./day-record.ts";
import { countBy } from "./figures.ts";
import { letNightCome, localNow, moveToEvening } from "./hub-clock.ts";
import { makeMerchantFiles, pullReport } from "./merchant-files.ts";
import type { Progress } from "./progress.ts";
import { readBack } from "./read-back.ts";
import { badRowsOf } from "./receipts.ts";
import { type Sent, sendPosts } from "./send-posts.ts";
import { shopsOf } from "./shops.ts";
import { listenForAlerts } from "./told-alerts.ts";
import { fetchReceipt, importOf, putInBucket, putThroughLink, type Uploading } from "./upload.ts";
import { type DemoFile, eveningCount } from "./workbooks.ts";

export type DayOptions = {
  readonly seed: number;
  /** Emptied first; downloads go here. */
  readonly folder: string;
  /** How many orders, as a part of the usual day of 300. */
  readonly scale?: number;
};

const AT_ONCE = 24;
/** Well above the last unit that anybody waits for. */
const EXTRA_UNITS = 30;

/** The main job, end to end, on a hub that runs: a day of traffic, its files, its night. */
export async function runDay(
  hub: Hub,
  { seed, folder, scale = 1 }: DayOptions,
  progress: Progress,
): Promise<DayRecord> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { localJson } = hub;
  const [merchant] = localJson.merchants;
  if (merchant === undefined) throw new Error("the hub has no merchant; see local/seed/demo.json");
  const api = makeHub({ api: hub.url, token: localJson.tokens["operator"] ?? "" });
  const settings = awsSettings(localJson);
  const files = makeMerchantFiles(settings, localJson.buckets);
  const listener = await listenForAlerts(outputOf(hub.site, "NoticesTopicArn"), settings);
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  try {
    const date = await progress.step("move the clock to an evening", async () => {
      const value = await moveToEvening(hub, merchant.zone);
      return { found: `${localNow(hub, merchant.zone)} in ${merchant.zone}`, value };
    });
    const day = makeDay({ seed, day: date, zone: merchant.zone, shops: shopsOf(localJson), scale });
    const before = hub.bill();
    const eventsBefore = published(hub);
    const uploading: Uploading = { api, files, merchant: merchant.id, day: date, folder };
    const opening = await importStep(
      hub,
      uploading,
      progress,
      "stock workbook, into the bucket",
      day.openingStock,
      putInBucket,
    );
    const first = await sendStep(hub, progress, "webhooks, in no order", day.waves[0], agent);
    const orders = await importStep(
      hub,
      uploading,
      progress,
      "orders workbook, into the bucket",
      day.ordersWorkbook,
      putInBucket,
    );
    const second = await sendStep(hub, progress, "webhooks: later and late", day.waves[1], agent);
    const { waited, count } = await countShelves(api);
    const evening = await importStep(hub, uploading, progress, "evening count, by upload link", count, putThroughLink);
    await progress.step("midnight: close and seal the day", async () => {
      await letNightCome(hub, date, merchant.zone);
      return { found: `${localNow(hub, merchant.zone)} in ${merchant.zone}`, value: null };
    });
    const sent = [...first, ...second];
    const after = hub.bill();
    const events = published(hub) - eventsBefore;
    const reports = await progress.step("download what finance gets", async () => {
      const place = (report: string) => ({ merchant: merchant.id, report, day: date });
      const value = await Promise.all(
        reportNames.map((report) => pullReport(files, place(report), join(folder, "exports"))),
      );
      return {
        found: `${value.reduce((sum, each) => sum + each.files.length, 0)} files of ${value.length} reports`,
        value,
      };
    });
    const back = await progress.step("read everything back", async (bar) => {
      const value = await readBack(api, (done, of) => bar.set(done, of));
      return {
        found: `${value.orders.length} orders, ${value.deliveries.length} deliveries, ${value.stock.length} positions`,
        value,
      };
    });
    const told = await listener.told();
    const queueWorkers = hub.site.mappings
      .filter((each) => each.kind === "queue")
      .map((each) => labelOf(hub, each.functionName));
    return {
      merchant: merchant.id,
      date,
      day,
      sent,
      files: [opening, orders, evening],
      waited,
      back,
      told,
      reports,
      metrics: hub.metrics(),
      refusals: hub
        .refusals()
        .map(({ functionLabel, action, resource }) => `${functionLabel}: ${action} on ${resource}`),
      bill: billBetween(before, after, { orders: back.orders.length, httpRequests: sent.length, events, queueWorkers }),
    };
  } finally {
    agent.destroy();
    listener.close();
    files.close();
  }
}

async function sendStep(
  hub: Hub,
  progress: Progress,
  title: string,
  posts: readonly Post[],
  agent: Agent,
): Promise<readonly Sent[]> {
  return progress.step(title, async (bar) => {
    const sent: Sent[] = [];
    await sendPosts(posts, AT_ONCE, (one) => bar.set(sent.push(one), posts.length), agent);
    bar.set(posts.length, posts.length, "the hub is working them off");
    await hub.idle();
    const answers = countBy(sent, (each) => String(each.status));
    return {
      found: `${sent.length} sent: ${Object.entries(answers)
        .map(([status, count]) => `${count} × ${status}`)
        .join(", ")}`,
      value: sent,
    };
  });
}

type Put = (uploading: Uploading, file: DemoFile) => Promise<string>;

async function importStep(
  hub: Hub,
  uploading: Uploading,
  progress: Progress,
  title: string,
  file: DemoFile,
  put: Put,
): Promise<FileRecord> {
  return progress.step(title, async (bar) => {
    const sentTo = join(uploading.folder, "uploads");
    mkdirSync(sentTo, { recursive: true });
    writeFileSync(join(sentTo, file.name), file.bytes);
    const key = await put(uploading, file);
    const job = await importOf(uploading.api, key, bar);
    const { path, bytes } = await fetchReceipt(uploading, job);
    await hub.idle();
    const value = { file, key, receiptKey: job.receiptKey, receiptPath: path, badRows: await badRowsOf(bytes) };
    return { found: `${job.rows} rows: ${job.applied} applied, ${job.failed} failed`, value };
  });
}

/** What the evening's count finds: the short article has come in, another one is less than the books say. */
async function countShelves(api: Api): Promise<{ readonly waited: number; readonly count: DemoFile }> {
  const waiting = await api.list<OrderSummary>("/v1/orders", { status: "backordered" }, 10_000);
  const { positions: short } = await api.get<{ positions: readonly StockPosition[] }>(`/v1/stock/${shortSku}`);
  const { positions: wrong } = await api.get<{ positions: readonly StockPosition[] }>(`/v1/stock/${miscounted.sku}`);
  const at = (positions: readonly StockPosition[], warehouse: string): StockPosition | undefined =>
    positions.find((each) => each.warehouse === warehouse);
  const wanted = 3 * waiting.length;
  return {
    waited: waiting.length,
    count: eveningCount([
      { sku: shortSku, warehouse: "SHA", onHand: (at(short, "SHA")?.onHand ?? 0) + wanted + EXTRA_UNITS },
      {
        sku: miscounted.sku,
        warehouse: miscounted.warehouse,
        onHand: (at(wrong, miscounted.warehouse)?.allocated ?? 0) + miscounted.left,
      },
    ]),
  };
}

function published(hub: Hub): number {
  return hub.metrics().counters["orderhub/EventsPublished"]?.sum ?? 0;
}

function labelOf(hub: Hub, functionName: string): string {
  return hub.site.functions.find((each) => each.name === functionName)?.label ?? functionName;
}

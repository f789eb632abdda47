import { mkdirSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { join } from "node:path";
import { isDue, reportNames } from "../../shared/reports/report.ts";
import type { OrderSummary, StockPosition } from "../cli/answers.ts";
import { type Hub as Api, makeHub } from "../cli/hub.ts";
import type { Hub } from "../hub/hub.ts";
import { outputOf } from "../hub/hub-outputs.ts";
import { miscounted, shortSku } from "./articles.ts";
import { awsSettings } from "./aws-settings.ts";
import { billBetween } from "./bill.ts";
import { makeDay, SECOND_WAVE_HOUR } from "./day.ts";
import type { DayRecord } from "./day-record.ts";
import { AT_ONCE, importStep, sendStep } from "./day-steps.ts";
import { letNightCome, localNow, moveToEvening, moveToHour } from "./hub-clock.ts";
import { makeMerchantFiles, pullReport } from "./merchant-files.ts";
import type { Progress } from "./progress.ts";
import { connectShops, countsOf, lostOrders, putAll, unknownOf } from "./pulled/ask-channels.ts";
import type { ChannelWorld } from "./pulled/channel-world.ts";
import { readBack } from "./read-back.ts";
import { shopsOf } from "./shops.ts";
import { listenForAlerts } from "./told-alerts.ts";
import { putInBucket, putThroughLink, type Uploading } from "./upload.ts";
import { type DemoFile, eveningCount } from "./workbooks.ts";

export type DayOptions = {
  readonly seed: number;
  /** Emptied first; downloads go here. */
  readonly folder: string;
  /** The APIs of the channels that are asked. */
  readonly world: ChannelWorld;
  /** How many orders, as a part of the usual day. */
  readonly scale?: number;
};

/** Well above the last unit that anybody waits for. */
const EXTRA_UNITS = 30;
/** Shortly after the hour at which days are counted, as the merchant's schedule has it. */
const COUNTED_HOUR = 26.6;

/** The main job, end to end, on a hub that runs: a day of traffic, its files, its night. */
export async function runDay(
  hub: Hub,
  { seed, folder, world, scale = 1 }: DayOptions,
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
    const shops = shopsOf(localJson, world);
    const asked = Object.values(shops.pulled);
    const day = makeDay({ seed, day: date, zone: merchant.zone, shops, scale });
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
    await progress.step("connect the shops that are asked", async () => {
      // Their orders are there before: the first poll looks a day back.
      putAll(world, day.waves[0].puts);
      await connectShops(api, world, asked);
      return { found: `${asked.length} shops on ${asked.length} channels`, value: null };
    });
    const first = await sendStep(hub, progress, "webhooks, in no order", day.waves[0].posts, agent);
    const orders = await importStep(
      hub,
      uploading,
      progress,
      "orders workbook, into the bucket",
      day.ordersWorkbook,
      putInBucket,
    );
    const foundByPolling = await progress.step("two hours: channels are asked", async () => {
      const before = await unknownOf(api, lostOrders(day));
      await moveToHour(hub, date, merchant.zone, SECOND_WAVE_HOUR);
      const after = await unknownOf(api, lostOrders(day));
      const value = new Set([...before].filter((key) => !after.has(key)));
      return { found: `${value.size} of ${before.size} orders found whose webhook was lost`, value };
    });
    world.commitLate();
    putAll(world, day.waves[1].puts);
    const second = await sendStep(hub, progress, "webhooks: later and late", day.waves[1].posts, agent);
    await progress.step("two more hours: asked again", async () => {
      await moveToHour(hub, date, merchant.zone, SECOND_WAVE_HOUR + 2.1);
      return { found: `${localNow(hub, merchant.zone)} in ${merchant.zone}`, value: null };
    });
    const { waited, count } = await countShelves(api);
    const evening = await importStep(hub, uploading, progress, "evening count, by upload link", count, putThroughLink);
    await progress.step("midnight: close and seal the day", async () => {
      await letNightCome(hub, date, merchant.zone);
      return { found: `${localNow(hub, merchant.zone)} in ${merchant.zone}`, value: null };
    });
    const counts = await progress.step("night: the day is counted", async () => {
      await moveToHour(hub, date, merchant.zone, COUNTED_HOUR);
      const missing = (await countsOf(api, asked, date)).flatMap(({ connectionId, missing: orders }) =>
        orders.map(({ channelOrderId }) => `${connectionId} ${channelOrderId}`),
      );
      // What is missing is fetched, and counted again a quarter of an hour later.
      await moveToHour(hub, date, merchant.zone, COUNTED_HOUR + 0.35);
      const counted = await countsOf(api, asked, date);
      const proven = counted.filter(({ state }) => state === "proven").length;
      const found = `${missing.length} orders found missing; ${proven} of ${counted.length} shops proven`;
      return { found, value: { foundAtNight: new Set(missing), counted } };
    });
    const sent = [...first, ...second];
    const after = hub.bill();
    const events = published(hub) - eventsBefore;
    const reports = await progress.step("download what finance gets", async () => {
      const place = (report: string) => ({ merchant: merchant.id, report, day: date });
      const value = await Promise.all(
        reportNames
          .filter((report) => isDue(report, date))
          .map((report) => pullReport(files, place(report), join(folder, "exports"))),
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
      asked: { foundByPolling, ...counts, served: { ...world.served } },
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

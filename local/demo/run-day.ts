import { mkdirSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { join } from "node:path";
import { makeHub } from "../cli/hub.ts";
import type { Hub } from "../hub/hub.ts";
import { outputOf } from "../hub/hub-outputs.ts";
import { awsSettings } from "./aws-settings.ts";
import { billBetween } from "./bill.ts";
import { makeDay } from "./day.ts";
import type { DayRecord } from "./day-record.ts";
import { AT_ONCE } from "./day-steps.ts";
import { localNow, moveToEvening } from "./hub-clock.ts";
import { liveDay, once } from "./live-day.ts";
import { makeMerchantFiles, pullReports } from "./merchant-files.ts";
import { ownReport, saveOwnReport } from "./own-report.ts";
import type { Post } from "./post.ts";
import type { Progress } from "./progress.ts";
import type { ChannelWorld } from "./pulled/channel-world.ts";
import { readBack } from "./read-back.ts";
import { type Sent, sendPost } from "./send-posts.ts";
import { shopsOf } from "./shops.ts";
import { listenForAlerts } from "./told-alerts.ts";

export type DayOptions = {
  readonly seed: number;
  /** Emptied first; downloads go here. */
  readonly folder: string;
  /** The APIs of the channels that are asked. */
  readonly world: ChannelWorld;
  /** How many orders, as a part of the usual day. */
  readonly scale?: number;
};

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
    await saveOwnReport(api);
    const before = hub.bill();
    const eventsBefore = published(hub);
    const deliver = (post: Post): Promise<Sent> => sendPost(post, agent, new Date(hub.clock.now()));
    const ways = { api, files, again: once, deliver, folder, world };
    const lived = await liveDay(hub, { merchant, date, day, asked, ...ways }, progress);
    const after = hub.bill();
    const events = published(hub) - eventsBefore;
    const reports = await progress.step("download what finance gets", async () => {
      const place = { merchant: merchant.id, day: date };
      const value = await pullReports(files, place, join(folder, "exports"), [ownReport]);
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
      ...lived,
      asked: { ...lived.asked, served: { ...world.served } },
      back,
      told,
      reports,
      metrics: hub.metrics(),
      refusals: hub
        .refusals()
        .map(({ functionLabel, action, resource }) => `${functionLabel}: ${action} on ${resource}`),
      bill: billBetween(before, after, {
        orders: back.orders.length,
        httpRequests: lived.sent.length,
        events,
        queueWorkers,
      }),
    };
  } finally {
    agent.destroy();
    listener.close();
    files.close();
  }
}

function published(hub: Hub): number {
  return hub.metrics().counters["orderhub/EventsPublished"]?.sum ?? 0;
}

function labelOf(hub: Hub, functionName: string): string {
  return hub.site.functions.find((each) => each.name === functionName)?.label ?? functionName;
}

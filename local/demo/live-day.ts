import type { OrderSummary, StockPosition } from "../cli/answers.ts";
import type { Hub as Api } from "../cli/hub.ts";
import type { Hub } from "../hub/hub.ts";
import { miscounted, shortSku } from "./articles.ts";
import { type Day, SECOND_WAVE_HOUR } from "./day.ts";
import type { FileRecord } from "./day-record.ts";
import { importStep, sendStep } from "./day-steps.ts";
import { letNightCome, localNow, moveToHour } from "./hub-clock.ts";
import type { MerchantFiles } from "./merchant-files.ts";
import type { Post } from "./post.ts";
import type { Progress } from "./progress.ts";
import { type AskedRecord, connectShops, countsOf, lostOrders, putAll, unknownOf } from "./pulled/ask-channels.ts";
import type { ChannelWorld } from "./pulled/channel-world.ts";
import type { Shop } from "./sale.ts";
import type { Sent } from "./send-posts.ts";
import { putInBucket, putThroughLink, type Uploading } from "./upload.ts";
import { type DemoFile, eveningCount } from "./workbooks.ts";

/** What a day needs of a hub, whichever process it runs in. */
export type DayHub = Pick<Hub, "url" | "localJson" | "advance" | "idle"> & {
  readonly clock: Pick<Hub["clock"], "now">;
};

/** Whose day it is, and the ways from outside into the hub. */
export type DayWays = {
  readonly merchant: { readonly id: string; readonly zone: string };
  readonly date: string;
  readonly day: Day;
  /** On channels that are asked. */
  readonly asked: readonly Shop[];
  readonly api: Api;
  readonly files: Pick<MerchantFiles, "upload" | "download">;
  /** Does what a person does at once, again until it works where it may fail. */
  readonly again: Uploading["again"];
  /** Posts one webhook; again, if need be, until it is answered. */
  readonly deliver: (post: Post) => Promise<Sent>;
  /** Uploads and receipts go here. */
  readonly folder: string;
  /** The APIs of the channels that are asked. */
  readonly world: ChannelWorld;
};

/** Where nothing fails on purpose. */
export const once: Uploading["again"] = (work) => work();

export type LivedDay = {
  readonly sent: readonly Sent[];
  readonly files: readonly FileRecord[];
  /** Orders that waited for the short article before the evening's count. */
  readonly waited: number;
  readonly asked: Omit<AskedRecord, "served">;
};

/** Well above the last unit that anybody waits for. */
const EXTRA_UNITS = 30;
/** Shortly after the hour at which days are counted, as the merchant's schedule has it. */
const COUNTED_HOUR = 26.6;

/** A day of traffic, its files, its night; on a hub whose clock shows the evening. */
export async function liveDay(hub: DayHub, ways: DayWays, progress: Progress): Promise<LivedDay> {
  const { merchant, date, day, asked, api, files, again, deliver, folder, world } = ways;
  const uploading: Uploading = { api, files, again, merchant: merchant.id, day: date, folder };
  const opening = await importStep(
    hub,
    uploading,
    progress,
    "stock workbook, into the bucket",
    day.openingStock,
    putInBucket,
  );
  const products = await importStep(
    hub,
    uploading,
    progress,
    "cost prices, into the bucket",
    day.productsSheet,
    putInBucket,
  );
  await progress.step("connect the shops that are asked", async () => {
    // Their orders are there before: the first poll looks a day back.
    putAll(world, day.waves[0].puts);
    await connectShops(api, world, asked);
    return { found: `${asked.length} shops on ${asked.length} channels`, value: null };
  });
  const first = await sendStep(hub, progress, "webhooks, in no order", day.waves[0].posts, deliver);
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
  const second = await sendStep(hub, progress, "webhooks: later and late", day.waves[1].posts, deliver);
  await progress.step("two more hours: asked again", async () => {
    await moveToHour(hub, date, merchant.zone, SECOND_WAVE_HOUR + 2.1);
    return { found: `${localNow(hub, merchant.zone)} in ${merchant.zone}`, value: null };
  });
  const rates = await importStep(hub, uploading, progress, "exchange rates, by link", day.ratesSheet, putThroughLink);
  const { waited, count } = await countShelves(api, day);
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
  return {
    sent: [...first, ...second],
    files: [opening, products, orders, rates, evening],
    waited,
    asked: { foundByPolling, ...counts },
  };
}

/** What the evening's count finds: the short article has come in, another one is less than the books say. */
async function countShelves(api: Api, day: Day): Promise<{ readonly waited: number; readonly count: DemoFile }> {
  const waiting = await api.list<OrderSummary>("/v1/orders", { status: "backordered" }, 10_000);
  const { positions } = await api.get<{ positions: readonly StockPosition[] }>(`/v1/stock/${miscounted.sku}`);
  const wrong = positions.find((each) => each.warehouse === miscounted.warehouse);
  // None of it has left: what comes in does not depend on who got the morning's.
  const wanted = day.needs.filter(({ sku }) => sku === shortSku).reduce((sum, { kept }) => sum + kept, 0);
  return {
    waited: waiting.length,
    count: eveningCount([
      { sku: shortSku, warehouse: "SHA", onHand: wanted + EXTRA_UNITS },
      { sku: miscounted.sku, warehouse: miscounted.warehouse, onHand: (wrong?.allocated ?? 0) + miscounted.left },
    ]),
  };
}

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Day, makeDay } from "../../local/demo/day.ts";
import type { DayRecord } from "../../local/demo/day-record.ts";
import type { PulledReport } from "../../local/demo/merchant-files.ts";
import type { Post } from "../../local/demo/post.ts";
import { type PulledName, pulledChannel, pulledChannels } from "../../local/demo/pulled/pulled-channels.ts";
import { firstState } from "../../local/demo/pulled/tell-pulled.ts";
import { type BadRows, badRowsOf } from "../../local/demo/receipts.ts";
import type { Sale } from "../../local/demo/sale.ts";
import { lastState } from "../../local/demo/tell-sale.ts";
import { demoShops } from "../../local/demo/testing.ts";
import type { DemoFile } from "../../local/demo/workbooks.ts";
import { webhookChannel } from "../../shared/channels/all-channels.ts";
import { findChannelApi } from "../../shared/channels/api-registry.ts";
import { pulledTopic, type WebhookChannel } from "../../shared/channels/channel.ts";
import { findChannel } from "../../shared/channels/registry.ts";
import { previousDay } from "../../shared/kernel/business-day.ts";
import { connectionId } from "../../shared/kernel/ids.ts";
import { makeUpsertOrder } from "../../shared/orders/upsert-order.ts";
import { allReports } from "../../shared/reports/all-reports.ts";
import { makeSealDay } from "../../shared/reports/seal-day.ts";
import { toMerchantItem } from "../../shared/settings/merchant-settings.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aMerchant, aMerchantId } from "./builders.ts";
import { makeImporter } from "./importer.ts";
import { memoryObjects } from "./memory-ports.ts";
import { httpOf } from "./simulators/simulator.ts";

type NormaliseResult = ReturnType<WebhookChannel["normalise"]>;

export type BookedDay = {
  readonly day: Day;
  readonly date: string;
  readonly reports: DayRecord["reports"];
  /** Of each file that was imported, which rows are to be refused, and which were. */
  readonly receipts: readonly { readonly name: string; readonly bad: BadRows; readonly badRows: BadRows }[];
};

const date = "2026-11-21";
const heard = new Date("2026-11-21T14:00:00.000Z");
const night = new Date("2026-11-21T16:30:00.000Z");
const zone = "Asia/Shanghai";

/**
 * The demo's day in the books and sealed, in memory and without a hub: what its shops post is heard, what their APIs show is
 * read, its files are imported. All reports of the day are written into `folder`.
 */
export async function bookDemoDay(seed: number, scale: number, folder: string): Promise<BookedDay> {
  const day = makeDay({ seed, day: date, zone, shops: demoShops, scale });
  const [table, files, merchant] = [
    makeMemoryTable({ now: () => heard.getTime() }),
    memoryObjects(),
    aMerchant({ zone, closedThrough: previousDay(date) }),
  ];
  await table.put(toMerchantItem(merchant));
  const clock = { now: () => heard, readMerchant: async () => merchant, pause: async () => undefined };
  const upsert = makeUpsertOrder({ table, ...clock });
  const hear = async (sale: Sale["shop"], result: NormaliseResult): Promise<void> => {
    if (!result.ok || result.value.kind !== "order") return;
    const call = { merchantId: aMerchantId, connectionId: connectionId(sale.connectionId), channel: sale.channel };
    await upsert({ ...call, incoming: result.value.order }, () => []);
  };
  const importer = makeImporter({ table, files, now: () => heard, merchant, warehouses: ["SHA", "CAN", "CTU"] });
  const upload = async ({ kind, name, bytes, bad }: DemoFile) => {
    const key = `demo/${kind}/${name}`;
    await files.put(key, bytes, { contentType: "application/octet-stream" });
    const etag = (await files.get(key))?.etag ?? "";
    const answer = await importer.run({ key, version: etag, etag, bytes: bytes.length, at: heard.toISOString() });
    if (answer.kind !== "finished") throw new Error(`${name} is ${answer.kind}`);
    const receipt = await files.get(answer.job.receiptKey);
    return { name, bad, badRows: await badRowsOf(receipt?.body ?? new Uint8Array()) };
  };
  const receipts = [await upload(day.productsSheet), await upload(day.ordersWorkbook), await upload(day.ratesSheet)];
  const posts = day.waves
    .flatMap((wave) => wave.posts)
    .filter(({ kind }) => kind === "original" || kind === "duplicate");
  for (const post of posts) if (pulledChannel(post.shop.channel) === null) await hear(post.shop, normalised(post));
  const hidden = new Set(day.hidden);
  for (const sale of day.sales) {
    if (pulledChannel(sale.shop.channel) === null || hidden.has(sale)) continue;
    for (const state of [firstState(sale), lastState(sale)]) await hear(sale.shop, await pulled(sale, state));
  }
  const closed = { ...merchant, closedThrough: date };
  const sealDay = makeSealDay({ table, exports: files, now: () => night, reports: allReports });
  const answer = await sealDay(closed, date);
  if (answer.kind !== "done") throw new Error(`the day is ${answer.kind}`);
  mkdirSync(folder, { recursive: true });
  const reports = answer.sealed.map((report): PulledReport => {
    const prefix = `demo/${report}/date=${date}/v1/`;
    const own = [...files.objects].filter(([key]) => key.startsWith(prefix));
    const manifest = own.find(([key]) => key.endsWith("manifest.json"))?.[1].body;
    const made = own.filter(([key]) => !key.endsWith("manifest.json"));
    for (const [key, { body }] of made) writeFileSync(join(folder, key.slice(prefix.length)), body);
    return {
      manifest: JSON.parse(new TextDecoder().decode(manifest)) as PulledReport["manifest"],
      ...{ latest: { version: 1, manifestSha256: "" }, manifestSha256: "" },
      files: made.map(([key, { body }]) => {
        const name = key.slice(prefix.length);
        return { name, path: join(folder, name), body, sha256: "", expectedSha256: "" };
      }),
    };
  });
  return { day, date, reports, receipts };
}

function normalised(post: Post): NormaliseResult {
  const channel = webhookChannel(post.shop.channel);
  if (channel === null) throw new Error(`${post.shop.channel} sends no webhooks`);
  const { headers, body } = post.signed(heard);
  const url = post.shop.webhook.replace("http:", "https:");
  const described = channel.describe({ method: "POST", path: "", url, query: {}, headers, body });
  const topic = described.kind === "delivery" ? described.topic : "";
  return channel.normalise({ topic, body, headers, receivedAt: heard.toISOString() });
}

async function pulled(sale: Sale, state: ReturnType<typeof lastState>): Promise<NormaliseResult> {
  const name = sale.shop.channel as PulledName;
  const [api, channel] = [await findChannelApi(name), await findChannel(name)];
  if (api === null || channel === null) throw new Error(`${name} has no API`);
  const simulator = pulledChannels[name].simulator({ now: () => heard });
  simulator.put(pulledChannels[name].order(sale, state));
  const call = { http: httpOf(simulator), credentials: simulator.credentials, now: heard };
  const renewed = await api.refreshCredentials?.(call);
  const credentials = renewed?.ok === true ? renewed.value : simulator.credentials;
  const read = await api.readOrder({ ...call, credentials }, sale.channelOrderId);
  if (!read.ok) throw new Error(`${name}: ${JSON.stringify(read.error)}`);
  return channel.normalise({ topic: pulledTopic, body: read.value, headers: {}, receivedAt: heard.toISOString() });
}

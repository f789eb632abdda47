import { setOnHand } from "../../shared/inventory/set-on-hand.ts";
import { type StockChange, stockChangeOf } from "../../shared/inventory/stock-change.ts";
import { sku, warehouseCode } from "../../shared/kernel/ids.ts";
import { makeCachedSettings, toWarehouseItem } from "../../shared/routing/settings-store.ts";
import { toConnectionItem } from "../../shared/settings/connection.ts";
import { toMerchantItem } from "../../shared/settings/merchant-settings.ts";
import { fromAttributes } from "../../shared/table/attribute-value.ts";
import { sortKeys } from "../../shared/table/keys.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { type ListingTerms, readListings, saveListing } from "../../shared/writeback/listing.ts";
import { makeMarkListings } from "../../shared/writeback/mark-listings.ts";
import { makePublishBatch } from "../../shared/writeback/publish-batch.ts";
import { publishMessageSchema } from "../../shared/writeback/publish-message.ts";
import { makePublishStock } from "../../shared/writeback/publish-stock.ts";
import { makeReadOffer } from "../../shared/writeback/read-offer.ts";
import {
  makeCachedWriteBacks,
  noPublishing,
  type StockPublishing,
  toWriteBackItem,
} from "../../shared/writeback/settings.ts";
import { aConnectionId, aMerchant, aMerchantId } from "./builders.ts";
import { memoryQueue } from "./memory-ports.ts";
import { makePlainShop, type PlainShop } from "./plain-shop.ts";
import { aConnection } from "./shipping-hub.ts";
import type { Simulator } from "./simulators/simulator.ts";
import { shopApi } from "./telling-hub.ts";

export const tea = sku("TEA-250");
export const [sha, can] = [warehouseCode("SHA"), warehouseCode("CAN")];
const place = { name: "", country: "CN", region: "", regionName: "", serves: [], priority: 1, isActive: true };
export const terms: ListingTerms = { listing: { item: "1" }, quota: null, isOffered: true };

type Options = {
  readonly stock?: Partial<StockPublishing>;
  readonly simulator?: (shop: PlainShop) => Simulator;
  readonly skus?: readonly string[];
};

/** One shop with listings, the stream of stock changes, and the queue; everything happens when the test says so. */
export async function publishingWorld({ stock = {}, simulator = (shop) => shop, skus = [tea] }: Options = {}) {
  const clock = { ms: Date.parse("2026-11-22T06:00:00.000Z") };
  const now = (): Date => new Date(clock.ms);
  const stream: StockChange[] = [];
  const table = makeMemoryTable({
    now: () => clock.ms,
    onCommit: ({ records }) => {
      for (const { record } of records) {
        const item = record.newImage === null ? null : fromAttributes(record.newImage);
        if (item === null || !item.sk.startsWith(sortKeys.stock)) continue;
        const old = record.oldImage === null ? null : fromAttributes(record.oldImage);
        stream.push(...[stockChangeOf(record.sequence, old, item)].filter((change) => change !== null));
      }
    },
  });
  await table.put(toMerchantItem(aMerchant()));
  await table.put(toConnectionItem(aMerchantId, aConnection));
  for (const code of [sha, can]) await table.put(toWarehouseItem(aMerchantId, { ...place, code }));
  const settings = { ...noPublishing, isOn: true, minIntervalSeconds: 10, ...stock };
  const decide = (publishing: StockPublishing) =>
    table.put(
      toWriteBackItem(aMerchantId, {
        connectionId: aConnectionId,
        channel: "shopify",
        stock: publishing,
        carriers: {},
      }),
    );
  await decide(settings);
  for (const article of skus) {
    await saveListing(table, { merchantId: aMerchantId, connectionId: aConnectionId, sku: sku(article) }, terms);
  }
  const shop = makePlainShop();
  const queue = memoryQueue();
  const reports: string[] = [];
  const api = shopApi(table, simulator(shop), now);
  const readOffer = makeReadOffer({ table, readSettings: makeCachedSettings(table, now) });
  const publishStock = makePublishStock({
    table,
    ...api,
    readOffer,
    queue,
    now,
    report: (_channel, outcome) => reports.push(outcome),
  });
  const publish = makePublishBatch({ table, ...api, publishStock, queue, now, guard: (run) => run() });
  const mark = makeMarkListings({ table, queue, readWriteBacks: makeCachedWriteBacks(table, now), now });
  let messageNo = 0;
  const handle = (bodies: readonly string[]) => {
    const records = bodies.map((body) => {
      messageNo += 1;
      return { input: publishMessageSchema.parse(JSON.parse(body)), messageId: `m${messageNo}` };
    });
    return publish(records, { hasTime: () => true, msLeft: () => 30_000 });
  };
  return {
    clock,
    table,
    stream,
    shop,
    queue,
    reports,
    mark,
    handle,
    decide: (over: Partial<StockPublishing>) => decide({ ...settings, ...over }),
    count: (onHand: number, article = tea, warehouse = sha) =>
      setOnHand(
        table,
        { merchantId: aMerchantId, sku: article, warehouse, onHand, countKey: crypto.randomUUID() },
        now().toISOString(),
      ),
    /** The stream's worker, then as many rounds of the queue's worker as there are messages. */
    settle: async (rounds = 50) => {
      await mark(stream.splice(0));
      for (let round = 0; round < rounds && queue.sent.length > 0; round += 1) {
        const due = queue.sent.splice(0);
        clock.ms += Math.max(...due.map(({ delaySeconds }) => delaySeconds ?? 0)) * 1_000 + 1;
        await handle(due.map(({ body }) => body));
      }
    },
    listing: async (article = tea) => (await readListings(table, aMerchantId, article))[0],
  };
}

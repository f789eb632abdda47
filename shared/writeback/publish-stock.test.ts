import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seeded } from "../../tests/property/seeded.ts";
import { aConnectionId, aMerchant, aMerchantId } from "../../tests/support/builders.ts";
import { memoryQueue } from "../../tests/support/memory-ports.ts";
import { makePlainShop, type PlainShop } from "../../tests/support/plain-shop.ts";
import { aConnection } from "../../tests/support/shipping-hub.ts";
import { misbehaving, NoAnswerError, type Simulator } from "../../tests/support/simulators/simulator.ts";
import { shopApi } from "../../tests/support/telling-hub.ts";
import { setOnHand } from "../inventory/set-on-hand.ts";
import { type StockChange, stockChangeOf } from "../inventory/stock-change.ts";
import { waitWrite } from "../inventory/waiting-store.ts";
import { type OrderId, sku, warehouseCode } from "../kernel/ids.ts";
import { makeCachedSettings, toWarehouseItem } from "../routing/settings-store.ts";
import { toConnectionItem } from "../settings/connection.ts";
import { toMerchantItem } from "../settings/merchant-settings.ts";
import { fromAttributes } from "../table/attribute-value.ts";
import { sortKeys } from "../table/keys.ts";
import { makeMemoryTable } from "../table/table.memory.ts";
import { type ListingTerms, readListings, saveListing } from "./listing.ts";
import { makeMarkListings } from "./mark-listings.ts";
import { makePublishBatch } from "./publish-batch.ts";
import { publishMessageSchema, toPublishMessage } from "./publish-message.ts";
import { makePublishStock } from "./publish-stock.ts";
import { makeReadOffer } from "./read-offer.ts";
import { makeCachedWriteBacks, noPublishing, type StockPublishing, toWriteBackItem } from "./settings.ts";

const tea = sku("TEA-250");
const [sha, can] = [warehouseCode("SHA"), warehouseCode("CAN")];
const place = { name: "", country: "CN", region: "", regionName: "", serves: [], priority: 1, isActive: true };
const terms: ListingTerms = { listing: { item: "1" }, quota: null, isOffered: true };

type Options = {
  readonly stock?: Partial<StockPublishing>;
  readonly simulator?: (shop: PlainShop) => Simulator;
  readonly skus?: readonly string[];
};

/** One shop with listings, the stream of stock changes, and the queue; everything happens when the test says so. */
async function world({ stock = {}, simulator = (shop) => shop, skus = [tea] }: Options = {}) {
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

describe("publishing stock", () => {
  it("offers what the open warehouses can promise, less the buffer, up to the quota", async () => {
    const one = await world({ stock: { buffer: 2, quota: 15 } });
    await one.count(10);
    await one.count(4, tea, can);
    await one.settle();
    expect(one.shop.stock.get(tea)).toBe(12);

    await one.count(30);
    await one.settle();
    expect(one.shop.stock.get(tea)).toBe(15);

    await one.count(1);
    await one.count(0, tea, can);
    await one.settle();
    expect(one.shop.stock.get(tea)).toBe(0);
  });

  it("counts only the warehouses chosen, those that are open, and not what orders wait for", async () => {
    const one = await world({ stock: { warehouses: [sha, warehouseCode("SHUT")] } });
    await one.count(10);
    await one.count(4, tea, can);
    await one.count(4, tea, warehouseCode("SHUT"));
    const waiting = { merchantId: aMerchantId, sku: tea, orderId: "ord_1" as OrderId };
    await one.table.transact([
      waitWrite({ ...waiting, placedAt: "2026-11-21T00:00:00.000Z", quantity: 3, orderVersion: 1 }),
    ]);

    await one.settle();

    expect(one.shop.stock.get(tea)).toBe(7);
  });

  it("sends one message for many changes, and none sooner than the shop wants", async () => {
    const one = await world({ stock: { minIntervalSeconds: 60 } });
    for (const units of [10, 9, 8]) await one.count(units);
    await one.mark(one.stream.splice(0));
    await one.count(7);
    await one.mark(one.stream.splice(0));
    expect(one.queue.sent.map(({ delaySeconds }) => delaySeconds)).toEqual([0]);
    await one.settle(1);
    await one.count(6);
    await one.count(5);
    await one.mark(one.stream.splice(0));

    expect(one.shop.stockCalls.map(({ quantity }) => quantity)).toEqual([7]);
    expect(one.queue.sent.map(({ delaySeconds }) => delaySeconds)).toEqual([60]);
    await one.settle();
    expect(one.shop.stock.get(tea)).toBe(5);
  });

  it("tells a channel of as many skus at once as it takes, and of none twice", async () => {
    const skus = ["A", "B", "C", "D"];
    let calls = 0;
    const counted = (shop: PlainShop): Simulator => ({
      ...shop,
      respond: (request) => {
        calls += 1;
        return shop.respond(request);
      },
    });
    const one = await world({ skus, simulator: counted });
    for (const article of skus) await one.count(5, sku(article));

    await one.settle();
    await one.handle(skus.map((article) => toPublishMessage({ ...aShop, sku: sku(article), after: null }).body));

    expect(calls).toBe(2);
    expect(one.shop.stockCalls.map(({ sku: told }) => told).sort()).toEqual(skus);
    expect(one.reports.filter((report) => report === "unchanged")).toHaveLength(4);
  });

  it("writes nothing and asks nobody for a merchant that publishes nothing", async () => {
    const one = await world({ stock: { isOn: false } });
    await one.count(10);
    await one.settle();

    expect([one.queue.sent, one.shop.stockCalls]).toEqual([[], []]);
    expect((await one.listing())?.dueAt).toBeNull();
  });

  it("leaves the channel's no to people until the stock changes", async () => {
    const one = await world();
    one.shop.no = "no such listing";
    await one.count(10);
    await one.settle();
    expect((await one.listing())?.last).toMatchObject({ outcome: "refused", why: "422: no such listing", failures: 1 });
    expect(one.queue.sent).toEqual([]);

    one.shop.no = null;
    await one.count(11);
    await one.settle();
    expect(one.shop.stock.get(tea)).toBe(11);
  });

  it("waits for the orders of what the channel has sold before it sets a number over theirs", async () => {
    const one = await world();
    await one.count(10);
    await one.settle();
    one.shop.stock.set(tea, 8);
    await one.count(9);
    await one.mark(one.stream.splice(0));
    one.clock.ms += 60_000;
    await one.settle(1);

    expect((await one.listing())?.last).toMatchObject({ outcome: "conflict", found: 8 });
    expect(one.queue.sent.map(({ delaySeconds }) => delaySeconds)).toEqual([20]);
    expect(one.shop.stock.get(tea)).toBe(8);
    await one.count(7);
    await one.settle();
    expect(one.shop.stock.get(tea)).toBe(7);
  });

  it("tries again with the newest number, and keeps the key of an attempt that got no answer", async () => {
    const keys: string[] = [];
    let silent = 2;
    const one = await world({
      simulator: (shop) => ({
        ...shop,
        respond: async (request) => {
          keys.push(JSON.parse(String(request.body))[0].idempotencyKey);
          silent -= 1;
          if (silent >= 0) throw new NoAnswerError("no answer in time");
          return shop.respond(request);
        },
      }),
    });
    await one.count(10);
    await one.settle(2);
    expect(keys[0]).toBe(keys[1]);
    await one.count(4);
    await one.settle();

    expect(one.shop.stockCalls.map(({ quantity }) => quantity)).toEqual([4]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it("publishes everything a shop lists when it is asked to, page by page", async () => {
    const skus = Array.from({ length: 230 }, (_, index) => `S${index}`);
    const one = await world({ skus, stock: { isOn: false } });
    for (const article of skus) await one.count(3, sku(article));
    await one.settle();
    await one.decide({ isOn: true });

    await one.handle([toPublishMessage({ ...aShop, sku: null, after: null }).body]);
    await one.settle();

    expect(one.shop.stock.size).toBe(230);
  });

  it("ends with the newest number, never telling an older after a newer, on the worst of days", async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
        const random = seeded(seed);
        const slow = async (): Promise<void> => {
          for (let tick = Math.floor(random() * 20); tick > 0; tick -= 1) await new Promise(setImmediate);
        };
        const bad = (shop: PlainShop): Simulator => {
          const day = misbehaving(shop, { seed, rateLimited: 0.1, broken: 0.2, silent: 0.2 });
          return {
            ...shop,
            respond: async (request) => {
              await slow();
              return day.respond(request);
            },
          };
        };
        const one = await world({ stock: { minIntervalSeconds: 1 }, simulator: bad });
        one.shop.compares = seed % 2 === 0;
        let units = 60;
        let seen: StockChange[] = [];
        const atWork: Promise<unknown>[] = [];
        for (let step = 0; step < 25; step += 1) {
          units -= 1 + Math.floor(random() * 2);
          await one.count(units);
          seen = random() < 0.3 ? seen : [];
          const changes = [...seen, ...one.stream.splice(0)];
          seen = changes;
          const workers = one.queue.sent.splice(0, Math.ceil(random() * 3));
          one.clock.ms += 1_000 + Math.floor(random() * 2_000);
          const twice = random() < 0.3 ? workers : [];
          await one.mark(changes);
          atWork.push(...[...workers, ...twice].map(({ body }) => one.handle([body])));
          await slow();
        }
        await Promise.all(atWork);
        await one.settle(500);

        const told = one.shop.stockCalls.map(({ quantity }) => quantity);
        expect(told).toEqual(told.toSorted((a, b) => b - a));
        expect(one.shop.stock.get(tea)).toBe(units);
        expect(one.queue.sent).toEqual([]);
        expect(await one.listing()).toMatchObject({ dueAt: null, claimedUntil: null, sent: { quantity: units } });
      }),
      { numRuns: 40 },
    );
  });
});

const aShop = { merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify" };

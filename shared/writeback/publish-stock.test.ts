import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seeded } from "../../tests/property/seeded.ts";
import { aConnectionId, aMerchantId } from "../../tests/support/builders.ts";
import type { PlainShop } from "../../tests/support/plain-shop.ts";
import { can, sha, tea, publishingWorld as world } from "../../tests/support/publishing-world.ts";
import { misbehaving, NoAnswerError, type Simulator } from "../../tests/support/simulators/simulator.ts";
import type { StockChange } from "../inventory/stock-change.ts";
import { waitWrite } from "../inventory/waiting-store.ts";
import { type OrderId, sku, warehouseCode } from "../kernel/ids.ts";
import { toPublishMessage } from "./publish-message.ts";

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

import { describe, expect, it } from "vitest";
import { webhookChannel } from "../../shared/channels/all-channels.ts";
import type { WebhookChannel } from "../../shared/channels/channel.ts";
import { findColumns } from "../../shared/imports/find-columns.ts";
import { readSheet } from "../../shared/sheets/read-sheet.ts";
import { makeDay } from "./day.ts";
import { expectedStatus } from "./expectations.ts";
import type { Post } from "./post.ts";
import { pulledChannel } from "./pulled/pulled-channels.ts";
import { totalMinor } from "./sale.ts";
import { demoShops } from "./testing.ts";

const shops = demoShops;
const request = { seed: 7, day: "2026-11-21", zone: "Asia/Shanghai", shops };
const day = makeDay(request);
const now = new Date("2026-11-21T13:00:00.000Z");
const posts = day.waves.flatMap((wave) => wave.posts);
/** Of shops whose webhooks carry the whole order. */
const whole = posts.filter(({ shop }) => pulledChannel(shop.channel) === null);

function requestOf(post: Post) {
  const { headers, body } = post.signed(now);
  return { method: "POST", path: "", url: post.shop.webhook.replace("http:", "https:"), query: {}, headers, body };
}

function channelOf({ shop }: Post): WebhookChannel {
  const channel = webhookChannel(shop.channel);
  if (channel === null) throw new Error(`${shop.channel} sends no webhooks`);
  return channel;
}

function normalise(post: Post) {
  const channel = channelOf(post);
  const message = requestOf(post);
  const described = channel.describe(message);
  const topic = described.kind === "delivery" ? described.topic : "";
  const { headers, body } = message;
  return channel.normalise({ topic, body, headers, receivedAt: now.toISOString() });
}

describe("the demo's day", () => {
  it("is the same for the same seed and another for another", () => {
    const bytes = (from: ReturnType<typeof makeDay>): string =>
      from.waves
        .flatMap((wave) => wave.posts)
        .map((post) => new TextDecoder().decode(post.signed(now).body))
        .join();

    expect(bytes(makeDay(request))).toBe(bytes(day));
    expect(bytes(makeDay({ ...request, seed: 8 }))).not.toBe(bytes(day));
    expect(makeDay(request).openingStock.bytes).toEqual(day.openingStock.bytes);
  });

  it("has a few hundred orders on a dozen channels in four currencies, from several regions and countries", () => {
    expect(day.sales.length + day.lateSales.length + day.sheetOrders.length).toBe(328);
    expect(new Set(day.sales.map((sale) => sale.shop.channel)).size).toBe(12);
    expect([...new Set(day.sales.map((sale) => sale.currency))].sort()).toEqual(["CNY", "JPY", "SGD", "USD"]);
    expect([...new Set(day.sales.map((sale) => sale.buyer.place.country))].sort()).toEqual([
      "CA",
      "CN",
      "JP",
      "SG",
      "US",
    ]);
    expect(new Set(day.sales.map((sale) => sale.buyer.place.warehouse)).size).toBe(3);
  });

  it("tells every tale on each seed", () => {
    for (const seed of [1, 2, 3]) {
      const tales = new Set(makeDay({ ...request, seed }).sales.map((sale) => sale.tale));
      expect(tales.size, `seed ${seed}`).toBe(16);
    }
  });

  it("has no two orders of one shop with the same number", () => {
    const keys = [...day.sales, ...day.lateSales].map((sale) => `${sale.shop.connectionId} ${sale.channelOrderId}`);

    expect(new Set(keys).size).toBe(keys.length);
  });

  it("sends bodies that their channels understand, with totals that add up but for the one that must not", () => {
    const byOrder = new Map(
      [...day.sales, ...day.lateSales].map((sale) => [`${sale.shop.webhook} ${sale.channelOrderId}`, sale]),
    );
    let checked = 0;
    for (const post of whole.filter((each) => each.kind === "original" || each.kind === "duplicate")) {
      const result = normalise(post);
      if (!result.ok) throw new Error(`${result.error.kind} at ${result.error.at}: ${result.error.detail}`);
      if (result.value.kind !== "order") throw new Error(`${result.value.kind} is no order`);
      const { header, channelOrderId, lines } = result.value.order;
      const sale = byOrder.get(`${post.shop.webhook} ${channelOrderId}`);
      if (sale === undefined) throw new Error(`no sale ${channelOrderId}`);
      if (header === undefined) continue;
      checked += 1;
      expect(header.discrepancyMinor, sale.number).toBe(sale.tale === "not_adding_up" ? 100 : 0);
      expect(header.amounts.totalMinor).toBe(totalMinor(sale));
      expect(header.currency).toBe(sale.currency);
      expect(header.placedAt).toBe(new Date(sale.placedMs).toISOString());
      expect(lines?.map((line) => [line.sku, line.quantity])).toEqual(
        sale.lines.map((line) => [line.sku, line.quantity]),
      );
    }
    expect(checked).toBeGreaterThan(200);
  });

  it("sends some that no channel may take: forged, not understood, not ours", () => {
    const verdict = (post: Post): string => {
      const verified = channelOf(post).verify(requestOf(post), [post.shop.secret], now);
      if (verified.kind !== "verified") return verified.kind;
      const result = normalise(post);
      return result.ok ? result.value.kind : result.error.kind;
    };
    const odd = posts
      .filter((post) => !["original", "duplicate"].includes(post.kind))
      .map((post) => `${post.kind}: ${verdict(post)}`);

    expect(odd.sort()).toEqual([
      "forged: bad_signature",
      "forged: bad_signature",
      "forged: bad_signature",
      "forged: bad_signature",
      "not_ours: ignored",
      "not_ours: ignored",
      "not_understood: unknown_currency",
      "not_understood: unknown_status",
      "not_understood: unknown_status",
    ]);
  });

  it("repeats deliveries byte for byte, under the same number", () => {
    const originals = new Set(posts.filter((post) => post.kind === "original").map((post) => post.signed));
    const repeated = posts.filter((post) => post.kind === "duplicate");

    expect(repeated.length).toBeGreaterThan(15);
    for (const post of repeated) {
      expect(originals.has(post.signed)).toBe(true);
      expect(post.signed(new Date(now.getTime() + 60_000)).body).toEqual(post.signed(now).body);
    }
  });

  it("loses webhooks of channels that only name orders, and hides an order of three", () => {
    const pushing = [...new Set(day.lost.map(({ sale }) => sale.shop.channel))];

    expect(day.lost.length).toBeGreaterThan(8);
    for (const channel of pushing) expect(pulledChannel(channel)?.push).not.toBeNull();
    expect(new Set(day.lost.map(({ wave }) => wave))).toEqual(new Set([1, 2]));
    expect(day.hidden.map(({ shop }) => shop.channel)).toEqual(["jd", "douyin", "shopee"]);
  });

  it("numbers the orders of several shops alike", () => {
    const first = day.sales.filter(({ number }) => number.replace("#", "") === "1001");

    expect(new Set(first.map(({ shop }) => shop.connectionId)).size).toBe(5);
    expect(new Set(first.map(({ channelOrderId }) => channelOrderId)).size).toBe(2);
  });

  it("places everything in the day, and ends it before the evening's count", () => {
    const start = Date.parse("2026-11-20T16:00:00Z");
    for (const sale of day.sales) {
      expect(sale.placedMs).toBeGreaterThan(start);
      expect(sale.placedMs + 20 * 60_000).toBeLessThan(start + 21 * 3_600_000);
    }
    for (const sale of day.lateSales) expect(sale.placedMs).toBeLessThan(start);
  });

  it("gives the merchant's files exactly the bad rows it says", async () => {
    for (const file of [day.openingStock, day.ordersWorkbook]) {
      const sheet = await readSheet(file.bytes);
      if (!sheet.ok) throw new Error(sheet.error.kind);
      const columns = findColumns(sheet.value.rows, file.kind);
      expect(columns.ok && columns.value.headerRow).toBe(1);
      expect(sheet.value.rows.length).toBe(file.rows + 1);
    }
    expect([...day.openingStock.bad.values()].sort()).toEqual([
      "negative_count",
      "not_a_count",
      "repeated_row",
      "required",
      "unknown_warehouse",
    ]);
    expect(day.ordersWorkbook.bad.size).toBe(6);
  });

  it("expects every kind of ending", () => {
    expect([...new Set(day.sales.map(expectedStatus))].sort()).toEqual([
      "allocated",
      "cancelled",
      "completed",
      "on_hold",
      "partially_shipped",
      "pending_payment",
      "received",
      "shipped",
    ]);
  });
});

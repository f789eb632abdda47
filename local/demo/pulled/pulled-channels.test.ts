import { describe, expect, it } from "vitest";
import { webhookChannel } from "../../../shared/channels/all-channels.ts";
import type { ApiCall, Credentials } from "../../../shared/channels/api.ts";
import { findChannelApi } from "../../../shared/channels/api-registry.ts";
import { pulledTopic } from "../../../shared/channels/channel.ts";
import { findChannel } from "../../../shared/channels/registry.ts";
import { httpOf, type Simulator } from "../../../tests/support/simulators/simulator.ts";
import { makeDay } from "../day.ts";
import { type Sale, totalMinor } from "../sale.ts";
import { lastState } from "../tell-sale.ts";
import { demoShops } from "../testing.ts";
import { type PulledName, pulledChannels, pulledNames } from "./pulled-channels.ts";
import { firstState } from "./tell-pulled.ts";

const now = (): Date => new Date("2026-11-21T14:10:00.000Z");
const day = makeDay({ seed: 3, day: "2026-11-21", zone: "Asia/Shanghai", shops: demoShops });

async function pull(name: PulledName, simulator: Simulator, sale: Sale) {
  const api = await findChannelApi(name);
  const channel = await findChannel(name);
  if (api === null || channel === null) throw new Error(`${name} has no API`);
  const call = (credentials: Credentials): ApiCall => ({ http: httpOf(simulator), credentials, now: now() });
  const renewed = await api.refreshCredentials?.(call(simulator.credentials));
  const credentials = renewed?.ok === true ? renewed.value : simulator.credentials;
  const read = await api.readOrder(call(credentials), sale.channelOrderId);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const result = channel.normalise({
    topic: pulledTopic,
    body: read.value,
    headers: {},
    receivedAt: now().toISOString(),
  });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  if (result.value.kind !== "order") throw new Error(`${result.value.kind} is no order`);
  return result.value.order;
}

describe.each(pulledNames)("the demo's orders of %s", (name) => {
  const sales = day.sales.filter(({ shop }) => shop.channel === name);

  it("are read by the channel's API and understood, amounts and pieces alike", async () => {
    for (const sale of sales) {
      for (const state of [firstState(sale), lastState(sale)]) {
        const simulator = pulledChannels[name].simulator({ now });
        simulator.put(pulledChannels[name].order(sale, state));
        const order = await pull(name, simulator, sale);

        expect(order.channelOrderId).toBe(sale.channelOrderId);
        expect(order.header?.discrepancyMinor).toBe(0);
        expect(order.header?.amounts.totalMinor).toBe(totalMinor(sale));
        expect(order.header?.currency).toBe(sale.currency);
        expect(order.header?.placedAt).toBe(new Date(sale.placedMs).toISOString());
        expect(order.lines?.map(({ sku, quantity }) => [sku, quantity])).toEqual(
          sale.lines.map(({ sku, quantity }) => [sku, quantity]),
        );
      }
    }
  });

  it.skipIf(pulledChannels[name].push === null)("are named by the webhook, signed as the channel signs", () => {
    const posts = day.waves.flatMap((wave) => wave.posts).filter((post) => post.shop.channel === name);
    const channel = webhookChannel(name);
    for (const post of posts.filter(({ kind }) => kind === "original")) {
      const { url, headers, body } = post.signed(now());
      const query = Object.fromEntries(new URL(url).searchParams);
      const request = {
        method: "POST",
        path: "",
        url: post.shop.webhook.replace("http:", "https:"),
        query,
        headers,
        body,
      };

      expect(channel?.verify(request, [post.shop.secret], now())).toEqual({ kind: "verified" });
      const plain = channel?.open?.(request, [post.shop.secret]) ?? body;
      const described = channel?.describe(request);
      const topic = described?.kind === "delivery" ? described.topic : "";
      const read = channel?.normalise({ topic, body: plain, headers, receivedAt: now().toISOString() });
      expect(read).toMatchObject({ ok: true, value: { kind: "pull" } });
    }
    expect(posts.length).toBeGreaterThan(0);
  });
});

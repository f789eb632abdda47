import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { merchantFileSchema } from "../../local/seed/merchant-file.ts";
import { readSample } from "../../shared/channels/sample.ts";
import { pushTopic } from "../../shared/channels/shopee/verify.ts";
import { type QueuedDelivery, toQueueMessage } from "../../shared/intake/queued-delivery.ts";
import { connectionId, deliveryIdOf, merchantId } from "../../shared/kernel/ids.ts";
import type { Json } from "../support/hub-client.ts";
import { type LocalHub, startLocalHub } from "../support/local-hub.ts";
import { twoMerchants } from "../support/merchants.ts";
import { type ServedSimulator, serveSimulator } from "../support/serve-simulator.ts";
import { makeShopeeSimulator, type ShopeeSimulator } from "../support/simulators/shopee.ts";

/** A shop on a channel that only names its orders, over real HTTP, with the permissions of the template. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const shop = { merchantId: merchantId("demo"), connectionId: connectionId("shopee-demo"), channel: "shopee" };

let served: ServedSimulator;
let shopee: ShopeeSimulator;
let the: LocalHub;

beforeAll(async () => {
  shopee = makeShopeeSimulator({ now: () => new Date(the.hub.clock.now()) });
  served = await serveSimulator(shopee);
  const [demo, ...others] = twoMerchants().merchants;
  const credentials = { ...shopee.credentials, apiUrl: served.url };
  const connection = { id: shop.connectionId, channel: "shopee", title: "Shopee", zone: "Asia/Shanghai", credentials };
  const connections = [...(demo?.connections ?? []), connection];
  the = await startLocalHub({
    seed: merchantFileSchema.parse({ merchants: [{ ...demo, connections, pollMinutes: 5 }, ...others] }),
  });
}, 120_000);

afterAll(async () => {
  await the.hub.stop();
  await served.close();
}, 30_000);

/** An order of the shop, placed and changed so long ago. */
function put(orderSn: string, agoMs: number): void {
  const text = new TextDecoder().decode(readSample("shopee", "order-ready-to-ship-vnd"));
  const answer = JSON.parse(text) as { response: { order_list: [Json] } };
  const at = Math.floor((the.hub.clock.now() - agoMs) / 1_000);
  const order = { ...answer.response.order_list[0], order_sn: orderSn, create_time: at, update_time: at };
  shopee.put({ ...answer, response: { order_list: [order] } });
}

async function ordersOf(orderSn: string): Promise<readonly Json[]> {
  return (await the.get<{ items: Json[] }>(`/v1/orders?channelOrderNo=${orderSn}`)).body.items;
}

async function pass(ms: number): Promise<void> {
  await the.hub.advance(ms);
  await the.hub.idle();
}

/** What the door queues for a push that names an order. */
function push(orderSn: string): void {
  const body = {
    data: { ordersn: orderSn, status: "READY_TO_SHIP", update_time: 1 },
    shop_id: 727700143,
    code: 3,
    timestamp: 1,
  };
  const delivery: QueuedDelivery = {
    ...shop,
    deliveryId: deliveryIdOf(shop.merchantId, shop.connectionId, orderSn),
    topic: pushTopic,
    channelDeliveryId: null,
    headers: {},
    receivedAt: new Date(the.hub.clock.now()).toISOString(),
    body: new TextEncoder().encode(JSON.stringify(body)),
  };
  const message = toQueueMessage(delivery);
  if (message === null) throw new Error("a push must fit into a message");
  the.hub.cloud.sqs.send(the.local.queues.intake, message, { groupId: shop.connectionId });
}

describe("a shop on a channel that only names its orders", () => {
  it("has an order soon after it was named", async () => {
    put("261122PUSHED", MINUTE);
    push("261122PUSHED");
    await the.hub.idle();
    await pass(3_000);

    expect(await ordersOf("261122PUSHED")).toHaveLength(1);
    const { items } = (await the.get<{ items: Json[] }>("/deliveries?outcome=fetching")).body;
    expect(items).toMatchObject([{ connectionId: "shopee-demo", outcome: "fetching" }]);
  });

  it("has an order that was never named after the next poll, also when the token has expired", async () => {
    put("261122LISTED", MINUTE);
    shopee.expireTokens();
    await pass(12 * MINUTE);

    expect(await ordersOf("261122LISTED")).toHaveLength(1);
    const secret = the.hub.cloud.secrets.readSecret(`orderhub/channel-apis/${shop.connectionId}`) ?? "{}";
    expect(JSON.parse(secret).credentials.accessToken).not.toBe(shopee.credentials["accessToken"]);
  });

  it("finds and fetches what polling could not see, and proves the day", async () => {
    await pass(3 * HOUR);
    put("261122MISSED", 2 * HOUR);
    await pass(10 * MINUTE);
    expect(await ordersOf("261122MISSED")).toEqual([]);

    const path = `/v1/connections/${shop.connectionId}/gaps`;
    const day = new Date(the.hub.clock.now() - 2 * HOUR + 8 * HOUR).toISOString().slice(0, 10);
    const headers = { authorization: `Bearer ${await the.hub.token({ merchant: "demo", role: "operator" })}` };
    const asked = await the.call(path, { method: "POST", headers, body: JSON.stringify({ day }) });
    await the.hub.idle();
    const before = (await the.get<{ items: Json[] }>(path)).body.items;
    await pass(16 * MINUTE);
    const after = (await the.get<{ items: Json[] }>(path)).body.items;

    expect([asked.status, await ordersOf("261122MISSED")]).toMatchObject([202, [{}]]);
    const missing = [{ channelOrderId: "261122MISSED" }];
    expect(before.find((each) => each["day"] === day)).toMatchObject({ state: "fetching", missing });
    const proven = after.find((each) => each["day"] === day);
    expect(proven).toMatchObject({ state: "proven", missing: [] });
    expect(proven?.["hubHas"]).toBe(proven?.["channelHas"]);
  });

  it("is tried by an operator, after a token has run out too", async () => {
    shopee.expireTokens();
    const headers = { authorization: `Bearer ${await the.hub.token({ merchant: "demo", role: "operator" })}` };
    const path = `/v1/connections/${shop.connectionId}/test`;
    const tried = await the.call(path, { method: "POST", headers, body: "{}" });

    expect([tried.status, tried.body]).toMatchObject([200, { api: { state: "ok", whatToDo: "" } }]);
  });

  it("needed no permission that the template does not give", () => {
    expect(the.hub.refusals()).toEqual([]);
  });
});

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

/** Every worker that calls a channel may be the one that finds its token run out, and must be allowed to renew it. */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const shop = { merchantId: merchantId("demo"), connectionId: connectionId("shopee-demo"), channel: "shopee" };
const cup = { itemId: "25800000101", modelId: "221900000011" };
const goods = ["CUP-CEL-200", "POT-IRON-800"].map((sku) => ({ sku, quantity: 10 }));

let served: ServedSimulator;
let isAway = false;
let shopee: ShopeeSimulator;
let the: LocalHub;

beforeAll(async () => {
  shopee = makeShopeeSimulator({ now: () => new Date(the.hub.clock.now()) });
  shopee.stock.set(`${cup.itemId}:${cup.modelId}`, 0);
  served = await serveSimulator({
    respond: (request) => (isAway ? Promise.reject(new Error("the channel is away")) : shopee.respond(request)),
  });
  const [demo, ...others] = twoMerchants().merchants;
  const credentials = { ...shopee.credentials, apiUrl: served.url };
  const connection = { id: shop.connectionId, channel: "shopee", title: "Shopee", zone: "Asia/Shanghai", credentials };
  const connections = [...(demo?.connections ?? []), connection];
  the = await startLocalHub({
    seed: merchantFileSchema.parse({ merchants: [{ ...demo, connections, pollMinutes: 60 }, ...others] }),
  });
}, 120_000);

afterAll(async () => {
  await the.hub.stop();
  await served.close();
}, 30_000);

async function send(method: string, path: string, body: object): Promise<number> {
  return (await the.send(method, path, body)).status;
}

async function pass(ms: number): Promise<void> {
  await the.hub.advance(ms);
  await the.hub.idle();
}

function tokenKept(): string {
  const secret = the.hub.cloud.secrets.readSecret(`orderhub/channel-apis/${shop.connectionId}`) ?? "{}";
  return String((JSON.parse(secret) as { credentials: Json }).credentials["accessToken"]);
}

/** What is kept after `work` is not what was kept before it. */
async function renewsIn(work: () => Promise<void>): Promise<boolean> {
  const before = tokenKept();
  shopee.expireTokens();
  await work();
  return tokenKept() !== before;
}

function put(orderSn: string, agoMs: number): void {
  const text = new TextDecoder().decode(readSample("shopee", "order-ready-to-ship-vnd"));
  const answer = JSON.parse(text) as { response: { order_list: [Json] } };
  const at = Math.floor((the.hub.clock.now() - agoMs) / 1_000);
  const times = { order_sn: orderSn, create_time: at, update_time: at };
  const order = { ...answer.response.order_list[0], ...times, shipping_carrier: "Seller's own courier" };
  shopee.put({ ...answer, response: { order_list: [order] } });
}

/** What the door queues for a push that names an order. */
function push(orderSn: string): void {
  const data = { ordersn: orderSn, status: "READY_TO_SHIP", update_time: 1 };
  const delivery: QueuedDelivery = {
    ...shop,
    deliveryId: deliveryIdOf(shop.merchantId, shop.connectionId, orderSn),
    topic: pushTopic,
    channelDeliveryId: null,
    headers: {},
    receivedAt: new Date(the.hub.clock.now()).toISOString(),
    body: new TextEncoder().encode(JSON.stringify({ data, shop_id: 727700143, code: 3, timestamp: 1 })),
  };
  const message = toQueueMessage(delivery);
  if (message === null) throw new Error("a push must fit into a message");
  the.hub.cloud.sqs.send(the.local.queues.intake, message, { groupId: shop.connectionId });
}

describe("a token that has run out is renewed, and kept, by the worker that", () => {
  it("publishes stock", async () => {
    const stock = { isOn: true, buffer: 0, minIntervalSeconds: 5 };
    expect(await send("PUT", `/v1/connections/${shop.connectionId}/write-back`, { stock })).toBe(200);
    const listings = [{ sku: "CUP-CEL-200", listing: cup }];
    expect(await send("PUT", `/v1/connections/${shop.connectionId}/listings`, { listings })).toBe(200);
    const renewed = await renewsIn(async () => {
      const purchase = { documentId: "p1", supplier: "Kiln", warehouse: "SHA", lines: goods };
      expect(await send("POST", "/v1/purchases", purchase)).toBe(201);
      const lines = goods.map((line) => ({ ...line, damaged: 0 }));
      expect(await send("POST", "/v1/purchases/p1/receipts", { receiptId: "r1", lines })).toBe(201);
      await the.hub.idle();
      await pass(20_000);
    });
    expect([renewed, shopee.stock.get(`${cup.itemId}:${cup.modelId}`)]).toEqual([true, 10]);
  });

  it("fetches an order", async () => {
    put("261122PUSHED", MINUTE);
    const renewed = await renewsIn(async () => {
      push("261122PUSHED");
      await the.hub.idle();
      await pass(10_000);
    });
    const { items } = (await the.get<{ items: Json[] }>("/v1/orders?channelOrderNo=261122PUSHED")).body;
    expect([renewed, items]).toMatchObject([true, [{ status: "allocated" }]]);
  });

  it("tells of a parcel", async () => {
    const [order] = (await the.get<{ items: Json[] }>("/v1/orders?channelOrderNo=261122PUSHED")).body.items;
    const parcel = { warehouse: "SHA", carrier: { code: "SF" }, trackingNo: "SF1" };
    const renewed = await renewsIn(async () => {
      expect(await send("POST", `/v1/orders/${String(order?.["orderId"])}/shipments`, parcel)).toBe(201);
      await the.hub.idle();
    });
    expect([renewed, shopee.shipments.length]).toEqual([true, 1]);
  });

  it("tells of a parcel once the channel is back, and at once when a person asks", async () => {
    put("261122AWAY", MINUTE);
    push("261122AWAY");
    await the.hub.idle();
    await pass(10_000);
    const [order] = (await the.get<{ items: Json[] }>("/v1/orders?channelOrderNo=261122AWAY")).body.items;
    const parcel = { warehouse: "SHA", carrier: { code: "SF" }, trackingNo: "SF2" };
    const path = `/v1/orders/${String(order?.["orderId"])}/shipments`;
    isAway = true;
    expect(await send("POST", path, parcel)).toBe(201);
    await the.hub.idle();
    const { items } = (await the.get<{ items: Json[] }>("/v1/tellings")).body;
    const waiting = items.find(({ trackingNo }) => trackingNo === "SF2");
    isAway = false;
    expect(await send("POST", `${path}/${String(waiting?.["shipmentId"])}/telling`, { action: "again" })).toBe(202);
    await pass(10 * MINUTE);
    expect(shopee.shipments).toHaveLength(2);
  });

  it("counts a day against the channel", async () => {
    const day = new Date(the.hub.clock.now() + 8 * HOUR).toISOString().slice(0, 10);
    const renewed = await renewsIn(async () => {
      expect(await send("POST", `/v1/connections/${shop.connectionId}/gaps`, { day })).toBe(202);
      await the.hub.idle();
    });
    expect(renewed).toBe(true);
  });

  it("needed no permission that the template does not give", () => {
    expect(the.hub.refusals()).toEqual([]);
  });
});

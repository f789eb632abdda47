import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { merchantFileSchema } from "../../local/seed/merchant-file.ts";
import { readSample } from "../../shared/channels/sample.ts";
import type { Json } from "../support/hub-client.ts";
import { type LocalHub, startLocalHub } from "../support/local-hub.ts";
import { twoMerchants } from "../support/merchants.ts";
import { type ServedSimulator, serveSimulator } from "../support/serve-simulator.ts";
import { makeShopeeSimulator, type ShopeeSimulator } from "../support/simulators/shopee.ts";

/** What the hub tells a shop, over real HTTP, with the permissions of the template. */
const MINUTE = 60_000;
const shop = "shopee-demo";
const cup = { itemId: "25800000101", modelId: "221900000011" };

let served: ServedSimulator;
let shopee: ShopeeSimulator;
let the: LocalHub;

beforeAll(async () => {
  shopee = makeShopeeSimulator({ now: () => new Date(the.hub.clock.now()) });
  shopee.stock.set(`${cup.itemId}:${cup.modelId}`, 0);
  served = await serveSimulator(shopee);
  const [demo, ...others] = twoMerchants().merchants;
  const credentials = { ...shopee.credentials, apiUrl: served.url };
  const connection = { id: shop, channel: "shopee", title: "Shopee", zone: "Asia/Shanghai", credentials };
  const connections = [...(demo?.connections ?? []), connection];
  the = await startLocalHub({
    seed: merchantFileSchema.parse({ merchants: [{ ...demo, connections, pollMinutes: 5 }, ...others] }),
  });
}, 120_000);

afterAll(async () => {
  await the.hub.stop();
  await served.close();
}, 30_000);

async function send(method: string, path: string, body: object): Promise<Json> {
  const { status, body: answer } = await the.send(method, path, body);
  return { ...answer, httpStatus: status };
}

async function pass(ms: number): Promise<void> {
  await the.hub.advance(ms);
  await the.hub.idle();
}

/** An order of two cups and a pot, by a carrier of the seller's own. */
function put(orderSn: string): void {
  const text = new TextDecoder().decode(readSample("shopee", "order-ready-to-ship-vnd"));
  const answer = JSON.parse(text) as { response: { order_list: [Json] } };
  const at = Math.floor(the.hub.clock.now() / 1_000);
  const own = { order_sn: orderSn, create_time: at, update_time: at, shipping_carrier: "Seller's own courier" };
  answer.response.order_list[0] = { ...answer.response.order_list[0], ...own };
  shopee.put(answer);
}

async function orderOf(orderSn: string): Promise<Json> {
  const [found] = (await the.get<{ items: Json[] }>(`/v1/orders?channelOrderNo=${orderSn}`)).body.items;
  return (await the.get(`/v1/orders/${String(found?.["orderId"])}`)).body;
}

describe("what a shop is told", () => {
  it("is how much it may sell, soon after it changed", async () => {
    expect(
      await send("PUT", `/v1/connections/${shop}/listings`, { listings: [{ sku: "CUP-CEL-200", listing: cup }] }),
    ).toMatchObject({ saved: 1 });
    const stock = { isOn: true, buffer: 1, minIntervalSeconds: 5 };
    expect(await send("PUT", `/v1/connections/${shop}/write-back`, { stock })).toMatchObject({ httpStatus: 200 });
    const lines = [
      { sku: "CUP-CEL-200", quantity: 10 },
      { sku: "POT-IRON-800", quantity: 3 },
    ];
    await send("POST", "/v1/purchases", { documentId: "p1", supplier: "Kiln", warehouse: "SHA", lines });
    const received = lines.map((line) => ({ ...line, damaged: 0 }));
    expect(await send("POST", "/v1/purchases/p1/receipts", { receiptId: "r1", lines: received })).toMatchObject({
      httpStatus: 201,
    });
    await the.hub.idle();
    await pass(20_000);

    expect(shopee.stock.get(`${cup.itemId}:${cup.modelId}`)).toBe(9);
    const { items } = (await the.get<{ items: Json[] }>(`/v1/connections/${shop}/listings`)).body;
    expect(items).toMatchObject([{ sku: "CUP-CEL-200", told: { quantity: 9 }, trouble: null }]);
  });

  it("is a parcel, once; and what the shop tells back of it is no second parcel", async () => {
    put("261122OURS");
    await pass(12 * MINUTE);
    const order = await orderOf("261122OURS");
    expect(order).toMatchObject({ status: "allocated" });

    const parcel = { warehouse: "SHA", carrier: { code: "SF" }, trackingNo: "SF1234567890" };
    const path = `/v1/orders/${String(order["orderId"])}/shipments`;
    expect(await send("POST", path, parcel)).toMatchObject({ httpStatus: 201, status: "shipped" });
    expect(await send("POST", path, parcel)).toMatchObject({ httpStatus: 200, isRepeated: true });
    await the.hub.idle();
    expect(shopee.shipments).toMatchObject([{ non_integrated: { tracking_number: "SF1234567890" } }]);
    await pass(12 * MINUTE);

    const after = await orderOf("261122OURS");
    expect(after).toMatchObject({ status: "shipped" });
    expect((after["fulfilments"] as Json[]).length).toBe(2);
    expect((await the.get("/v1/stock/CUP-CEL-200")).body).toMatchObject({ onHand: 8, allocated: 0 });
    expect(shopee.shipments).toHaveLength(1);
    expect(shopee.stock.get(`${cup.itemId}:${cup.modelId}`)).toBe(7);
    const { items } = (await the.get<{ items: Json[] }>("/v1/tellings?state=done")).body;
    expect(items).toMatchObject([{ trackingNo: "SF1234567890", attempts: 1 }]);
  });

  it("may be taken back, and is then listed for correction at the channel", async () => {
    const order = await orderOf("261122OURS");
    const [telling] = (await the.get<{ items: Json[] }>("/v1/tellings")).body.items;
    const path = `/v1/orders/${String(order["orderId"])}/shipments/${String(telling?.["shipmentId"])}`;

    expect(await send("DELETE", path, {})).toMatchObject({ httpStatus: 200, status: "allocated" });
    await the.hub.idle();

    expect((await the.get("/v1/stock/CUP-CEL-200")).body).toMatchObject({ onHand: 10, allocated: 2 });
    expect((await the.get<{ items: Json[] }>("/v1/tellings?state=to_correct")).body.items).toHaveLength(1);
    expect(await send("POST", `${path}/telling`, { action: "corrected" })).toMatchObject({ httpStatus: 202 });
  });

  it("needed no permission that the template does not give", () => {
    expect(the.hub.refusals()).toEqual([]);
  });
});

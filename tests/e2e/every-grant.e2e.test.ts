import { beforeAll, describe, expect, it } from "vitest";
import { readSample } from "../../shared/channels/sample.ts";
import { roles } from "../../shared/reports/vouchers/account-map.ts";
import type { Json } from "../support/hub-client.ts";
import { useLocalHub } from "../support/local-hub.ts";
import { makeShopeeSimulator } from "../support/simulators/shopee.ts";
import { stockWorkbook } from "./workbooks.ts";

/**
 * What no other walk through a running hub comes by: each call here makes some function use a permission that the template
 * gives it. What is refused fails here; what is granted and used nowhere fails the run of all tests.
 */
const the = useLocalHub();
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** More lines than an order's own item holds, and more positions than one transaction moves. */
const LINES = 160;
let files = 0;
const skuOf = (line: number): string => `S-${line}`;

type Method = "POST" | "PUT" | "PATCH" | "DELETE";

async function send(method: Method, path: string, body: object = {}): Promise<Json> {
  const { status, body: answer } = await the().send(method, path, body);
  return { ...answer, httpStatus: status };
}

const get = async (path: string): Promise<Json> => (await the().get(path)).body;

async function pass(ms: number): Promise<void> {
  await the().hub.advance(ms);
  await the().hub.idle();
}

/** An order that staff enter, paid, to Shanghai; the same `id` again changes it. */
async function enter(id: string, lines: readonly { readonly sku: string; readonly quantity: number }[]): Promise<Json> {
  const address = { country: "CN", region: "31", city: "上海市", name: "王", phone: "13800000000", street: "1 号" };
  const wanted = lines.map((line, at) => ({ id: String(at + 1), unit_price: "5.00", ...line }));
  const updated_at = new Date(the().hub.clock.now()).toISOString();
  const order = { id, currency: "CNY", updated_at, lines: wanted, payment: { state: "paid" }, address };
  const taken = await send("POST", "/v1/orders", order);
  expect(taken["httpStatus"], JSON.stringify(taken)).toBe(202);
  await the().hub.idle();
  return get(`/v1/orders/${String(taken["orderId"])}`);
}

const pathOf = (order: Json): string => `/v1/orders/${String(order["orderId"])}`;
const allLines = Array.from({ length: LINES }, (_, line) => ({ sku: skuOf(line), quantity: 1 }));

/** A file of the merchant's, taken in to its end. */
async function imported(kind: string, body: Uint8Array | string): Promise<void> {
  files += 1;
  const name = typeof body === "string" ? `${files}.csv` : `${files}.xlsx`;
  await the().files.put("imports", `demo/${kind}/${name}`, body);
  await the().hub.idle();
}

const came = (counts: Parameters<typeof stockWorkbook>[0]): Promise<void> => imported("stock", stockWorkbook(counts));

beforeAll(async () => {
  await came(allLines.flatMap(({ sku }) => ["SHA", "CAN"].map((warehouse) => ({ sku, warehouse, onHand: 20 }))));
}, 120_000);

describe("an order of more lines than its item holds", () => {
  it("is held, released, planned anew, sent, and made small again", async () => {
    const rules = [{ name: "Large", when: "order.quantity >= 100", actions: [{ do: "hold", reason: "call" }] }];
    expect((await send("PUT", "/v1/rules/draft", { rules }))["httpStatus"]).toBe(200);
    expect((await send("POST", "/v1/rules/publish"))["httpStatus"]).toBe(201);
    expect((await send("POST", "/v1/rules/versions/1/bring-back"))["httpStatus"]).toBeLessThan(500);
    expect(await get("/v1/rules/versions/2")).toMatchObject({ version: 2 });

    const held = await enter("large", allLines);
    expect(held).toMatchObject({ status: "on_hold" });
    const released = await send("POST", `${pathOf(held)}/holds/held_by_rule/release`, { note: "called" });
    expect(released).toMatchObject({ httpStatus: 200, holds: [] });
    await pass(MINUTE);
    expect(await get(pathOf(held))).toMatchObject({ status: "allocated" });

    const anew = await send("POST", `${pathOf(held)}/reroute`, { reason: "by_hand", note: "other shelf" });
    expect(anew["httpStatus"], JSON.stringify(anew)).toBeLessThan(300);
    await pass(MINUTE);
    const [place] = (await get(pathOf(held)))["warehouses"] as string[];
    const parcel = { warehouse: place, carrier: { code: "SF" }, trackingNo: "SF1" };
    const lines = [{ lineId: "1", quantity: 1 }];
    expect(await send("POST", `${pathOf(held)}/shipments`, { ...parcel, lines })).toMatchObject({ httpStatus: 201 });
    await the().hub.idle();

    await pass(MINUTE);
    expect(await enter("large", allLines.slice(0, 3))).toMatchObject({ lines: [{}, {}, {}] });
  }, 120_000);
});

describe("orders that wait", () => {
  it("are looked at again when goods come, also large ones, and when rules change that hold later", async () => {
    const large = await enter("large-late", [...allLines.slice(0, 90), { sku: "LATE", quantity: 1 }]);
    await pass(MINUTE);
    expect(await get(pathOf(large))).toMatchObject({ status: "backordered" });
    await came([{ sku: "LATE", warehouse: "SHA", onHand: 5 }]);
    await pass(MINUTE);
    expect(await get(pathOf(large))).toMatchObject({ status: "allocated" });

    await send("PUT", "/v1/rules/draft", { rules: [] });
    const from = new Date(the().hub.clock.now() + 60 * MINUTE).toISOString();
    expect(await send("POST", "/v1/rules/publish", { from })).toMatchObject({ httpStatus: 201 });
    await pass(2 * 60 * MINUTE);
  }, 60_000);

  it("are split by hand over the warehouses that have a part each", async () => {
    await came(["SHA", "CAN"].map((warehouse) => ({ sku: "APART", warehouse, onHand: 2 })));
    const order = await enter("apart", [{ sku: "APART", quantity: 4 }]);
    expect(order).toMatchObject({ status: "backordered" });
    const places = ["SHA", "CAN"].map((warehouse) => ({ lineId: "1", warehouse, quantity: 2 }));
    expect(await send("POST", `${pathOf(order)}/split`, { places, note: "both" })).toMatchObject({ httpStatus: 200 });
    expect(await get(pathOf(order))).toMatchObject({ status: "allocated" });
  }, 60_000);
});

describe("a warehouse that closes", () => {
  it("gives its orders to another, one by one, and is looked at again when it opens", async () => {
    const order = await enter("closing", [{ sku: skuOf(0), quantity: 2 }]);
    const [place] = order["warehouses"] as [string];
    expect((await send("PATCH", `/v1/warehouses/${place}`, { isActive: false }))["httpStatus"]).toBe(200);
    await pass(MINUTE);
    const moved = await get(pathOf(order));
    expect(moved["warehouses"]).not.toEqual(order["warehouses"]);
    expect((await send("PATCH", `/v1/warehouses/${place}`, { isActive: true }))["httpStatus"]).toBe(200);
    const carrier = { name: "SF", isActive: true, volumetricDivisor: null, tariffs: [] };
    await send("PUT", "/v1/carriers/SF", carrier);
    expect((await send("DELETE", "/v1/carriers/SF"))["httpStatus"]).toBe(200);
  }, 60_000);
});

describe("what people arrange by hand", () => {
  it("joins two orders of one buyer in a parcel, parts them, and sends two together", async () => {
    const pair = [
      await enter("joint-1", [{ sku: skuOf(2), quantity: 1 }]),
      await enter("joint-2", [{ sku: skuOf(3), quantity: 1 }]),
    ];
    const orderIds = pair.map(({ orderId }) => orderId);
    expect((await the().get("/v1/joint-parcels/proposals")).status).toBe(200);
    const joined = await send("POST", "/v1/joint-parcels", { orderIds });
    expect(joined["httpStatus"], JSON.stringify(joined)).toBe(201);
    const [first] = pair as [Json];
    expect((await send("DELETE", `${pathOf(first)}/joint-parcel`))["httpStatus"]).toBe(200);
    expect((await send("POST", "/v1/joint-parcels", { orderIds }))["httpStatus"]).toBe(201);
    const shipped = await send("POST", `${pathOf(first)}/joint-parcel/shipments`, {
      carrier: { code: "SF" },
      trackingNo: "SF2",
    });
    expect(shipped["httpStatus"], JSON.stringify(shipped)).toBe(200);
  }, 60_000);
});

describe("files", () => {
  it("make bundles smaller and tell of parcels by the number that the shop knows", async () => {
    await imported("products", `sku,title,components\nFILED,Set,${skuOf(7)}; ${skuOf(8)}\n`);
    await imported("products", `sku,title,components\nFILED,Set,${skuOf(7)}\n`);
    expect(await get("/v1/products/FILED")).toMatchObject({ components: [{ sku: skuOf(7) }] });
    const order = await enter("by-file", [{ sku: skuOf(9), quantity: 1 }]);
    await imported("order-updates", "order_no,carrier,tracking_no\nby-file,YTO,YT9\n");
    expect(await get(pathOf(order))).toMatchObject({ status: "shipped" });
  }, 60_000);
});

describe("shops", () => {
  it("are connected, listed, paused, and given new secrets and credentials", async () => {
    const own = { id: "mall-two", channel: "generic", title: "Second", zone: "Asia/Shanghai" };
    expect(await send("POST", "/v1/connections", own)).toMatchObject({ httpStatus: 201 });
    expect(await send("POST", "/v1/connections", own)).toMatchObject({ httpStatus: 201, secret: null });
    expect(await send("POST", "/v1/connections/mall-two/secrets")).toMatchObject({ httpStatus: 201 });
    expect(await send("DELETE", "/v1/connections/mall-two/secrets/previous")).toMatchObject({ httpStatus: 200 });
    expect(await send("PATCH", "/v1/connections/mall-two", { state: "paused" })).toMatchObject({ state: "paused" });

    const { credentials } = makeShopeeSimulator({ now: () => new Date(the().hub.clock.now()) });
    const asked = { id: "shopee-two", channel: "shopee", title: "Asked", zone: "Asia/Shanghai", credentials };
    expect(await send("POST", "/v1/connections", asked)).toMatchObject({ httpStatus: 201 });
    expect(await send("POST", "/v1/connections", asked)).toMatchObject({ httpStatus: 201 });
    const path = "/v1/connections/shopee-two/credentials";
    expect(await send("PUT", path, { credentials })).toMatchObject({ httpStatus: 200 });
    expect(await send("PATCH", "/v1/connections/shopee-two", { state: "paused" })).toMatchObject({ state: "paused" });
    expect((await the().list("/v1/connections")).length).toBeGreaterThan(4);
    expect(await get("/v1/connections/shopee-two")).toMatchObject({ id: "shopee-two", state: "paused" });
  }, 60_000);

  it("of Amazon tell of their orders by its queue, for the seller whose credentials name it", async () => {
    const text = new TextDecoder().decode(readSample("amazon", "notification-order-placed"));
    const seller = (JSON.parse(text) as AmazonNotice).Payload.OrderChangeNotification.SellerId;
    const id = `amazon-${seller.toLowerCase()}`;
    const credentials = { sellerId: seller };
    const secret = { merchantId: "demo", connectionId: id, channel: "amazon", credentials };
    the().hub.cloud.secrets.ensureSecret(`orderhub/channel-apis/${id}`, JSON.stringify(secret));
    const queue = the().hub.site.queues.find(
      ({ name, deadLetterArn }) => /receivenotification/i.test(name) && deadLetterArn !== null,
    );
    the().hub.cloud.sqs.send(queue?.url ?? "", text);
    await the().hub.idle();
    expect(await the().list("/deliveries")).toContainEqual(expect.objectContaining({ connectionId: id }));
  }, 60_000);
});

type AmazonNotice = { readonly Payload: { readonly OrderChangeNotification: { readonly SellerId: string } } };

describe("goods", () => {
  it("are listed as products, lose components, run low, and are told of in the morning", async () => {
    const bundle = (skus: readonly string[]): object => ({
      title: "Set",
      components: skus.map((sku) => ({ sku, quantity: 1 })),
    });
    expect(await send("PUT", "/v1/products/SET", bundle([skuOf(4), skuOf(5)]))).toMatchObject({ httpStatus: 201 });
    expect(await send("PUT", "/v1/products/SET", bundle([skuOf(4)]))).toMatchObject({ httpStatus: 200 });
    expect((await the().list("/v1/products")).length).toBeGreaterThan(0);
    expect((await the().get("/v1/purchase-proposals")).status).toBe(200);

    const low = { title: "Low", reorder: { point: 50, quantity: 96 } };
    expect((await send("PUT", `/v1/products/${skuOf(6)}`, low))["httpStatus"]).toBeLessThan(300);
    await came([{ sku: skuOf(6), warehouse: "SHA", onHand: 3, threshold: 10 }]);
    expect((await the().list("/v1/alerts")).length).toBeGreaterThan(0);

    const startedAt = new Date(the().hub.clock.now()).toISOString();
    await pass(MINUTE);
    const take = { documentId: "late", warehouse: "SHA", skus: [skuOf(6)] };
    expect((await send("POST", "/v1/stock-takes", take))["httpStatus"]).toBe(201);
    const moved = { sku: skuOf(6), warehouse: "SHA", kind: "adjusted", quantity: 1 };
    await send("POST", "/v1/stock-adjustments", { documentId: "found", reason: "found", lines: [moved] });
    await the().hub.idle();
    const counts = { at: startedAt, lines: [{ sku: skuOf(6), counted: 3 }] };
    const late = await send("POST", "/v1/stock-takes/late/counts", counts);
    expect(late["httpStatus"], JSON.stringify(late)).toBeLessThan(300);
    await pass(2 * DAY);
    const files = await the().files.keys("exports", "demo/stock-digest/");
    expect(files.length).toBeGreaterThan(0);
  }, 120_000);

  it("get lots when they are told apart, also those that are there already", async () => {
    const told = await send("PUT", `/v1/products/${skuOf(10)}`, { title: "Apart", tracking: "lots" });
    expect(told["httpStatus"], JSON.stringify(told)).toBeLessThan(300);
  }, 60_000);
});

describe("books", () => {
  it("are sealed again and backfilled, valued at rates, and written as vouchers", async () => {
    const day = new Date(the().hub.clock.now() - DAY).toISOString().slice(0, 10);
    const span = { from: day, to: day };
    expect((await send("POST", `/v1/reports/${day}/restate`))["httpStatus"]).toBe(202);
    expect((await send("POST", "/v1/reports/backfill", span))["httpStatus"]).toBe(202);
    expect((await the().get(`/v1/reports/backfill?from=${day}&to=${day}`)).status).toBe(200);
    expect((await send("PUT", `/v1/rates/USD/CNY/${day}`, { rate: "7.1", source: "bank" }))["httpStatus"]).toBe(201);
    expect((await the().get("/v1/rates/USD/CNY")).status).toBe(200);
    await pass(10 * MINUTE);
    const accounts = Object.fromEntries(roles.map((role, at) => [role, { code: `60${at}`, name: role }]));
    const book = { code: "1", name: "Main", voucherType: "记", preparedBy: "Zhang", taxType: "", dueDays: 14 };
    const map = { accounts, shops: {}, customers: {}, book: { ...book, currencyCodes: {} } };
    const kept = await send("PUT", "/v1/ledger-accounts", map);
    expect(kept["httpStatus"], JSON.stringify(kept)).toBe(200);
    expect((await the().get("/v1/ledger-accounts")).status).toBe(200);
    expect((await the().get(`/v1/vouchers/${day}/kingdee`)).status).toBeLessThan(500);
  }, 60_000);

  it("are looked at in ways of their own", async () => {
    const day = new Date(the().hub.clock.now() - DAY).toISOString().slice(0, 10);
    const definition = { title: "Mine", source: "lines", dimensions: ["channel"], measures: ["orders", "net"] };
    const saved = await send("PUT", "/v1/custom-reports/mine", definition);
    expect(saved["httpStatus"], JSON.stringify(saved)).toBe(200);
    expect((await the().get("/v1/custom-reports")).status).toBe(200);
    const shown = await send("POST", "/v1/custom-reports/preview", { from: day, to: day, id: "mine" });
    expect(shown["httpStatus"], JSON.stringify(shown)).toBe(200);
    expect((await send("DELETE", "/v1/custom-reports/mine"))["httpStatus"]).toBe(200);
  }, 60_000);

  it("needed no permission that the template does not give", () => {
    expect(the().hub.refusals()).toEqual([]);
  });
});

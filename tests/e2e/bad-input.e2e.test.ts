import { beforeAll, describe, expect, it } from "vitest";
import { readSample } from "../../shared/channels/sample.ts";
import type { Delivery, Json } from "../support/hub-client.ts";
import { useLocalHub } from "../support/local-hub.ts";
import { shopifyOrder } from "../support/shop-orders.ts";
import { stockWorkbook, workbook } from "./workbooks.ts";

/**
 * What may be sent to the hub by mistake or on purpose, and its documented answers (docs/marketplaces.md). Whatever was
 * sent, nothing may be lost that was accepted, and nothing stored of what was refused.
 */
const the = useLocalHub();
const line = { sku: "TEA", quantity: 1 };
const good = (no: number): Buffer => shopifyOrder({ no, lines: [line] });

beforeAll(async () => {
  await the().files.put(
    "imports",
    "demo/stock/opening.xlsx",
    stockWorkbook([{ sku: "TEA", warehouse: "SHA", onHand: 1000 }]),
  );
  await the().hub.idle();
});

/** Everything the hub keeps, as operators and finance see it. */
async function kept(): Promise<Json> {
  const orders = await the().list("/v1/orders");
  const deliveries = await the().list("/deliveries");
  const raw = await the().files.keys("raw", "");
  const { body: stock } = await the().get("/v1/stock/TEA");
  return { orders: orders.map(({ orderId, version }) => ({ orderId, version })), deliveries, raw, stock };
}

describe("a webhook that must not come in", () => {
  const cases: readonly (readonly [
    what: string,
    delivery: Omit<Delivery, "deliveryNo">,
    status: number,
    code: string,
  ])[] = [
    [
      "with a signature that does not fit",
      { topic: "orders/paid", body: good(1), headers: { "x-shopify-hmac-sha256": "bm90IHRoZSBzaWduYXR1cmU=" } },
      401,
      "bad_signature",
    ],
    [
      "without a signature",
      { topic: "orders/paid", body: good(2), headers: { "x-shopify-hmac-sha256": undefined } },
      401,
      "missing_header",
    ],
    [
      "without a topic",
      { topic: "orders/paid", body: good(3), headers: { "x-shopify-topic": undefined } },
      401,
      "missing_header",
    ],
    [
      "for a connection that does not exist",
      { topic: "orders/paid", body: good(4), address: "shopify/nobody" },
      404,
      "unknown_connection",
    ],
    [
      "for a connection of another channel",
      { topic: "orders/paid", body: good(5), address: "shopify/woocommerce-demo" },
      404,
      "unknown_connection",
    ],
    [
      "for a channel that does not exist",
      { topic: "orders/paid", body: good(6), address: "constructor/shopify-demo" },
      404,
      "unknown_connection",
    ],
    [
      "signed by another merchant's shop",
      { connection: "shopify-other", topic: "orders/paid", body: good(7), address: "shopify/shopify-demo" },
      401,
      "bad_signature",
    ],
    // API Gateway hands JSON on as text, so that other bytes do not reach the function as they were signed.
    [
      "of bytes that are no text",
      { topic: "orders/paid", body: Buffer.from([0xff, 0xfe, 0x80]) },
      401,
      "bad_signature",
    ],
    ["of 5.5 MB", { topic: "orders/paid", body: Buffer.alloc(5_500_000, "x") }, 413, "delivery_too_large"],
  ];

  it.each(cases)("%s is refused and leaves nothing behind", async (what, delivery, status, code) => {
    const before = await kept();

    const answer = await the().post({ ...delivery, deliveryNo: what });
    await the().hub.idle();

    expect([answer.status, answer.body["code"]]).toEqual([status, code]);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.get("x-orderhub-receipt")).toBeNull();
    expect(await kept()).toEqual(before);
  });

  it.each([6_500_000, 10_000_000, 12_000_000])("of %i bytes is refused before any function sees it", async (bytes) => {
    const before = await kept();

    const answer = await the().post({ topic: "orders/paid", body: Buffer.alloc(bytes, "x"), deliveryNo: `${bytes}` });

    expect(answer.status).toBe(413);
    await the().hub.idle();
    expect(await kept()).toEqual(before);
  });
});

describe("a signed webhook that cannot be understood", () => {
  const order = (change: Json): Buffer =>
    Buffer.from(JSON.stringify({ ...(JSON.parse(good(100).toString("utf8")) as Json), ...change }));
  const negative = shopifyOrder({ no: 101, lines: [{ sku: "TEA", quantity: -1 }] });
  const cases: readonly (readonly [what: string, body: Uint8Array, reason: RegExp])[] = [
    ["broken JSON", Buffer.from('{"id": 17, "line_items": ['), /^not_json at the body/],
    ["an empty body", Buffer.alloc(0), /^not_json at the body/],
    ["a key that reaches prototypes", Buffer.from('{"__proto__": {"id": 1}}'), /^not_json at the body/],
    ["JSON nested a thousand deep", Buffer.from(`${"[".repeat(1000)}${"]".repeat(1000)}`), /^not_json at the body/],
    ["an unknown currency", order({ currency: "ZZZ" }), /^unknown_currency at currency/],
    ["a negative quantity", negative, /^bad_value at line_items\[0\]\.quantity/],
    ["an amount that is none", order({ total_price: "1e400" }), /^bad_value at total_price/],
    ["a status nobody knows", readSample("shopify", "order-unknown-status"), /^unknown_status at financial_status/],
    ["no id", order({ id: null }), /^missing_field at id/],
  ];

  it.each(cases)("%s is accepted, kept as it came, and parked with its reason", async (what, body, reason) => {
    const orders = await the().list("/v1/orders");

    const answer = await the().post({ topic: "orders/paid", body, deliveryNo: what });
    await the().hub.idle();

    expect(answer.status).toBe(200);
    const receipt = answer.headers.get("x-orderhub-receipt");
    const { body: fate } = await the().get(`/deliveries/${receipt}`, null);
    expect(fate["outcome"]).toBe("parked");
    expect(fate["reason"]).toMatch(reason);
    const [record] = (await the().list("/deliveries?outcome=parked")).filter(
      ({ deliveryId }) => deliveryId === receipt,
    );
    expect(await the().files.keys("raw", String(record?.["rawKey"]))).toHaveLength(1);
    expect(await the().list("/v1/orders")).toEqual(orders);
  });

  it("is said not to be followed when its topic is another one, and nothing waits for a person", async () => {
    const answer = await the().post({ topic: "products/update", body: Buffer.from("{}"), deliveryNo: "product" });
    await the().hub.idle();

    const { body: fate } = await the().get(`/deliveries/${answer.headers.get("x-orderhub-receipt")}`, null);
    expect([answer.status, fate["outcome"]]).toEqual([200, "skipped"]);
  });
});

describe("an order of 1,000 lines", () => {
  it("is stored whole and waits for what is missing; no part of it takes stock", async () => {
    const lines = Array.from({ length: 1000 }, (_, index) => ({ sku: `SKU-${index}`, quantity: 1, price: "1.00" }));
    await the().files.put(
      "imports",
      "demo/stock/many.xlsx",
      stockWorkbook(lines.slice(0, 200).map(({ sku }) => ({ sku, warehouse: "SHA", onHand: 5 }))),
    );
    await the().hub.idle();

    const answer = await the().post({
      topic: "orders/paid",
      body: shopifyOrder({ no: 5000, lines }),
      deliveryNo: "big",
    });
    await the().hub.idle();

    expect(answer.status).toBe(200);
    const found = await the().get<{ items: Json[] }>("/v1/orders?channelOrderNo=%235000");
    const { body } = await the().get<Json & { lines: Json[] }>(
      `/v1/orders/${String(found.body.items[0]?.["orderId"])}`,
    );
    expect(body.lines.map(({ sku }) => sku)).toEqual(lines.map(({ sku }) => sku));
    expect(body).toMatchObject({ status: "backordered", holds: [], allocations: [], amounts: { total: "1000.00" } });
    expect(body["backorder"]).toHaveLength(800);
    expect((await the().get("/v1/stock/SKU-0")).body).toMatchObject({ onHand: 5, allocated: 0, ordersWaiting: 0 });
  }, 60_000);
});

describe("a file that cannot be used", () => {
  const encrypted = Buffer.concat([
    Buffer.from("d0cf11e0a1b11ae1", "hex"),
    Buffer.alloc(1024),
    Buffer.from("EncryptedPackage", "utf16le"),
    Buffer.alloc(512),
  ]);
  const truncated = Buffer.from(stockWorkbook([{ sku: "A", warehouse: "SHA", onHand: 1 }])).subarray(0, 900);
  const cases: readonly (readonly [what: string, name: string, body: Uint8Array | string, reason: string])[] = [
    ["is a picture", "picture.xlsx", Buffer.from("89504e470d0a1a0a0000", "hex"), "不是工作簿"],
    ["is a page of the web", "page.xlsx", "<!doctype html><p>Sign in</p>", "不是工作簿"],
    ["has a password", "secret.xlsx", encrypted, "密码保护"],
    ["is cut off", "cut.xlsx", truncated, "损坏"],
    ["has no byte", "nothing.csv", new Uint8Array(), "0 字节"],
    ["has no rows", "empty.xlsx", workbook([], []), "没有内容"],
    ["lacks a column", "narrow.xlsx", workbook(["sku", "warehouse"], [["TEA", "SHA"]]), "on_hand"],
    ["names a column twice", "twice.csv", "sku,warehouse,on_hand,库存\nTEA,SHA,1,2\n", "库存"],
  ];

  it.each(cases)("because it %s is rejected with a receipt that says why", async (_, name, body, reason) => {
    const before = await kept();

    await the().files.put("imports", `demo/stock/${name}`, body);
    await the().hub.idle();

    const job = (await the().list("/v1/imports")).find(({ fileName }) => fileName === name);
    expect(job).toMatchObject({ state: "rejected", applied: 0 });
    expect(job?.["reason"]).toContain(reason);
    expect((await the().files.get("imports", String(job?.["receiptKey"]))).length).toBeGreaterThan(0);
    expect(await kept()).toEqual(before);
  });

  it("because its folder is of no kind starts nothing", async () => {
    const [jobs, receipts] = [await the().list("/v1/imports"), await the().files.keys("imports", "demo/receipts/")];

    await the().files.put("imports", "demo/invoices/may.xlsx", stockWorkbook([]));
    await the().files.put("imports", "demo/receipts/mine.xlsx", stockWorkbook([]));
    await the().files.put("imports", "nobody/stock/count.xlsx", stockWorkbook([]));
    await the().hub.idle();

    expect(await the().list("/v1/imports")).toEqual(jobs);
    expect(await the().files.keys("imports", "demo/receipts/")).toEqual(
      [...receipts, "demo/receipts/mine.xlsx"].sort(),
    );
  });
});

describe("a file that only looks odd", () => {
  it("is read when it is CSV in the encoding that Chinese Excel writes", async () => {
    // 商家编码,仓库,库存数量 / GBK-茶叶,SHA,7 in GB 18030; Node can read it and not write it.
    const body = Buffer.from("ycy80rHgwusssta/4iy/4rTmyv3Bvw0KR0JLLbLo0rYsU0hBLDcNCg==", "base64");

    await the().files.put("imports", "demo/stock/gbk.csv", body);
    await the().hub.idle();

    const job = (await the().list("/v1/imports")).find(({ fileName }) => fileName === "gbk.csv");
    expect(job).toMatchObject({ state: "applied", rows: 1, applied: 1 });
    const sku = encodeURIComponent("GBK-茶叶");
    expect((await the().get(`/v1/stock/${sku}`)).body).toMatchObject({ sku: "GBK-茶叶", onHand: 7 });
  });

  it("keeps the good rows and names each bad one", async () => {
    const rows = [
      ["GOOD", "SHA", "5"],
      ["GOOD", "SHA", "6"],
      ["MINUS", "SHA", "-1"],
      ["WHERE", "MOON", "1"],
      ["WORDS", "SHA", "many"],
      ["", "SHA", "1"],
    ];

    await the().files.put("imports", "demo/stock/mixed.xlsx", workbook(["sku", "warehouse", "on_hand"], rows));
    await the().hub.idle();

    const job = (await the().list("/v1/imports")).find(({ fileName }) => fileName === "mixed.xlsx");
    expect(job).toMatchObject({ state: "applied_with_errors", rows: 6, applied: 1, failed: 5 });
    expect((await the().get("/v1/stock/GOOD")).body).toMatchObject({ onHand: 5 });
    for (const sku of ["MINUS", "WHERE", "WORDS"]) expect((await the().get(`/v1/stock/${sku}`)).status).toBe(404);
  });
});

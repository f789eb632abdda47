import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { readSample } from "../../shared/channels/sample.ts";
import { isDue, reportNames } from "../../shared/reports/report.ts";
import { readSheet } from "../../shared/sheets/read-sheet.ts";
import { cellText } from "../../shared/sheets/rows.ts";
import { type BusWatch, type SeenEvent, watchBus } from "../support/bus-watch.ts";
import type { Answered, Json } from "../support/hub-client.ts";
import { useLocalHub } from "../support/local-hub.ts";
import { type Purchase, shopifyOrder } from "../support/shop-orders.ts";
import { type StockLine, stockWorkbook, workbook } from "./workbooks.ts";

/** One merchant's day on the hub, from the opening stock to the closed books; each test goes on where the last one ended. */
const the = useLocalHub();
let bus: BusWatch;
let deliveryNo = 0;

const MINUTE = 60_000;
const openingStock: readonly StockLine[] = [
  { sku: "TEA", warehouse: "SHA", onHand: 100 },
  { sku: "TEA", warehouse: "CAN", onHand: 100 },
  { sku: "LAST", warehouse: "SHA", onHand: 8, threshold: 5 },
  { sku: "TEA-DHP-50", warehouse: "SHA", onHand: 10 },
  { sku: "FILTER-01", warehouse: "SHA", onHand: 10 },
];

beforeAll(async () => {
  await the().hub.advance(untilShanghaiNoon(the().hub.clock.now()));
  bus = await watchBus(the().local);
});

/** Sends an order of the demo shop and waits until all that follows from it has happened. */
async function buy(purchase: Purchase, topic = "orders/paid"): Promise<Answered> {
  deliveryNo += 1;
  const body = shopifyOrder({ placedAt: hubTime(), ...purchase });
  const answer = await the().post({ topic, body, deliveryNo: `walk-${deliveryNo}` });
  await the().hub.idle();
  return answer;
}

/** The hub's time, so many minutes from now. */
function hubTime(minutes = 0): Date {
  return new Date(the().hub.clock.now() + minutes * MINUTE);
}

async function upload(kind: string, name: string, body: Uint8Array | string): Promise<Json> {
  await the().files.put("imports", `demo/${kind}/${name}`, body);
  await the().hub.idle();
  const job = (await the().list("/v1/imports")).find(({ fileName }) => fileName === name);
  if (job === undefined) throw new Error(`${name} is in no list of imports`);
  return job;
}

async function orderOf(channelOrderNo: string): Promise<Json> {
  const found = await the().get<{ items: Json[] }>(`/v1/orders?channelOrderNo=${encodeURIComponent(channelOrderNo)}`);
  expect(found.body.items, `orders with the number ${channelOrderNo}`).toHaveLength(1);
  return (await the().get(`/v1/orders/${String(found.body.items[0]?.["orderId"])}`)).body;
}

async function fateOf(answer: Answered): Promise<Json> {
  return (await the().get(`/deliveries/${answer.headers.get("x-orderhub-receipt")}`, null)).body;
}

async function stockOf(sku: string): Promise<Json> {
  return (await the().get(`/v1/stock/${sku}`)).body;
}

async function eventsOf(subject: unknown): Promise<readonly SeenEvent[]> {
  return (await bus.seen()).filter((event) => event.subject === subject);
}

describe("a merchant's day", () => {
  it("begins with the opening stock in a workbook, answered by a receipt", async () => {
    const job = await upload("stock", "opening.xlsx", stockWorkbook(openingStock));

    expect(job).toMatchObject({ state: "applied", rows: 5, applied: 5, failed: 0 });
    expect(await the().files.keys("imports", "demo/receipts/")).toEqual([job["receiptKey"]]);
    expect(await stockOf("TEA")).toMatchObject({ onHand: 200, allocated: 0, available: 200 });
  });

  it.each([
    { province: "SH" as const, warehouse: "SHA", rule: "East China ships from Shanghai" },
    { province: "GD" as const, warehouse: "CAN", rule: "South China ships from Guangzhou" },
  ])("ships a Shopify order to $province from $warehouse, and says why", async ({ province, warehouse, rule }) => {
    const no = province === "SH" ? 2001 : 2002;

    const answer = await buy({ no, province, lines: [{ sku: "TEA", quantity: 2 }] });

    expect(answer.status).toBe(200);
    expect(answer.headers.get("x-orderhub-receipt")).toMatch(/^dlv_demo_/);
    expect(await fateOf(answer)).toMatchObject({ outcome: "applied", reason: null, duplicates: 0 });
    const order = await orderOf(`#${no}`);
    expect(order).toMatchObject({ status: "allocated", warehouses: [warehouse], holds: [], backorder: [] });
    expect((order["routing"] as Json)["because"]).toContain(rule);
    const types = (await eventsOf(order["orderId"])).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(["order.accepted.v1", "order.approved.v1", "order.routed.v1"]));
  });

  it("has moved the stock of both, and of nothing else", async () => {
    const { positions, ...sums } = await stockOf("TEA");

    expect(sums).toMatchObject({ onHand: 200, allocated: 4, available: 196 });
    expect(positions).toMatchObject([
      { warehouse: "CAN", allocated: 2, available: 98 },
      { warehouse: "SHA", allocated: 2, available: 98 },
    ]);
  });

  it("takes a WooCommerce order through the same walk", async () => {
    const body = readSample("woocommerce", "order-paid-cny");

    const answer = await the().post({ connection: "woocommerce-demo", topic: "order.updated", body, deliveryNo: "1" });
    await the().hub.idle();

    expect(answer.status).toBe(200);
    expect(await fateOf(answer)).toMatchObject({ channel: "woocommerce", outcome: "applied" });
    expect(await orderOf("731")).toMatchObject({ status: "allocated", warehouses: ["SHA"], channel: "woocommerce" });
  });

  it("counts a repeated delivery and changes nothing", async () => {
    const body = shopifyOrder({ no: 2003, lines: [{ sku: "TEA", quantity: 1 }], placedAt: hubTime() });
    const delivery = { topic: "orders/paid", body, deliveryNo: "again" };

    const answers = [await the().post(delivery), await the().post(delivery), await the().post(delivery)];
    await the().hub.idle();

    expect(new Set(answers.map(({ headers }) => headers.get("x-orderhub-receipt"))).size).toBe(1);
    const [first] = answers;
    expect(first && (await fateOf(first))).toMatchObject({ outcome: "applied", duplicates: 2 });
    const order = await orderOf("#2003");
    expect((order["timeline"] as Json[]).filter(({ what }) => what === "received")).toHaveLength(1);
    expect(await stockOf("TEA")).toMatchObject({ allocated: 5 });
  });

  it("lets a late older message change nothing", async () => {
    const lines = [{ sku: "TEA", quantity: 1 }];
    const placedAt = hubTime(-60);
    await buy({ no: 2004, lines, placedAt, changedAt: hubTime() });

    const late = await buy({ no: 2004, lines, placedAt, payment: "pending" }, "orders/create");

    expect(await fateOf(late)).toMatchObject({ outcome: "stale" });
    expect(await orderOf("#2004")).toMatchObject({ status: "allocated", payment: { state: "paid" } });
  });

  it("parks a status it does not know, where operators see it and others are told", async () => {
    const answer = await buy({ no: 2005, lines: [{ sku: "TEA", quantity: 1 }], payment: "paid_in_cows" });

    const fate = await fateOf(answer);
    expect(answer.status).toBe(200);
    expect(fate["outcome"]).toBe("parked");
    expect(fate["reason"]).toContain("unknown_status at financial_status");
    const parked = await the().list("/deliveries?outcome=parked");
    expect(parked.map(({ deliveryId }) => deliveryId)).toEqual([fate["receiptId"]]);
    expect((await eventsOf(fate["receiptId"])).map(({ type }) => type)).toEqual(["delivery.parked.v1"]);
    expect((await the().get<{ items: Json[] }>("/v1/orders?channelOrderNo=%232005")).body.items).toEqual([]);
  });

  it("lets an order wait for goods, and serves it when they are counted in", async () => {
    await buy({ no: 2006, lines: [{ sku: "RARE", quantity: 3 }] });
    const waiting = await orderOf("#2006");
    expect(waiting).toMatchObject({ status: "backordered", backorder: [{ sku: "RARE", quantity: 3 }] });

    await upload("stock", "rare.xlsx", stockWorkbook([{ sku: "RARE", warehouse: "SHA", onHand: 4 }]));

    expect(await orderOf("#2006")).toMatchObject({ status: "allocated", warehouses: ["SHA"], backorder: [] });
    expect(await stockOf("RARE")).toMatchObject({ onHand: 4, allocated: 3, available: 1, ordersWaiting: 0 });
    const types = (await eventsOf(waiting["orderId"])).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(["order.backordered.v1", "order.routed.v1"]));
  });

  it("warns of low stock once, however far it falls", async () => {
    for (let no = 2010; no < 2016; no += 1) await buy({ no, lines: [{ sku: "LAST", quantity: 1 }] });

    expect(await stockOf("LAST")).toMatchObject({ onHand: 8, allocated: 6, available: 2 });
    const alerts = await the().list("/v1/alerts");
    expect(alerts).toMatchObject([{ sku: "LAST", warehouse: "SHA", threshold: 5, state: "open" }]);
    const told = (await eventsOf("LAST@SHA")).filter(({ type }) => type === "stock.low.v1");
    expect(new Set(told.map(({ id }) => id)).size).toBe(1);
  });

  it("takes orders from a workbook, whole or not at all, and names the bad row in the receipt", async () => {
    const headings = ["订单号", "下单时间", "商家编码", "数量", "单价", "收货人", "电话", "国家", "省份", "市", "地址"];
    const to = ["王小明", "13900001234", "CN", "上海市", "上海市", "人民路 1 号"];
    const at = `${shanghaiDay(hubTime(-24 * 60).getTime())} 10:00`;
    const rows = [
      ["B-1", at, "TEA", "1", "68.00", ...to],
      ["B-2", at, "TEA", "two", "68.00", ...to],
      ["B-2", at, "LAST", "1", "12.00", ...to],
      ["B-3", at, "TEA", "2", "68.00", ...to],
    ];

    const job = await upload("orders", "orders.xlsx", workbook(headings, rows));

    expect(job).toMatchObject({ state: "applied_with_errors", rows: 4, applied: 2, failed: 2 });
    expect(await orderOf("B-1")).toMatchObject({ status: "allocated" });
    expect(await orderOf("B-3")).toMatchObject({ status: "allocated" });
    expect((await the().get<{ items: Json[] }>("/v1/orders?channelOrderNo=B-2")).body.items).toEqual([]);
    const receipt = await readSheet(await the().files.get("imports", String(job["receiptKey"])));
    const text = receipt.ok ? receipt.value.rows.map(({ cells }) => cells.map(cellText).join("|")) : [];
    expect(text.find((row) => row.includes("two"))).toContain("not_a_count");
  });

  it("changes nothing when the same file is uploaded again", async () => {
    const job = await upload("stock", "opening-again.xlsx", stockWorkbook(openingStock));

    expect(job).toMatchObject({ state: "duplicate", applied: 0, failed: 0 });
    expect(await stockOf("LAST")).toMatchObject({ onHand: 8, allocated: 6 });
  });
});

describe("the end of the day", () => {
  it("comes by itself at the merchant's midnight: every report is sealed", async () => {
    const day = shanghaiDay(the().hub.clock.now());
    const midnight = Date.parse(`${day}T16:00:00.000Z`);

    await the().hub.advance(midnight + 21 * MINUTE - the().hub.clock.now());
    await the().hub.idle();
    await the().hub.advance(3 * MINUTE);
    await the().hub.idle();

    const { body } = await the().get<{ items: Json[] }>(`/v1/reports?day=${day}`, "finance");
    const due = ["facts", ...reportNames.filter((report) => isDue(report, day))];
    expect(body.items.map(({ report, state }) => `${report} ${state}`).sort()).toEqual(
      due.map((report) => `${report} sealed`).sort(),
    );
  });

  it("publishes files that hash to what the manifest says, and sums that agree with the rows", async () => {
    const day = shanghaiDay(the().hub.clock.now() - 60 * MINUTE);
    for (const report of reportNames.filter((each) => isDue(each, day))) {
      const { body } = await the().get<{ manifest: Manifest }>(`/v1/reports/${report}/${day}`, "finance");

      expect(body.manifest.files.map(({ name }) => name.replace(/^.*\./, "")).sort()).toEqual([
        ...["csv", "jsonl", "parquet", "xlsx"],
      ]);
      for (const file of body.manifest.files) {
        const bytes = Buffer.from(await (await fetch(file.url)).arrayBuffer());
        expect(bytes.length, file.name).toBe(file.bytes);
        expect(createHash("sha256").update(bytes).digest("hex"), file.name).toBe(file.sha256);
      }
      const latest = await the().files.get("exports", `demo/${report}/date=${day}/latest.json`);
      expect(JSON.parse(Buffer.from(latest).toString("utf8"))).toMatchObject({ report, day, version: 1 });
    }
  });

  it("lists every sale of the day, and their sum is the manifest's", async () => {
    const day = shanghaiDay(the().hub.clock.now() - 60 * MINUTE);
    const { body } = await the().get<{ manifest: Manifest }>(`/v1/reports/sales/${day}`, "finance");
    const csv = body.manifest.files.find(({ name }) => name.endsWith(".csv"));
    const sheet = await readSheet(Buffer.from(await (await fetch(csv?.url ?? "")).arrayBuffer()));
    if (!sheet.ok) throw new Error("the sales file cannot be read");
    const [headings = [], ...rows] = sheet.value.rows.map(({ cells }) => cells.map(cellText));
    const cell = (row: readonly string[], name: string): string => row[headings.indexOf(name)] ?? "";

    const cents = rows.reduce((sum, row) => sum + Math.round(Number(cell(row, "total")) * 100), 0);
    expect(rows).toHaveLength(body.manifest.rows);
    expect((cents / 100).toFixed(2)).toBe(body.manifest.sums["CNY"]?.net);
    const sold = (await the().list("/v1/orders")).filter(({ businessDay }) => businessDay === day);
    const listed = rows.map((row) => cell(row, "order_id")).sort();
    expect(listed).toEqual(sold.map(({ orderId }) => String(orderId)).sort());
  });
});

describe("permissions", () => {
  it("were enough for every call of the walk", () => {
    expect(the().hub.refusals()).toEqual([]);
  });
});

type Manifest = {
  readonly rows: number;
  readonly sums: Readonly<Record<string, { readonly net: string }>>;
  readonly files: readonly { name: string; bytes: number; sha256: string; url: string }[];
};

/** The day in Shanghai, which knows no summer time. */
function shanghaiDay(at: number): string {
  return new Date(at + 8 * 60 * MINUTE).toISOString().slice(0, 10);
}

function untilShanghaiNoon(at: number): number {
  const noon = Date.parse(`${shanghaiDay(at)}T04:00:00.000Z`);
  return noon >= at ? noon - at : noon + 24 * 60 * MINUTE - at;
}

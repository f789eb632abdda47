import { beforeAll, describe, expect, it } from "vitest";
import { outputOf } from "../../local/hub/hub-outputs.ts";
import type { HubClient, Json } from "../support/hub-client.ts";
import { useLocalHub } from "../support/local-hub.ts";
import { watchNotices } from "../support/notice-watch.ts";
import { type Purchase, shopifyOrder } from "../support/shop-orders.ts";
import { stockWorkbook, workbook } from "./workbooks.ts";

const the = useLocalHub();

const send: HubClient["send"] = (...wish) => the().send(...wish);

let deliveries = 0;
async function sold(purchase: Purchase): Promise<Json> {
  deliveries += 1;
  await the().post({ topic: "orders/updated", body: shopifyOrder(purchase), deliveryNo: String(deliveries) });
  await the().hub.idle();
  return orderNo(purchase.no);
}

async function orderNo(no: number): Promise<Json> {
  const [found] = await the().list(`/v1/orders?channelOrderNo=${encodeURIComponent(`#${no}`)}`);
  return (await the().get(`/v1/orders/${String(found?.["orderId"])}`)).body;
}

const from = (order: Json): readonly string[] =>
  (order["allocations"] as readonly Json[]).map((each) => `${each["warehouse"]} ${each["quantity"]} ${each["sku"]}`);
const lineOf = (order: Json, at = 0): unknown => (order["lines"] as readonly Json[])[at]?.["lineId"];

async function count(units: Readonly<Record<string, number>>): Promise<void> {
  const lines = Object.entries(units).map(([place, onHand]) => {
    const [sku = "", warehouse = ""] = place.split("@");
    return { sku, warehouse, onHand };
  });
  await the().files.put("imports", `demo/stock/count-${Object.keys(units).join("-")}.xlsx`, stockWorkbook(lines));
  await the().hub.idle();
}

beforeAll(async () => {
  const all = ["TEA", "CUP", "SPOON", "ICE", "POT"].flatMap((sku) => ["SHA", "CAN"].map((at) => [`${sku}@${at}`, 40]));
  await count(Object.fromEntries(all));
}, 120_000);

/** With the permissions of the template: what a function may not do fails here. */
describe("what people do to orders by hand, over HTTP", () => {
  it("a split moves goods at once, names who did it, and is undone by planning anew", async () => {
    const order = await sold({ no: 1, lines: [{ sku: "TEA", quantity: 3 }] });
    expect(from(order)).toEqual(["SHA 3 TEA"]);
    const path = `/v1/orders/${String(order["orderId"])}`;
    const place = (warehouse: string, quantity: number): Json => ({ lineId: lineOf(order), warehouse, quantity });

    const refused = await send("POST", `${path}/split`, { places: [place("CTU", 3)], note: "closer" });
    expect(refused).toMatchObject({ status: 409, body: { code: "not_enough", warehouse: "CTU", sku: "TEA", free: 0 } });
    const wrong = await send("POST", `${path}/split`, { places: [place("CAN", 2)], note: "closer" });
    expect(wrong).toMatchObject({ status: 400, body: { code: "does_not_add_up", open: 3, given: 2 } });

    const split = await send("POST", `${path}/split`, { places: [place("SHA", 1), place("CAN", 2)], note: "fragile" });
    expect(split).toMatchObject({ status: 200, body: { status: "allocated", isRepeated: false } });
    expect(from(await orderNo(1))).toEqual(["SHA 1 TEA", "CAN 2 TEA"]);
    const routing = (await the().get(`${path}/routing`)).body;
    expect(routing).toMatchObject({ byHand: [{ byHand: { note: "fragile" } }], decisions: 1 });

    expect((await send("POST", `${path}/reroute`, { reason: "by_hand" })).status).toBe(202);
    await the().hub.idle();
    expect(from(await orderNo(1))).toEqual(["SHA 3 TEA"]);
  }, 60_000);

  it("orders of one recipient are gathered, joined, parted again, and leave under one number", async () => {
    const first = await sold({ no: 2, lines: [{ sku: "CUP", quantity: 2 }] });
    const second = await sold({ no: 3, lines: [{ sku: "CUP", quantity: 2 }] });
    const orderIds = [first["orderId"], second["orderId"]];
    const places = [{ lineId: lineOf(second), warehouse: "CAN", quantity: 2 }];
    await send("POST", `/v1/orders/${String(orderIds[1])}/split`, { places, note: "full" });

    const proposed = await the().get("/v1/joint-parcels/proposals");
    expect(proposed.status).toBe(200);
    const group = (proposed.body["toGather"] as readonly Json[]).find((each) =>
      JSON.stringify(each["orders"]).includes(String(orderIds[1])),
    );
    expect(group).toMatchObject({ cost: { savedMinor: 0 } });

    expect(await send("POST", "/v1/joint-parcels", { orderIds, mayMove: false })).toMatchObject({
      status: 409,
      body: { code: "elsewhere" },
    });
    const joined = await send("POST", "/v1/joint-parcels", { orderIds });
    expect(joined).toMatchObject({
      status: 201,
      body: { isRepeated: false, gathered: { warehouse: joined.body["warehouse"] } },
    });
    expect((await send("POST", "/v1/joint-parcels", { orderIds })).body).toMatchObject({ isRepeated: true });

    const parted = await send("DELETE", `/v1/orders/${String(orderIds[0])}/joint-parcel`);
    expect(parted).toMatchObject({ status: 200, body: { isRepeated: false, stay: [] } });
    expect([from(await orderNo(2)), from(await orderNo(3))]).toEqual([["SHA 2 CUP"], ["CAN 2 CUP"]]);

    await send("POST", "/v1/joint-parcels", { orderIds });
    const parcel = { carrier: { code: "SF" }, trackingNo: "SF100" };
    const shipped = await send("POST", `/v1/orders/${String(orderIds[1])}/joint-parcel/shipments`, parcel);
    expect(shipped).toMatchObject({ status: 200, body: { shipped: [{}, {}], left: [] } });
    expect([await orderNo(2), await orderNo(3)]).toMatchObject([{ status: "shipped" }, { status: "shipped" }]);
  }, 60_000);

  it("who may share parcels is set by the merchant", async () => {
    const rules = { isOn: false, acrossShops: true, mixesPayment: false, apartTags: ["presale"] };
    expect((await the().get("/v1/joint-parcels/rules")).body).toMatchObject({ isOn: true });
    expect((await send("PUT", "/v1/joint-parcels/rules", rules)).status).toBe(200);
    expect((await the().get("/v1/joint-parcels/proposals")).body).toMatchObject({ items: [], toGather: [] });
    await send("PUT", "/v1/joint-parcels/rules", { ...rules, isOn: true });
  }, 60_000);
});

describe("what has an order planned anew", () => {
  it("a short pick takes it to another warehouse, and it does not go back", async () => {
    const order = await sold({ no: 10, lines: [{ sku: "SPOON", quantity: 1 }] });
    const body = { reason: "short_pick", exclude: ["SHA"], note: "shelf empty" };
    const answer = await send("POST", `/v1/orders/${String(order["orderId"])}/reroute`, body);
    expect(answer.body).toMatchObject({ outcome: "given_back", unitsGivenBack: 1 });
    await the().hub.idle();
    expect(from(await orderNo(10))).toEqual(["CAN 1 SPOON"]);
    expect((await send("POST", `/v1/orders/${String(order["orderId"])}/reroute`, body)).body).toMatchObject({
      outcome: "repeated",
    });
  }, 60_000);

  it("an address that moved takes it to the warehouse of its new region", async () => {
    await sold({ no: 11, lines: [{ sku: "SPOON", quantity: 1 }] });
    const moved = await sold({
      no: 11,
      lines: [{ sku: "SPOON", quantity: 1 }],
      province: "GD",
      changedAt: new Date(Date.now() + 60_000),
    });
    expect(from(moved)).toEqual(["CAN 1 SPOON"]);
    expect(moved["routing"]).toMatchObject({ because: expect.stringContaining("the address has changed") });
  }, 60_000);

  it("units that are taken off an order of two parcels may leave it in one", async () => {
    const order = await sold({ no: 12, lines: [{ sku: "SPOON", quantity: 4 }] });
    const places = ["SHA", "CAN"].map((warehouse) => ({ lineId: lineOf(order), warehouse, quantity: 2 }));
    await send("POST", `/v1/orders/${String(order["orderId"])}/split`, { places, note: "two boxes" });
    const less = await sold({
      no: 12,
      lines: [{ sku: "SPOON", quantity: 3 }],
      changedAt: new Date(Date.now() + 60_000),
    });
    expect(from(less)).toEqual(["SHA 3 SPOON"]);
  }, 60_000);

  it("a warehouse that closes hands its orders to the others", async () => {
    const order = await sold({ no: 13, lines: [{ sku: "POT", quantity: 1 }] });
    expect(from(order)).toEqual(["SHA 1 POT"]);
    expect((await send("PATCH", "/v1/warehouses/SHA", { isActive: false })).status).toBe(200);
    await the().hub.advance(130_000);
    await the().hub.idle();
    expect(from(await orderNo(13))).toEqual(["CAN 1 POT"]);
    await send("PATCH", "/v1/warehouses/SHA", { isActive: true });
    await the().hub.advance(61_000);
  }, 60_000);
});

describe("rules, over HTTP", () => {
  it("tag orders that lists then find, and tell somebody once", async () => {
    const notices = await watchNotices(the().hub.localJson, outputOf(the().hub.site, "NoticesTopicArn"));
    const rules = [
      { name: "Cold", when: 'hasSku("ICE")', actions: [{ do: "tag", tag: "cold" }] },
      {
        name: "Ice",
        when: '"cold" in order.tags',
        actions: [{ do: "notify", to: "warehouse", text: "pack with ice" }],
      },
    ];
    expect((await send("PUT", "/v1/rules/draft", { rules })).status).toBe(200);
    expect((await send("POST", "/v1/rules/publish", {})).status).toBe(201);
    await the().hub.advance(61_000);
    expect((await the().get("/v1/rules")).body).toMatchObject({ deciding: "rule_set" });

    const order = await sold({ no: 20, lines: [{ sku: "ICE", quantity: 1 }] });
    expect(order["ruleTags"]).toEqual(["cold"]);
    await sold({
      no: 20,
      lines: [{ sku: "ICE", quantity: 1 }],
      note: "soon",
      changedAt: new Date(Date.now() + 60_000),
    });
    await sold({ no: 21, lines: [{ sku: "POT", quantity: 1 }] });

    const found = await the().list("/v1/orders?tag=cold");
    expect(found.map((each) => each["channelOrderNo"])).toEqual(["#20"]);
    const told = (await notices.told()).filter(({ type }) => type === "order.noticed.v1");
    expect(told.map(({ detail }) => detail)).toMatchObject([
      { channelOrderNo: "#20", notices: [{ rule: "Ice", to: "warehouse", text: "pack with ice" }] },
    ]);
  }, 90_000);

  it("have buyers collect in a store, and others send where the store is short", async () => {
    expect((await send("PATCH", "/v1/warehouses/CTU", { kind: "store" })).status).toBe(200);
    await count({ "TEA@CTU": 1 });
    const pickup = { do: "pickup", store: "CTU", whenShort: "ship" };
    const rules = [{ name: "Collect", when: 'order.note.contains("collect")', actions: [pickup] }];
    await send("PUT", "/v1/rules/draft", { rules });
    await send("POST", "/v1/rules/publish", {});
    await the().hub.advance(61_000);
    const collected = await sold({ no: 30, lines: [{ sku: "TEA", quantity: 1 }], note: "collect" });
    expect(from(collected)).toEqual(["CTU 1 TEA"]);
    const sent = await sold({ no: 31, lines: [{ sku: "TEA", quantity: 1 }], note: "collect" });
    expect(from(sent)).toEqual(["SHA 1 TEA"]);
    await count({ "CUP@CTU": 5 });
    const plain = await sold({ no: 32, lines: [{ sku: "CUP", quantity: 1 }], province: "SC" });
    expect(from(plain)).toEqual(["SHA 1 CUP"]);
    const stores = [
      {
        name: "Stores send",
        when: "true",
        actions: [{ do: "ship_from_store" }, { do: "prefer", warehouses: ["CTU"] }],
      },
    ];
    await send("PUT", "/v1/rules/draft", { rules: stores });
    await send("POST", "/v1/rules/publish", {});
    await the().hub.advance(61_000);
    expect(from(await sold({ no: 33, lines: [{ sku: "CUP", quantity: 1 }] }))).toEqual(["CTU 1 CUP"]);
  }, 90_000);
});

describe("the network, as files", () => {
  it("takes freight templates and warehouses, and says what was wrong in them", async () => {
    const rates = workbook(
      ["快递编码", "目的地", "首重", "首重价格", "续重", "续重价格", "时效"],
      [
        ["ZTO", "江苏；浙江", "1", "8.00", "1", "2.00", "2"],
        ["ZTO", "全国", "1", "12.00", "1", "4.00", "4"],
        ["YTO", "火星省", "1", "8.00", "1", "2.00", "2"],
      ],
    );
    await the().files.put("imports", "demo/carrier-rates/zto.xlsx", rates);
    const places = workbook(
      ["仓库编码", "仓库名称", "国家", "省", "截单时间"],
      [["WUH", "武汉仓", "CN", "湖北", "16:30"]],
    );
    await the().files.put("imports", "demo/warehouses/wuh.xlsx", places);
    await the().hub.idle();
    const jobs = await the().list("/v1/imports");
    const byName = (fileName: string): Json | undefined => jobs.find((job) => job["fileName"] === fileName);
    expect(byName("zto.xlsx")).toMatchObject({ state: "applied_with_errors", applied: 2, failed: 1 });
    expect(byName("wuh.xlsx")).toMatchObject({ state: "applied", applied: 1 });
    const carriers = (await the().get("/v1/carriers")).body["items"];
    expect(carriers).toMatchObject([{ code: "ZTO", tariffs: [{ zone: ["江苏", "浙江"], days: 2 }, { zone: ["*"] }] }]);
    expect((await the().get("/v1/warehouses")).body["items"]).toContainEqual(
      expect.objectContaining({
        code: "WUH",
        regionName: "湖北省",
        hours: expect.objectContaining({ cutoffMinutes: 990 }),
      }),
    );
  }, 60_000);
});

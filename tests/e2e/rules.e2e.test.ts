import { beforeAll, describe, expect, it } from "vitest";
import type { HubClient, Json } from "../support/hub-client.ts";
import { useLocalHub } from "../support/local-hub.ts";
import { shopifyOrder } from "../support/shop-orders.ts";
import { stockWorkbook } from "./workbooks.ts";

const the = useLocalHub();

const send: HubClient["send"] = (...wish) => the().send(...wish);

async function orderNo(no: number): Promise<Json> {
  const found = await the().list(`/v1/orders?channelOrderNo=${encodeURIComponent(`#${no}`)}`);
  return found[0] ?? {};
}

beforeAll(async () => {
  const counted = stockWorkbook(["SHA", "CAN"].map((warehouse) => ({ sku: "TEA", warehouse, onHand: 20 })));
  await the().files.put("imports", "demo/stock/count.xlsx", counted);
  await the().hub.idle();
}, 60_000);

/** With the permissions of the template: what a function may not do fails here. */
describe("rules over HTTP", () => {
  it("are checked, put in force, and decide; the receipt says how", async () => {
    const rules = [
      { name: "From Canton", when: "true", actions: [{ do: "prefer", warehouses: ["CAN"] }] },
      { name: "Look at large ones", when: "order.quantity >= 5", actions: [{ do: "hold", reason: "call the buyer" }] },
    ];
    const wrong = await send("POST", "/v1/rules/check", { rules: [{ ...rules[0], when: "order.quantty > 1" }] });
    expect(wrong.body).toMatchObject({ ok: false, mistakes: [{ line: 1, suggestion: "order.quantity" }] });
    const hours = { zone: "Asia/Shanghai", cutoffMinutes: 1_440, workingDays: [1, 2, 3, 4, 5, 6, 7], holidays: [] };
    expect((await send("PATCH", "/v1/warehouses/CAN", { hours, handlingMinor: 50 })).status).toBe(200);
    const rate = { kind: "first_and_steps", firstGrams: 1_000, firstMinor: 800, stepGrams: 500, stepMinor: 100 };
    const tariffs = [{ zone: ["*"], from: [], rate, days: 2, maxGrams: null }];
    const carrier = { name: "SF", isActive: true, volumetricDivisor: null, tariffs };
    expect((await send("PUT", "/v1/carriers/SF", carrier)).status).toBe(200);
    expect((await send("PUT", "/v1/rules/draft", { rules })).status).toBe(200);
    expect((await send("POST", "/v1/rules/publish", {})).body).toMatchObject({ version: 2 });

    await the().post({
      topic: "orders/paid",
      body: shopifyOrder({ no: 1, lines: [{ sku: "TEA", quantity: 1 }] }),
      deliveryNo: "1",
    });
    await the().hub.idle();
    const order = await orderNo(1);
    expect(order).toMatchObject({ status: "allocated", warehouses: ["CAN"] });
    const { status, body } = await the().get(`/v1/orders/${String(order["orderId"])}/routing`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      decisions: 1,
      receipts: [
        {
          rulesVersion: 2,
          rules: [{ rule: "From Canton", kind: "prefer" }],
          plan: { parcels: [{ warehouse: "CAN", carrier: "SF", costMinor: 850, days: 2 }], isProven: true },
        },
      ],
    });
    const decided = await the().get(`/v1/routing-decisions?day=${String(order["businessDay"])}`);
    expect(decided.status).toBe(200);
    expect(JSON.stringify(decided.body)).toContain(String(order["orderId"]));
  });

  it("hold an order until somebody lifts the hold", async () => {
    await the().post({
      topic: "orders/paid",
      body: shopifyOrder({ no: 2, lines: [{ sku: "TEA", quantity: 6 }] }),
      deliveryNo: "2",
    });
    await the().hub.idle();
    const order = await orderNo(2);
    expect(order).toMatchObject({ status: "on_hold", holds: [{ reason: "held_by_rule" }] });
    const path = `/v1/orders/${String(order["orderId"])}/holds/held_by_rule/release`;
    const released = await send("POST", path, { note: "called: it is right" });
    expect(released.body).toMatchObject({ status: "approved", holds: [], isRepeated: false });
    await the().hub.idle();
    expect(await orderNo(2)).toMatchObject({ status: "allocated", warehouses: ["CAN"] });
  });

  it("end when an older state is brought back", async () => {
    expect((await send("POST", "/v1/rules/versions/0/bring-back", {})).status).toBe(200);
    expect((await the().get("/v1/rules")).body).toMatchObject({ inForce: null });
  });
});

import { describe, expect, it } from "vitest";
import type { Json } from "../support/hub-client.ts";
import { useLocalHub } from "../support/local-hub.ts";
import { shopifyOrder } from "../support/shop-orders.ts";

const the = useLocalHub();
const DAY = 24 * 3_600_000;

async function send(method: "POST" | "PUT" | "DELETE", path: string, body: object): Promise<Json> {
  const { status, body: answer } = await the().send(method, path, body);
  return { httpStatus: status, ...answer };
}

const get = async (path: string): Promise<Json> => (await the().get(path)).body;

const dayIn = (days: number): string => new Date(the().hub.clock.now() + days * DAY).toISOString().slice(0, 10);

describe("lots and numbers of units on a running hub", () => {
  it("are received, expire, leave first expired first, and are found again", async () => {
    const shelfLife = { noticeDays: 5 };
    expect(await send("PUT", "/v1/products/TEA", { title: "Tea", tracking: "lots", shelfLife })).toMatchObject({
      tracking: "lots",
    });
    expect(await send("PUT", "/v1/products/CAM", { title: "Camera", tracking: "serials" })).toMatchObject({
      httpStatus: 201,
    });
    const lines = [
      { sku: "TEA", quantity: 12 },
      { sku: "CAM", quantity: 2 },
    ];
    await send("POST", "/v1/purchases", { documentId: "p1", supplier: "Tea & Co", warehouse: "SHA", lines });
    const soon = { lot: "L1", quantity: 2, expiresOn: dayIn(1) };
    const lots = [
      { lot: "L3", quantity: 6, expiresOn: dayIn(90) },
      { lot: "L2", quantity: 4, expiresOn: dayIn(30) },
      soon,
    ];
    const came = [
      { sku: "TEA", quantity: 12, lots },
      { sku: "CAM", quantity: 2, serials: ["SN1", "SN2"] },
    ];
    const unnamed = came.map(({ sku, quantity }) => ({ sku, quantity }));
    expect(await send("POST", "/v1/purchases/p1/receipts", { receiptId: "r0", lines: unnamed })).toMatchObject({
      code: "goods_refused",
    });
    expect(await send("POST", "/v1/purchases/p1/receipts", { receiptId: "r1", lines: came })).toMatchObject({
      httpStatus: 201,
    });
    await the().hub.idle();

    await the().hub.advance(2 * DAY);
    await the().hub.idle();
    expect(await get("/v1/stock/TEA")).toMatchObject({ onHand: 12, available: 10, onHold: 2 });

    const sold = [
      { sku: "TEA", quantity: 5 },
      { sku: "CAM", quantity: 1 },
    ];
    await the().post({ topic: "orders/paid", body: shopifyOrder({ no: 1, lines: sold }), deliveryNo: "1" });
    await the().hub.idle();
    const { items } = (await the().get<{ items: Json[] }>("/v1/orders?status=allocated")).body;
    const orderId = String(items[0]?.["orderId"]);
    const order = await get(`/v1/orders/${orderId}`);
    const camera = (order["lines"] as Json[]).find(({ sku }) => sku === "CAM")?.["lineId"];
    const parcel = { warehouse: "SHA", carrier: { code: "SF" }, trackingNo: "SF1" };
    const path = `/v1/orders/${orderId}/shipments`;
    expect(await send("POST", path, parcel)).toMatchObject({ httpStatus: 409, code: "serials_missing" });
    const goods = [{ lineId: camera, serials: ["SN2"] }];
    const shipped = await send("POST", path, { ...parcel, goods });
    expect(shipped).toMatchObject({ httpStatus: 201, status: "shipped" });
    await the().hub.idle();

    const left = [
      { lot: "L1", onHand: 2, isExpired: true },
      { lot: "L3", onHand: 5, isExpired: false },
    ];
    expect(await get("/v1/stock/TEA/lots")).toMatchObject({ positions: [{ warehouse: "SHA", onHand: 7, lots: left }] });
    expect(await get("/v1/stock/TEA/lots/L2/orders")).toMatchObject({
      units: 4,
      orders: [{ orderId, isPresumed: false }],
    });
    expect(await get("/v1/serials/SN2")).toMatchObject({ units: [{ sku: "CAM", state: "shipped", orderId }] });

    const shipmentId = String(shipped["shipmentId"]);
    expect(await send("DELETE", `${path}/${shipmentId}`, {})).toMatchObject({ httpStatus: 200 });
    await the().hub.idle();
    expect(await get("/v1/stock/TEA/lots/L2/orders")).toMatchObject({ units: 0, orders: [] });
    expect(await get("/v1/serials/SN2")).toMatchObject({ units: [{ state: "in_stock", orderId: null }] });

    expect(await send("POST", "/v1/stock-proofs", {})).toMatchObject({ httpStatus: 202 });
    await the().hub.idle();
    expect(await get("/v1/stock-proofs")).toMatchObject({ drifts: [] });
    expect(await get("/v1/stock/TEA/movements")).toMatchObject({ positions: [{ now: { onHand: 12 } }] });
  }, 120_000);
});

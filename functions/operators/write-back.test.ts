import { describe, expect, it } from "vitest";
import { warehouseCode } from "../../shared/kernel/ids.ts";
import type { RawCall, Route } from "../../shared/platform/http-route.ts";
import type { Role } from "../../shared/platform/principal.ts";
import { makeAskTelling } from "../../shared/writeback/ask-telling.ts";
import { type TellingState, writeTelling } from "../../shared/writeback/telling.ts";
import { aConnectionId, aMerchantId } from "../../tests/support/builders.ts";
import { memoryQueue } from "../../tests/support/memory-ports.ts";
import { shippingHub } from "../../tests/support/shipping-hub.ts";
import { routes as listings } from "./manage-listings.handler.ts";
import { routes as shipments } from "./manage-shipments.handler.ts";
import { routes as tellings } from "./manage-tellings.handler.ts";
import { routes as writeBack } from "./manage-write-back.handler.ts";

const inShop = { connectionId: aConnectionId };
const parcel = { warehouse: "SHA", carrier: { code: "sf" }, trackingNo: " SF1 " };

async function world() {
  const hub = await shippingHub();
  const queue = memoryQueue();
  const services = {
    table: hub.table,
    now: hub.now,
    queue,
    shipOrder: (request: Parameters<typeof hub.ship>[0]) => hub.ship(request),
    unshipOrder: hub.unship,
    askTelling: makeAskTelling({ table: hub.table, queue, now: hub.now }),
  };
  const all = { ...shipments, ...tellings, ...listings, ...writeBack } as Readonly<
    Record<string, Route<typeof services>>
  >;
  const call = async (key: string, over: Partial<RawCall> & { readonly role?: Role; readonly said?: unknown } = {}) => {
    const { role = "operator", said, ...rest } = over;
    const principal = { merchantId: aMerchantId, role, subject: "ann" };
    const body = said === undefined ? "" : JSON.stringify(said);
    const answer = await all[key]?.(
      { principal, path: "/", params: {}, query: {}, requestId: "r1", body, ...rest },
      services,
    );
    if (answer === undefined) throw new Error(`there is no route ${key}`);
    if (!answer.ok) return { status: answer.error.status, body: { ...answer.error } as Record<string, unknown> };
    return { status: answer.value.status, body: JSON.parse(answer.value.body) as Record<string, unknown> };
  };
  return { hub, queue, call, ofOrder: { orderId: hub.orderId } };
}

describe("shipping through the API", () => {
  it("records a parcel once and takes it back", async () => {
    const { hub, call, ofOrder } = await world();

    const first = await call("POST /v1/orders/{orderId}/shipments", {
      params: ofOrder,
      said: parcel,
      role: "warehouse",
    });
    const again = await call("POST /v1/orders/{orderId}/shipments", {
      params: ofOrder,
      said: parcel,
      role: "warehouse",
    });

    expect([first.status, again.status]).toEqual([201, 200]);
    const shipmentId = String(first.body["shipmentId"]);
    expect(first.body["shipments"]).toMatchObject([
      { shipmentId, carrier: "SF Express", carrierCode: "SF", trackingNo: "SF1", shippedBy: "ann", told: null },
    ]);
    const back = await call("DELETE /v1/orders/{orderId}/shipments/{shipmentId}", {
      params: { ...ofOrder, shipmentId },
      query: { reason: "wrong order" },
    });
    expect([back.status, back.body["status"]]).toEqual([200, "allocated"]);
    expect(await hub.stock()).toMatchObject({ SHA: "10/3" });
  });

  it("says in words why a parcel is not recorded, and to whom it listens", async () => {
    const { call, ofOrder } = await world();
    const post = (said: unknown, over: object = {}) =>
      call("POST /v1/orders/{orderId}/shipments", { params: ofOrder, said, ...over });

    const answers = [
      await post({ ...parcel, warehouse: "CAN" }),
      await post({ ...parcel, lines: [{ lineId: "l1", quantity: 9 }] }),
      await post({ ...parcel, trackingNo: "  " }),
      await post(parcel, { params: { orderId: "ord_x" } }),
      await post(parcel, { role: "viewer" }),
    ];

    expect(answers.map(({ status, body }) => [status, body["code"]])).toEqual([
      [409, "nothing_allocated"],
      [409, "not_allocated"],
      [400, "invalid_body"],
      [404, "not_found"],
      [403, "forbidden"],
    ]);
    expect(answers[1]?.body["detail"]).toBe("Of line l1, 3 are allocated from this warehouse and 9 were to ship.");
  });
});

describe("what channels were told", () => {
  it("is listed by state; people have a refused parcel told again and say what they mended", async () => {
    const { hub, queue, call, ofOrder } = await world();
    const write = async (shipmentId: string, state: TellingState) => {
      const common = { merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", ...ofOrder };
      const at = hub.now().toISOString();
      const told = {
        shipmentId: shipmentId as never,
        channelOrderId: "1001",
        trackingNo: "SF1",
        attempts: 1,
        revision: 1,
      };
      await writeTelling(hub.table, null, {
        ...common,
        ...told,
        state,
        firstAt: at,
        lastAt: at,
        reference: null,
        why: "no",
      });
    };
    await write("shp_a", "refused");
    await write("shp_b", "to_correct");
    await write("shp_c", "done");
    const answer = (shipmentId: string, action: string) =>
      call("POST /v1/orders/{orderId}/shipments/{shipmentId}/telling", {
        params: { ...ofOrder, shipmentId },
        said: { action },
      });

    const refused = await call("GET /v1/tellings", { query: { state: "refused" } });
    const answers = [
      await answer("shp_a", "again"),
      await answer("shp_b", "corrected"),
      await answer("shp_b", "corrected"),
      await answer("shp_c", "again"),
      await answer("shp_d", "again"),
    ];

    expect(refused.body["items"]).toMatchObject([{ shipmentId: "shp_a", state: "refused", why: "no" }]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 409, 409, 404]);
    expect(queue.sent.map(({ body }) => JSON.parse(body))).toMatchObject([{ shipmentId: "shp_a", isAsked: true }]);
    const all = await call("GET /v1/tellings");
    expect((all.body["items"] as { state: string }[]).map(({ state }) => state).sort()).toEqual([
      "corrected",
      "done",
      "refused",
    ]);
  });
});

describe("what a shop is told of stock", () => {
  it("is set as a whole, and every listing is told anew", async () => {
    const { queue, call } = await world();
    const key = "PUT /v1/connections/{connectionId}/write-back";

    const before = await call("GET /v1/connections/{connectionId}/write-back", { params: inShop });
    const wrong = await call(key, { params: inShop, said: { stock: { isOn: true, minIntervalSeconds: 901 } } });
    const set = await call(key, { params: inShop, said: { stock: { isOn: true, buffer: 2, warehouses: ["SHA"] } } });

    expect(before.body["stock"]).toMatchObject({ isOn: false, minIntervalSeconds: 30 });
    expect(wrong.status).toBe(400);
    expect(set.body["stock"]).toEqual({
      isOn: true,
      buffer: 2,
      quota: null,
      warehouses: [warehouseCode("SHA")],
      minIntervalSeconds: 30,
    });
    expect(queue.sent.map(({ body }) => JSON.parse(body))).toMatchObject([{ connectionId: aConnectionId, sku: null }]);
  });

  it("knows the listings by sku, and tells one that was just set", async () => {
    const { queue, call } = await world();
    const said = {
      listings: [
        { sku: "TEA-250", listing: { item: "9" } },
        { sku: "CUP", isOffered: false },
      ],
    };
    await call("PUT /v1/connections/{connectionId}/write-back", { params: inShop, said: { stock: { isOn: true } } });

    const set = await call("PUT /v1/connections/{connectionId}/listings", { params: inShop, said });
    const listed = await call("GET /v1/connections/{connectionId}/listings", { params: inShop });
    const strange = await call("GET /v1/connections/{connectionId}/listings", { params: { connectionId: "x" } });

    expect([set.body, strange.status]).toEqual([{ saved: 2 }, 404]);
    expect(listed.body["items"]).toMatchObject([
      { sku: "CUP", isOffered: false, nextAt: null },
      { sku: "TEA-250", listing: { item: "9" }, told: null, trouble: null },
    ]);
    expect(queue.sent.slice(1).map(({ body }) => JSON.parse(body).sku)).toEqual(["TEA-250"]);
  });
});

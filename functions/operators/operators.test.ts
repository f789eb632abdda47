import { describe, expect, it } from "vitest";
import { writeLedger } from "../../shared/inventory/ledger-store.ts";
import { setOnHand } from "../../shared/inventory/set-on-hand.ts";
import { type StockChange, stockChangeOf } from "../../shared/inventory/stock-change.ts";
import { merchantId, sku, warehouseCode } from "../../shared/kernel/ids.ts";
import { operations } from "../../shared/operators/openapi.ts";
import { makeUpsertOrder } from "../../shared/orders/upsert-order.ts";
import type { RawCall } from "../../shared/platform/http-route.ts";
import type { Role } from "../../shared/platform/principal.ts";
import { fromAttributes } from "../../shared/table/attribute-value.ts";
import type { Table } from "../../shared/table/port.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aConnectionId, aDelivery, aMerchant, aMerchantId, anIncomingOrder } from "../../tests/support/builders.ts";
import { intakePorts, intakeWorker } from "../../tests/support/intake-hub.ts";
import { memoryObjects } from "../../tests/support/memory-ports.ts";
import { routes as countStock } from "../inventory/count-stock.handler.ts";
import { routes as explainStock } from "../inventory/explain-stock.handler.ts";
import { routes as moveStock } from "../inventory/move-stock.handler.ts";
import { routes as traceLots } from "../inventory/trace-lots.handler.ts";
import { routes as describeApi } from "./describe-api.handler.ts";
import { routes as enterOrder } from "./enter-order.handler.ts";
import { routes as manageConnections } from "./manage-connections.handler.ts";
import { routes as manageCustomReports } from "./manage-custom-reports.handler.ts";
import { routes as manageCustomers } from "./manage-customers.handler.ts";
import { routes as manageGaps } from "./manage-gaps.handler.ts";
import { routes as manageHolds } from "./manage-holds.handler.ts";
import { routes as manageImports } from "./manage-imports.handler.ts";
import { routes as manageJointParcels } from "./manage-joint-parcels.handler.ts";
import { routes as manageListings } from "./manage-listings.handler.ts";
import { routes as manageMappings } from "./manage-mappings.handler.ts";
import { routes as manageNetwork } from "./manage-network.handler.ts";
import { routes as manageProducts } from "./manage-products.handler.ts";
import { routes as manageReports } from "./manage-reports.handler.ts";
import { routes as manageRules } from "./manage-rules.handler.ts";
import { routes as manageSecrets } from "./manage-secrets.handler.ts";
import { routes as manageSettlements } from "./manage-settlements.handler.ts";
import { routes as manageShipments } from "./manage-shipments.handler.ts";
import { routes as manageTellings } from "./manage-tellings.handler.ts";
import { routes as manageVouchers } from "./manage-vouchers.handler.ts";
import { routes as manageWriteBack } from "./manage-write-back.handler.ts";
import { routes as planAnew } from "./plan-anew.handler.ts";
import { routes as publishRules } from "./publish-rules.handler.ts";
import { routes as readConnections } from "./read-connections.handler.ts";
import { routes as readDeliveries } from "./read-deliveries.handler.ts";
import { routes as readOrders } from "./read-orders.handler.ts";
import { routes as readReports } from "./read-reports.handler.ts";
import { routes as readRouting } from "./read-routing.handler.ts";
import { routes as readRules } from "./read-rules.handler.ts";
import { routes as readStock } from "./read-stock.handler.ts";
import { routes as testConnection } from "./test-connection.handler.ts";

const all = {
  ...moveStock,
  ...countStock,
  ...explainStock,
  ...traceLots,
  ...readOrders,
  ...readStock,
  ...readDeliveries,
  ...manageImports,
  ...manageMappings,
  ...readReports,
  ...describeApi,
  ...enterOrder,
  ...manageSecrets,
  ...readConnections,
  ...manageConnections,
  ...manageGaps,
  ...manageReports,
  ...manageCustomReports,
  ...manageSettlements,
  ...manageVouchers,
  ...testConnection,
  ...manageShipments,
  ...manageJointParcels,
  ...planAnew,
  ...manageTellings,
  ...manageProducts,
  ...manageCustomers,
  ...manageListings,
  ...manageWriteBack,
  ...readRules,
  ...manageRules,
  ...publishRules,
  ...manageNetwork,
  ...readRouting,
  ...manageHolds,
};
const now = (): Date => new Date("2026-11-21T08:00:00.000Z");

async function aTable(orders: number): Promise<Table> {
  const table = makeMemoryTable();
  const upsert = makeUpsertOrder({ table, now, readMerchant: async () => aMerchant(), pause: async () => undefined });
  for (let at = 0; at < orders; at += 1) {
    const incoming = anIncomingOrder({ channelOrderId: `o${at}` });
    await upsert({ merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", incoming }, () => []);
  }
  return table;
}

async function call(
  table: Table,
  key: string,
  over: Partial<RawCall> & { role?: Role | null; merchant?: string } = {},
): Promise<{ status: number; code?: string; body: Record<string, unknown> }> {
  const { role = "operator", merchant = "demo", ...rest } = over;
  const principal = role === null ? null : { merchantId: merchantId(merchant), role, subject: "test" };
  const raw: RawCall = { principal, path: "/", params: {}, query: {}, body: "", requestId: "req-1", ...rest };
  const route = all[key] as (raw: RawCall, services: unknown) => ReturnType<(typeof readOrders)[string]>;
  const services =
    key.includes("/v1/import") ||
    key.includes("reports") ||
    key.includes("/v1/rates") ||
    key.includes("settlements") ||
    key.includes("movements")
      ? { table, links: memoryObjects(), exports: memoryObjects(), now }
      : table;
  const answer = await route(raw, services);
  if (!answer.ok) return { status: answer.error.status, code: answer.error.code, body: {} };
  return { status: answer.value.status, body: JSON.parse(answer.value.body) as Record<string, unknown> };
}

describe("the operators' API", () => {
  it("is described address by address", () => {
    expect(Object.keys(operations).sort()).toEqual(Object.keys(all).sort());
  });

  it("pages through orders without losing or repeating one", async () => {
    const table = await aTable(12);
    const seen: unknown[] = [];
    let cursor: unknown;
    do {
      const query: Record<string, string> = {
        limit: "5",
        status: "approved",
        ...(typeof cursor === "string" ? { cursor } : {}),
      };
      const { body } = await call(table, "GET /v1/orders", { query });
      seen.push(...(body["items"] as { orderId: string }[]).map((item) => item.orderId));
      cursor = body["cursor"];
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(12);
    expect(seen).toHaveLength(12);
  });

  it("tells the movements of a sku, warehouse by warehouse", async () => {
    const changes: StockChange[] = [];
    const table = makeMemoryTable({
      onCommit: ({ records }) => {
        for (const { record } of records) {
          const [old, item] = [record.oldImage, record.newImage].map((image) => image && fromAttributes(image));
          if (item?.sk.startsWith("STOCK#")) changes.push(...[stockChangeOf("1", old ?? null, item) ?? []].flat());
        }
      },
    });
    for (const [warehouse, onHand] of [
      ["SHA", 7],
      ["CAN", 2],
      ["SHA", 5],
    ] as const) {
      const at = { merchantId: aMerchantId, sku: sku("TEA"), warehouse: warehouseCode(warehouse) };
      await setOnHand(table, { ...at, onHand, countKey: `${onHand}`, cause: `imp_1#${onHand}` }, now().toISOString());
    }
    await writeLedger(table, changes);
    const { body } = await call(table, "GET /v1/stock/{sku}/movements", {
      params: { sku: "TEA" },
      query: { warehouse: "SHA", limit: "9" },
    });
    expect(body).toMatchObject({
      sku: "TEA",
      positions: [
        {
          warehouse: "SHA",
          now: { onHand: 5, available: 5, version: 2 },
          movements: [
            { version: 1, kind: "counted", quantity: 7, cause: "imp_1#7", after: { onHand: 7, available: 7 } },
            { version: 2, kind: "counted", quantity: -2, cause: "imp_1#5", after: { onHand: 5, available: 5 } },
          ],
        },
      ],
    });
    expect((await call(table, "GET /v1/stock/{sku}/movements", { params: { sku: "NONE" } })).status).toBe(404);
  });

  it("pages through the deliveries of an order, also those of one millisecond", async () => {
    const ports = await intakePorts();
    const worker = intakeWorker(ports);
    for (const dedupeKey of ["d1", "d2", "d3"]) {
      await worker(aDelivery({ dedupeKey, said: { order: anIncomingOrder() }, channel: "plain" }), dedupeKey);
    }
    const seen: unknown[] = [];
    let query: Record<string, string> = { channelOrderNo: "#1001", limit: "1" };
    for (let page = 0; page < 3; page += 1) {
      const { body } = await call(ports.table, "GET /deliveries", { query });
      seen.push(...(body["items"] as { deliveryId: string }[]).map((item) => item.deliveryId));
      query = { ...query, cursor: String(body["cursor"]) };
    }
    expect(new Set(seen).size).toBe(3);
  });

  it("shows nothing of another merchant, by list or by id", async () => {
    const table = await aTable(1);
    const mine = await call(table, "GET /v1/orders");
    const id = (mine.body["items"] as { orderId: string }[])[0]?.orderId ?? "";
    expect((await call(table, "GET /v1/orders", { merchant: "other" })).body["items"]).toEqual([]);
    expect(await call(table, "GET /v1/orders/{orderId}", { merchant: "other", params: { orderId: id } })).toMatchObject(
      { status: 404 },
    );
    expect(await call(table, "GET /v1/orders/{orderId}", { params: { orderId: id } })).toMatchObject({ status: 200 });
  });

  it("masks people for those who need not know them", async () => {
    const table = await aTable(1);
    const id = ((await call(table, "GET /v1/orders")).body["items"] as { orderId: string }[])[0]?.orderId ?? "";
    const address = async (role: Role): Promise<unknown> =>
      (await call(table, "GET /v1/orders/{orderId}", { role, params: { orderId: id } })).body["address"];
    expect(await address("operator")).toMatchObject({ name: "A. Buyer", phone: "555-0100", street: "1 Example Road" });
    expect(await address("viewer")).toMatchObject({ name: "A***", phone: "***0100", street: "***", city: "上海市" });
    expect(await address("finance")).toMatchObject({ name: "A***" });
  });

  it.each([
    ["no token", "GET /v1/orders", { role: null }, 401, "unauthorised"],
    ["a role that may not", "POST /v1/imports", { role: "viewer" as const, body: "{}" }, 403, "forbidden"],
    ["a wrong query", "GET /v1/orders", { query: { limit: "0" } }, 400, "invalid_query"],
    ["a wrong status", "GET /v1/orders", { query: { status: "lost" } }, 400, "invalid_query"],
    ["a foreign cursor", "GET /v1/stock", { query: { cursor: "???" } }, 400, "invalid_query"],
    ["a wrong body", "POST /v1/imports", { body: '{"kind":"stock","fileName":"../../x.exe"}' }, 400, "invalid_body"],
    ["broken JSON", "POST /v1/imports", { body: "{" }, 400, "invalid_body"],
    [
      "half a character in a name",
      "POST /v1/imports",
      { body: '{"kind":"stock","fileName":"\\ud800.csv"}' },
      400,
      "invalid_body",
    ],
    ["an endless cursor", "GET /v1/stock", { query: { cursor: "Z".repeat(4_000) } }, 400, "invalid_query"],
    ["an endless number", "GET /v1/orders", { query: { channelOrderNo: "1".repeat(4_000) } }, 400, "invalid_query"],
    ["an endless order id", "GET /v1/orders/{orderId}", { params: { orderId: "o".repeat(4_000) } }, 404, "not_found"],
    ["an endless sku", "GET /v1/stock/{sku}", { params: { sku: "s".repeat(4_000) } }, 404, "not_found"],
    ["an unknown order", "GET /v1/orders/{orderId}", { params: { orderId: "ord_x" } }, 404, "not_found"],
    ["an unknown sku", "GET /v1/stock/{sku}", { params: { sku: "x" } }, 404, "not_found"],
    [
      "an unknown receipt",
      "GET /deliveries/{receiptId}",
      { role: null, params: { receiptId: "dlv_demo_x" } },
      404,
      "not_found",
    ],
    [
      "an unknown report",
      "GET /v1/reports/{report}/{day}",
      { params: { report: "sales", day: "2026-11-20" } },
      404,
      "not_found",
    ],
    ["a wrong day", "GET /v1/reports", { query: { day: "yesterday" } }, 400, "invalid_query"],
  ])("answers %s with a named problem", async (_, key, over, status, code) => {
    expect(await call(await aTable(0), key, over)).toMatchObject({ status, code });
  });

  it("gives an upload link into the caller's own folder only", async () => {
    const { status, body } = await call(await aTable(0), "POST /v1/imports", {
      body: '{"kind":"stock","fileName":"盘点 11月.xlsx"}',
    });
    expect(status).toBe(201);
    expect(body["key"]).toMatch(/^demo\/stock\/2026-11-21-[0-9a-z]{8}\/盘点 11月\.xlsx$/);
  });

  it("sums a sku over its warehouses", async () => {
    const table = await aTable(0);
    for (const warehouse of ["SHA", "CAN"]) {
      await setOnHand(
        table,
        { merchantId: aMerchantId, sku: sku("TEA"), warehouse: warehouseCode(warehouse), onHand: 5, countKey: "k" },
        now().toISOString(),
      );
    }
    expect((await call(table, "GET /v1/stock/{sku}", { params: { sku: "TEA" } })).body).toMatchObject({
      onHand: 10,
      available: 10,
      ordersWaiting: 0,
    });
    expect((await call(table, "GET /v1/stock")).body["items"]).toHaveLength(2);
  });
});

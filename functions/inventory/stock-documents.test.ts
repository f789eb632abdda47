import { describe, expect, it } from "vitest";
import { makeStockDocuments } from "../../shared/inventory/documents/stock-documents.ts";
import { sku, warehouseCode } from "../../shared/kernel/ids.ts";
import type { Role } from "../../shared/platform/principal.ts";
import { warehouseKey } from "../../shared/table/keys.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aMerchantId } from "../../tests/support/builders.ts";
import { routes as countStock } from "./count-stock.handler.ts";
import { routes as moveStock } from "./move-stock.handler.ts";

async function hub() {
  const table = makeMemoryTable();
  const sha = warehouseCode("SHA");
  await table.put({ ...warehouseKey(aMerchantId, sha), code: sha });
  let seconds = 0;
  const now = (): Date => new Date(Date.UTC(2026, 10, 22, 0, 0, seconds++));
  const documents = makeStockDocuments({ table, now, pause: async () => undefined });
  return async (key: string, over: { body?: unknown; params?: object; query?: object; role?: Role } = {}) => {
    const { role = "operator", body, params = {}, query = {} } = over;
    const raw = {
      principal: { merchantId: aMerchantId, role, subject: "ann" },
      path: "/",
      params: { ...params },
      query: { ...query },
      body: body === undefined ? "" : JSON.stringify(body),
      requestId: "r",
    };
    const moves = moveStock[key];
    const answer =
      moves === undefined ? await countStock[key]?.(raw, { table, documents }) : await moves(raw, documents);
    if (answer === undefined) throw new Error(`no route ${key}`);
    if (!answer.ok) return { status: answer.error.status, code: answer.error.code };
    return { status: answer.value.status, body: JSON.parse(answer.value.body) as Record<string, unknown> };
  };
}

const purchase = {
  documentId: "pur-1",
  supplier: "Tea & Co",
  warehouse: "SHA",
  lines: [{ sku: sku("TEA"), quantity: 10 }],
};

describe("the stock documents of the API", () => {
  it("book a purchase from its announcement to its closing, each step once", async () => {
    const call = await hub();
    const params = { documentId: "pur-1" };
    const receipt = { receiptId: "r1", lines: [{ sku: "TEA", quantity: 8 }] };
    expect(await call("POST /v1/purchases", { body: purchase })).toMatchObject({ status: 201 });
    expect(await call("POST /v1/purchases", { body: purchase })).toMatchObject({
      status: 200,
      body: { isRepeated: true },
    });
    expect(await call("POST /v1/purchases/{documentId}/receipts", { params, body: receipt })).toMatchObject({
      status: 201,
      body: { document: { lines: [{ sku: "TEA", expected: 10, received: 8 }] } },
    });
    expect(await call("POST /v1/purchases/{documentId}/closing", { params })).toMatchObject({
      body: { document: { state: "closed", by: "ann", differences: [{ sku: "TEA", difference: -2 }] } },
    });
    expect(await call("GET /v1/stock-documents", { query: { kind: "purchase" } })).toMatchObject({
      body: { items: [{ documentId: "pur-1" }], cursor: null },
    });
    const shown = await call("GET /v1/stock-documents/{kind}/{documentId}", {
      params: { kind: "purchase", documentId: "pur-1" },
    });
    expect(shown.body).not.toHaveProperty("merchantId");
  });

  it("let the warehouse count blindly, and the operator approve", async () => {
    const call = await hub();
    const params = { documentId: "take-1" };
    await call("POST /v1/stock-adjustments", {
      body: {
        documentId: "adj-1",
        reason: "opening",
        lines: [{ sku: "TEA", warehouse: "SHA", kind: "adjusted", quantity: 5 }],
      },
    });
    await call("POST /v1/stock-takes", { body: { documentId: "take-1", warehouse: "SHA", skus: ["TEA"] } });
    const body = { lines: [{ sku: "TEA", counted: 4 }] };
    const counted = await call("POST /v1/stock-takes/{documentId}/counts", { params, body, role: "warehouse" });
    expect(counted).toMatchObject({ status: 201, body: { document: { lines: [{ count: { counted: 4 } }] } } });
    expect(JSON.stringify(counted.body)).not.toContain("expected");
    expect(await call("POST /v1/stock-takes/{documentId}/approval", { params, role: "warehouse" })).toMatchObject({
      status: 403,
    });
    expect(await call("POST /v1/stock-takes/{documentId}/approval", { params })).toMatchObject({
      status: 201,
      body: { document: { state: "approved", lines: [{ count: { counted: 4, expected: 5 } }] } },
    });
  });

  it.each([
    ["an unknown document", "POST /v1/transfers/{documentId}/closing", { params: { documentId: "x" } }, 404],
    ["an unknown warehouse", "POST /v1/purchases", { body: { ...purchase, warehouse: "XXX" } }, 400],
    ["a bad id", "POST /v1/purchases", { body: { ...purchase, documentId: "a#b" } }, 400],
    ["no lines", "POST /v1/purchases", { body: { ...purchase, lines: [] } }, 400],
    ["parts of a unit", "POST /v1/purchases", { body: { ...purchase, lines: [{ sku: "TEA", quantity: 1.5 }] } }, 400],
    [
      "goods that are not there",
      "POST /v1/transfers",
      { body: { documentId: "t", from: "SHA", to: "SHA", lines: [{ sku: "TEA", quantity: 1 }] } },
      400,
    ],
    [
      "more damaged than came",
      "POST /v1/purchases/{documentId}/receipts",
      { params: { documentId: "x" }, body: { receiptId: "r", lines: [{ sku: "TEA", quantity: 1, damaged: 2 }] } },
      400,
    ],
    ["an unknown kind", "GET /v1/stock-documents/{kind}/{documentId}", { params: { kind: "x", documentId: "y" } }, 404],
  ] as const)("refuse %s", async (_what, key, request, status) => {
    expect(await (await hub())(key, request)).toMatchObject({ status });
  });
});

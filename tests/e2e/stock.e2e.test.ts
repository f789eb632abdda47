import { describe, expect, it } from "vitest";
import type { Json } from "../support/hub-client.ts";
import { useLocalHub } from "../support/local-hub.ts";
import { shopifyOrder } from "../support/shop-orders.ts";

const the = useLocalHub();

async function send(path: string, body: object, role: "operator" | "warehouse" = "operator"): Promise<Json> {
  const { status, body: answer } = await the().send("POST", path, body, role);
  return { status, ...answer };
}

type Movements = { readonly positions: readonly { readonly warehouse: string; readonly movements: readonly Json[] }[] };

async function movements(sku: string): Promise<Record<string, readonly (readonly unknown[])[]>> {
  const { body } = await the().get<Movements>(`/v1/stock/${sku}/movements`);
  return Object.fromEntries(
    body.positions.map(({ warehouse, movements: own }) => [
      warehouse,
      own.map(({ kind, quantity }) => [kind, quantity]),
    ]),
  );
}

describe("stock on a running hub", () => {
  it("is bought, received, sold, transferred, counted, explained and proven", async () => {
    const purchase = {
      documentId: "pur-1",
      supplier: "Tea & Co",
      warehouse: "SHA",
      lines: [{ sku: "TEA", quantity: 10 }],
    };
    expect(await send("/v1/purchases", purchase)).toMatchObject({ status: 201 });
    const receipt = { receiptId: "r1", lines: [{ sku: "TEA", quantity: 10, damaged: 1 }] };
    expect(await send("/v1/purchases/pur-1/receipts", receipt, "warehouse")).toMatchObject({ status: 201 });
    expect(await send("/v1/purchases/pur-1/receipts", receipt, "warehouse")).toMatchObject({ isRepeated: true });
    expect(await send("/v1/purchases/pur-1/closing", {})).toMatchObject({ status: 201 });

    const body = shopifyOrder({ no: 1, lines: [{ sku: "TEA", quantity: 2 }] });
    await the().post({ topic: "orders/paid", body, deliveryNo: "1" });
    await the().hub.idle();

    const transfer = { documentId: "trf-1", from: "SHA", to: "CAN", lines: [{ sku: "TEA", quantity: 8 }] };
    expect(await send("/v1/transfers", transfer)).toMatchObject({ status: 409, code: "not_available" });
    const lines = [{ sku: "TEA", quantity: 3 }];
    expect(await send("/v1/transfers", { ...transfer, lines })).toMatchObject({ status: 201 });
    expect(await send("/v1/transfers/trf-1/receipts", { receiptId: "r1", lines })).toMatchObject({ status: 201 });

    expect(
      await send("/v1/stock-takes", { documentId: "take-1", warehouse: "SHA", skus: ["TEA"] }, "warehouse"),
    ).toMatchObject({ status: 201 });
    await send("/v1/stock-takes/take-1/counts", { lines: [{ sku: "TEA", counted: 6 }] }, "warehouse");
    expect(await send("/v1/stock-takes/take-1/approval", {})).toMatchObject({ status: 201, short: [] });
    const lost = { sku: "TEA", warehouse: "CAN", kind: "adjusted", quantity: -1 };
    expect(await send("/v1/stock-adjustments", { documentId: "adj-1", reason: "lost", lines: [lost] })).toMatchObject({
      status: 201,
    });
    await the().hub.idle();

    expect(await movements("TEA")).toEqual({
      SHA: [
        ["expected", 10],
        ["received", 10],
        ["expected", -10],
        ["damaged", 1],
        ["allocated", 2],
        ["transferred_out", 3],
        ["counted", -1],
      ],
      CAN: [
        ["expected", 3],
        ["transferred_in", 3],
        ["expected", -3],
        ["adjusted", -1],
      ],
    });
    expect((await the().get("/v1/stock/TEA")).body).toMatchObject({ onHand: 8, allocated: 2, available: 5 });
    expect(await the().list("/v1/stock-documents?kind=transfer")).toMatchObject([{ documentId: "trf-1", from: "SHA" }]);

    expect(await send("/v1/stock-proofs", {})).toMatchObject({ status: 202 });
    await the().hub.idle();
    expect((await the().get("/v1/stock-proofs")).body).toMatchObject({
      proofs: [{ positions: 2, orders: 1, drifts: 0, pending: 0 }],
      drifts: [],
    });
  }, 60_000);

  it("is proven every night", async () => {
    const before = (await the().get<{ proofs: readonly Json[] }>("/v1/stock-proofs")).body.proofs.length;
    await the().hub.advance(26 * 3_600_000);
    await the().hub.idle();
    const { proofs, drifts } = (
      await the().get<{ proofs: readonly Json[]; drifts: readonly Json[] }>("/v1/stock-proofs")
    ).body;
    expect(proofs.length).toBeGreaterThan(before);
    expect(drifts).toEqual([]);
  }, 60_000);
});

import { describe, expect, it } from "vitest";
import type { DeliveryAnswer, OrderAnswer, StockPosition } from "../cli/answers.ts";
import { deliveryChecks } from "./checks-deliveries.ts";
import { fileChecks } from "./checks-files.ts";
import { stockChecks } from "./checks-stock.ts";
import type { DayRecord } from "./day-record.ts";
import { netSales } from "./figures.ts";

const nothing: DayRecord = {
  merchant: "demo",
  date: "2026-11-21",
  day: {
    sales: [],
    lateSales: [],
    sheetOrders: [],
    waves: [
      { puts: [], posts: [] },
      { puts: [], posts: [] },
    ],
    lost: [],
    hidden: [],
    openingStock: { name: "", kind: "stock", bytes: new Uint8Array(), rows: 0, bad: new Map() },
    ordersWorkbook: { name: "", kind: "orders", bytes: new Uint8Array(), rows: 0, bad: new Map() },
    ratesSheet: { name: "", kind: "rates", bytes: new Uint8Array(), rows: 0, bad: new Map() },
    productsSheet: { name: "", kind: "products", bytes: new Uint8Array(), rows: 0, bad: new Map() },
    openingCounts: new Map(),
    needs: [],
  },
  sent: [],
  asked: {
    foundByPolling: new Set(),
    foundAtNight: new Set(),
    counted: [],
    served: { requests: 0, refused: 0, broken: 0, slow: 0 },
  },
  files: [],
  waited: 0,
  back: { orders: [], stock: [], openAlerts: [], resolvedAlerts: [], deliveries: [], imports: [], seals: [] },
  told: [],
  reports: [],
  metrics: { counters: {}, queues: {} },
  refusals: [],
  bill: {
    requests: {},
    writeUnits: 0,
    readUnits: 0,
    invocations: 0,
    httpRequests: 0,
    events: 0,
    usdPerMillionOrders: 0,
    computeUsdPerMillionOrders: 0,
  },
};

function withBack(back: Partial<DayRecord["back"]>): DayRecord {
  return { ...nothing, back: { ...nothing.back, ...back } };
}

function failed(checks: readonly { says: string; ok: boolean; found: string }[]): string {
  return checks
    .filter((check) => !check.ok)
    .map((check) => `${check.says}: ${check.found}`)
    .join("\n");
}

function delivery(deliveryId: string, parts: Partial<DeliveryAnswer> = {}): DeliveryAnswer {
  return {
    deliveryId,
    connectionId: "shopify-demo",
    channel: "shopify",
    topic: "orders/create",
    channelOrderNo: null,
    orderId: null,
    outcome: "applied",
    reason: null,
    receivedAt: "",
    duplicates: 0,
    ...parts,
  };
}

const position: StockPosition = {
  sku: "A",
  warehouse: "SHA",
  onHand: 10,
  allocated: 2,
  available: 8,
  safetyStock: 0,
  lowStockThreshold: null,
  incoming: 0,
  freeToPromise: 8,
};

describe("the checks of the demo bite", () => {
  it("when a delivery was accepted and is nowhere in the ledger", () => {
    const sent = [{ connectionId: "shopify-demo", kind: "original", status: 200, receipt: "dlv_lost" }] as const;

    const said = failed(deliveryChecks({ ...nothing, sent }));

    expect(said).toContain("has its fate in the ledger: dlv_lost");
    expect(said).toContain("add up to what was accepted: expected 1, found 0");
  });

  it("when a repetition was applied instead of counted", () => {
    const sent = [
      { connectionId: "shopify-demo", kind: "original", status: 200, receipt: "a" },
      { connectionId: "shopify-demo", kind: "duplicate", status: 200, receipt: "b" },
    ] as const;

    const said = failed(deliveryChecks({ ...withBack({ deliveries: [delivery("a"), delivery("b")] }), sent }));

    expect(said).toContain("each repetition is counted, and none applied again: expected 1, found 0");
  });

  it("when a message lies in a dead-letter queue, or a forged signature was taken", () => {
    const sent = [{ connectionId: "shopify-demo", kind: "forged", status: 200, receipt: "x" }] as const;
    const queues = { "apply-delivery-dlq": { visible: 1, inFlight: 0, delayed: 0 } };

    const said = failed(deliveryChecks({ ...nothing, sent, metrics: { counters: {}, queues } }));

    expect(said).toContain("1 in apply-delivery-dlq");
    expect(said).toContain("forged signatures are refused");
  });

  it("when stock and orders disagree about what was promised", () => {
    const order = { allocations: [{ lineId: "1", sku: "A", warehouse: "SHA", quantity: 3 }] } as unknown as OrderAnswer;

    const said = failed(stockChecks(withBack({ stock: [position], orders: [order] })));

    expect(said).toContain("A SHA: 2 against 3");
  });

  it("when more is promised than there is", () => {
    const oversold = { ...position, allocated: 12, available: -2 };

    expect(failed(stockChecks(withBack({ stock: [oversold] })))).toContain("A SHA: -2");
  });

  it("when people are told twice", () => {
    const told = ["e1", "e2"].map((eventId) => ({ eventId, sku: "CUP-CELADON", warehouse: "SHA" }));

    expect(failed(stockChecks({ ...nothing, told }))).toContain("CUP-CELADON SHA was told 2 times");
  });

  it("when a receipt misses a bad row or blames a good one", () => {
    const file = { ...nothing.day.openingStock, name: "a.xlsx", bad: new Map([[3, "required"]]) };
    const record = { file, key: "", receiptKey: "", receiptPath: "", badRows: new Map([[4, "required"]]) };

    const said = failed(fileChecks({ ...nothing, files: [record] }));

    expect(said).toContain("row 3 should be required, is fine");
    expect(said).toContain("row 4 is required");
  });
});

describe("net sales from the orders", () => {
  const order = (parts: Partial<OrderAnswer>): OrderAnswer =>
    ({
      status: "allocated",
      currency: "CNY",
      total: "100.00",
      refunds: [],
      booking: { day: "2026-11-21", originalDay: "2026-11-21" },
      ...parts,
    }) as unknown as OrderAnswer;
  const refund = (amount: string) => ({ refundId: "r", at: "", amount, reason: null });

  it("adds what was sold and takes off what was given back, by currency", () => {
    const orders = [
      order({}),
      order({ refunds: [refund("19.50")] }),
      order({ currency: "JPY", total: "1200" }),
      order({ booking: { day: "2026-11-20", originalDay: "2026-11-20" } }),
    ];

    expect(netSales(orders, "2026-11-21")).toEqual({ CNY: "180.50", JPY: "1200" });
  });

  it("counts a cancelled order as nothing, paid or not", () => {
    const orders = [order({ status: "cancelled" }), order({ status: "cancelled", refunds: [refund("100.00")] })];

    expect(netSales(orders, "2026-11-21")).toEqual({ CNY: "0.00" });
  });
});

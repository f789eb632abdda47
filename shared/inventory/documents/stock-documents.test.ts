import { describe, expect, it } from "vitest";
import { merchantId, type Sku, sku, warehouseCode } from "../../kernel/ids.ts";
import { fromAttributes } from "../../table/attribute-value.ts";
import { sortKeys, warehouseKey } from "../../table/keys.ts";
import { makeMemoryTable } from "../../table/table.memory.ts";
import { readEntriesAfter, writeLedger } from "../ledger-store.ts";
import { setOnHand } from "../set-on-hand.ts";
import { type StockChange, stockChangeOf } from "../stock-change.ts";
import { readStock } from "../stock-store.ts";
import { stockMoveWrites } from "../stock-writes.ts";
import { inboundDifferences } from "./decide-inbound.ts";
import { makeStockDocuments } from "./stock-documents.ts";

const merchant = merchantId("tea");
const [sha, can] = [warehouseCode("SHA"), warehouseCode("CAN")];
const [tea, cup] = [sku("TEA"), sku("CUP")];
const by = "ann";

async function house() {
  const changes: StockChange[] = [];
  const table = makeMemoryTable({
    onCommit: ({ records }) => {
      for (const { record } of records) {
        const [old, item] = [record.oldImage, record.newImage].map((image) => image && fromAttributes(image));
        if (item?.sk.startsWith(sortKeys.stock)) {
          const change = stockChangeOf(record.sequence, old ?? null, item);
          if (change !== null) changes.push(change);
        }
      }
    },
  });
  for (const code of [sha, can]) await table.put({ ...warehouseKey(merchant, code), code });
  let minute = 0;
  const now = (): Date => new Date(Date.UTC(2026, 10, 22, 0, minute++));
  const documents = makeStockDocuments({ table, now, pause: async () => undefined });
  const numbers = async (article: Sku, warehouse = sha) => {
    const stock = (await readStock(table, merchant, article)).find((each) => each.warehouse === warehouse);
    if (stock === undefined) return null;
    const { onHand, allocated, available, damaged, onHold, incoming } = stock;
    return { onHand, allocated, available, damaged, onHold, incoming };
  };
  return {
    table,
    now,
    documents,
    numbers,
    count: (article: Sku, onHand: number, warehouse = sha) =>
      setOnHand(
        table,
        { merchantId: merchant, sku: article, warehouse, onHand, countKey: `c${minute}` },
        now().toISOString(),
      ),
    order: async (kind: "allocated" | "shipped", quantity: number, article = tea) =>
      table.transact(
        stockMoveWrites(
          merchant,
          [{ kind, sku: article, warehouse: sha, quantity, safetyStock: 0 }],
          now().toISOString(),
          "ord_1",
        ),
      ),
    streamed: () => writeLedger(table, changes.splice(0)),
    movements: async (article: Sku, warehouse = sha) =>
      (await readEntriesAfter(table, { merchantId: merchant, sku: article, warehouse }, 0)).map(
        ({ kind, quantity, cause }) => [kind, quantity, cause],
      ),
  };
}

const common = { merchantId: merchant, by };

describe("adjustments", () => {
  const broken = { ...common, documentId: "adj-1", reason: "fell down" };

  it("set stock right, once, with their cause", async () => {
    const { documents, numbers, count, streamed, movements } = await house();
    await count(tea, 10);
    const lines = [
      { sku: tea, warehouse: sha, kind: "damaged", quantity: 2 },
      { sku: cup, warehouse: can, kind: "adjusted", quantity: 4 },
    ] as const;
    expect(await documents.adjust({ ...broken, lines })).toMatchObject({ ok: true, value: { isRepeated: false } });
    expect(await documents.adjust({ ...broken, lines })).toMatchObject({ ok: true, value: { isRepeated: true } });
    expect(await numbers(tea)).toMatchObject({ onHand: 10, damaged: 2, available: 8 });
    expect(await numbers(cup, can)).toMatchObject({ onHand: 4, available: 4 });
    await streamed();
    expect(await movements(tea)).toMatchObject([
      ["counted", 10, "c0"],
      ["damaged", 2, "adj-1"],
    ]);
    expect(await documents.adjust({ ...broken, lines: lines.slice(0, 1) })).toMatchObject({
      error: { code: "other_content" },
    });
  });

  it("say where more is promised than is left", async () => {
    const { documents, numbers, count, order } = await house();
    await count(tea, 5);
    await order("allocated", 4);
    const lines = [{ sku: tea, warehouse: sha, kind: "adjusted" as const, quantity: -3 }];
    expect(await documents.adjust({ ...broken, lines })).toMatchObject({
      value: { short: [{ sku: "TEA", warehouse: "SHA", available: -2 }] },
    });
    expect(await numbers(tea)).toMatchObject({ onHand: 2, allocated: 4, available: -2 });
  });

  it("know only warehouses that exist, and a sku once", async () => {
    const { documents } = await house();
    const line = { sku: tea, warehouse: warehouseCode("XXX"), kind: "adjusted" as const, quantity: 1 };
    expect(await documents.adjust({ ...broken, lines: [line] })).toMatchObject({
      error: { code: "unknown_warehouse" },
    });
    const twice = { ...line, warehouse: sha };
    expect(await documents.adjust({ ...broken, lines: [twice, twice] })).toMatchObject({
      error: { code: "repeated_sku" },
    });
    const many = Array.from({ length: 91 }, (_, at) => ({ ...twice, sku: sku(`S${at}`) }));
    expect(await documents.adjust({ ...broken, lines: many })).toMatchObject({ error: { code: "too_many_lines" } });
  });
});

describe("purchases", () => {
  const purchase = {
    ...common,
    kind: "purchase",
    documentId: "pur-1",
    from: "Tea & Co",
    to: sha,
    expectedAt: null,
  } as const;
  const name = { merchantId: merchant, kind: "purchase", documentId: "pur-1" } as const;

  it("are incoming until they come; what is over or short shows", async () => {
    const { documents, numbers } = await house();
    const lines = [
      { sku: tea, quantity: 10 },
      { sku: cup, quantity: 5 },
    ];
    await documents.announce({ ...purchase, lines });
    expect(await documents.announce({ ...purchase, lines })).toMatchObject({ value: { isRepeated: true } });
    expect(await numbers(tea)).toMatchObject({ onHand: 0, available: 0, incoming: 10 });

    const first = { receiptId: "r1", lines: [{ sku: tea, quantity: 6, damaged: 1 }] };
    await documents.receive(name, first);
    expect(await documents.receive(name, first)).toMatchObject({ value: { isRepeated: true } });
    expect(await numbers(tea)).toMatchObject({ onHand: 6, damaged: 1, available: 5, incoming: 4 });

    await documents.receive(name, {
      receiptId: "r2",
      lines: [
        { sku: tea, quantity: 7, damaged: 0 },
        { sku: sku("GIFT"), quantity: 1, damaged: 0 },
      ],
    });
    expect(await numbers(tea)).toMatchObject({ onHand: 13, available: 12, incoming: 0 });
    expect(await numbers(cup)).toMatchObject({ onHand: 0, incoming: 5 });

    const closed = await documents.close(name);
    expect(await documents.close(name)).toMatchObject({ value: { isRepeated: true } });
    expect(await numbers(cup)).toMatchObject({ onHand: 0, incoming: 0 });
    expect(closed.ok && inboundDifferences(closed.value.document)).toEqual([
      { sku: "TEA", difference: 3 },
      { sku: "CUP", difference: -5 },
      { sku: "GIFT", difference: 1 },
    ]);
  });

  it("take a parcel that comes after they were closed", async () => {
    const { documents, numbers } = await house();
    await documents.announce({ ...purchase, lines: [{ sku: tea, quantity: 10 }] });
    await documents.close(name);
    await documents.receive(name, { receiptId: "late", lines: [{ sku: tea, quantity: 10, damaged: 0 }] });
    expect(await numbers(tea)).toMatchObject({ onHand: 10, incoming: 0 });
  });

  it("must exist to be received", async () => {
    const { documents } = await house();
    expect(await documents.close(name)).toMatchObject({ error: { code: "unknown_document" } });
  });
});

describe("transfers", () => {
  const transfer = {
    ...common,
    kind: "transfer",
    documentId: "trf-1",
    from: "SHA",
    to: can,
    expectedAt: null,
  } as const;
  const name = { merchantId: merchant, kind: "transfer", documentId: "trf-1" } as const;

  it("are in neither warehouse while under way", async () => {
    const { documents, numbers, count, streamed, movements } = await house();
    await count(tea, 10);
    await documents.announce({ ...transfer, lines: [{ sku: tea, quantity: 4 }] });
    expect(await numbers(tea)).toMatchObject({ onHand: 6, available: 6 });
    expect(await numbers(tea, can)).toMatchObject({ onHand: 0, available: 0, incoming: 4 });
    await documents.receive(name, { receiptId: "r1", lines: [{ sku: tea, quantity: 3, damaged: 0 }] });
    await documents.close(name);
    expect(await numbers(tea, can)).toMatchObject({ onHand: 3, available: 3, incoming: 0 });
    await streamed();
    expect(await movements(tea, can)).toEqual([
      ["expected", 4, "trf-1"],
      ["transferred_in", 3, "trf-1"],
      ["expected", -3, "trf-1"],
      ["expected", -1, "trf-1"],
    ]);
  });

  it("never take what is promised", async () => {
    const { documents, numbers, count, order } = await house();
    await count(tea, 10);
    await order("allocated", 8);
    const lines = [{ sku: tea, quantity: 3 }];
    expect(await documents.announce({ ...transfer, lines })).toMatchObject({
      error: { code: "not_available", says: "2 of TEA are available in SHA: the rest is promised" },
    });
    expect(await numbers(tea, can)).toBeNull();
    expect(await documents.announce({ ...transfer, to: sha, lines })).toMatchObject({ ok: false });
  });
});

describe("stock takes", () => {
  const take = { ...common, documentId: "take-1", warehouse: sha } as const;
  const name = { merchantId: merchant, documentId: "take-1" } as const;

  it("book the difference to the instant of counting, whatever was sold and received since", async () => {
    const { documents, numbers, count, order, now, streamed } = await house();
    await count(tea, 50);
    await order("allocated", 5);
    await order("shipped", 2);
    await documents.startTake({ ...take, skus: [tea, cup] });
    const at = now().toISOString();
    await order("shipped", 3);
    await order("allocated", 4);
    const lines = [{ sku: tea, counted: 47 }];
    expect(await documents.count(name, { lines, at, by })).toMatchObject({ error: { code: "busy" } });
    await streamed();
    expect(await documents.count(name, { lines, at, by })).toMatchObject({
      value: { document: { lines: [{ sku: "TEA", count: { counted: 47, expected: 48 } }, { count: null }] } },
    });
    expect(await numbers(tea)).toMatchObject({ onHand: 45, allocated: 4 });
    await documents.approve(name);
    expect(await documents.approve(name)).toMatchObject({ value: { isRepeated: true } });
    expect(await numbers(tea)).toMatchObject({ onHand: 44, allocated: 4, available: 40 });
    expect(await documents.count(name, { lines, at: null, by })).toMatchObject({ error: { code: "not_open" } });
  });

  it("do not book one difference twice when two people count the same goods", async () => {
    const { documents, numbers, count } = await house();
    await count(tea, 50);
    for (const documentId of ["a", "b"]) {
      await documents.startTake({ ...take, documentId, skus: [tea] });
      await documents.count({ ...name, documentId }, { lines: [{ sku: tea, counted: 47 }], at: null, by });
    }
    await documents.approve({ ...name, documentId: "b" });
    expect(await documents.approve({ ...name, documentId: "a" })).toMatchObject({ error: { code: "counted_since" } });
    await documents.count({ ...name, documentId: "a" }, { lines: [{ sku: tea, counted: 47 }], at: null, by });
    await documents.approve({ ...name, documentId: "a" });
    expect(await numbers(tea)).toMatchObject({ onHand: 47 });
  });

  it("count only what is on their list", async () => {
    const { documents } = await house();
    await documents.startTake({ ...take, skus: [tea] });
    expect(await documents.count(name, { lines: [{ sku: cup, counted: 1 }], at: null, by })).toMatchObject({
      error: { code: "not_on_the_list" },
    });
  });
});

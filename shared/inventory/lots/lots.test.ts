import { describe, expect, it } from "vitest";
import { merchantId, sku, warehouseCode } from "../../kernel/ids.ts";
import { fromAttributes } from "../../table/attribute-value.ts";
import { sortKeys, warehouseKey } from "../../table/keys.ts";
import type { Item, Value } from "../../table/port.ts";
import { makeMemoryTable } from "../../table/table.memory.ts";
import { makeBookUnits } from "../documents/book-units.ts";
import { makeStockDocuments } from "../documents/stock-documents.ts";
import { readNewestEntries } from "../ledger-store.ts";
import { makeCachedProducts } from "../products/cached-products.ts";
import { plainTerms, type ShelfLife } from "../products/product.ts";
import { saveProduct } from "../products/product-store.ts";
import { makeProveStock } from "../proof/prove-stock.ts";
import { setOnHand } from "../set-on-hand.ts";
import { type StockChange, stockChangeOf } from "../stock-change.ts";
import { readStock } from "../stock-store.ts";
import { stockMoveWrites } from "../stock-writes.ts";
import { makeWatchStock } from "../watch-stock.ts";
import { makeBindLots } from "./bind-lots.ts";
import { readLotOuts } from "./lot-outs.ts";
import { readSkuBooks } from "./lot-store.ts";
import { sweepLots } from "./sweep-lots.ts";

const merchant = merchantId("tea");
const [sha, can] = [warehouseCode("SHA"), warehouseCode("CAN")];
const tea = sku("TEA");
const by = "ann";
const settings = {
  ...{ merchantId: merchant, name: "Tea", zone: "Asia/Shanghai", currency: "CNY" },
  ...{ cutoffMinutes: 0, closedThrough: null, locale: "zh-CN" },
};
const orderId = "ord_1" as Parameters<ReturnType<typeof makeBindLots>>[0]["orderId"];
const shipmentId = "shp_1" as Parameters<ReturnType<typeof makeBindLots>>[0]["shipmentId"];

/** Tea in lots, on 22 November in the merchant's zone; four units were there before anybody asked for lots. */
async function house(shelfLife: Partial<ShelfLife> = {}) {
  const streamed: StockChange[] = [];
  const told: string[] = [];
  const table = makeMemoryTable({
    onCommit: ({ records }) => {
      for (const { record } of records) {
        const [old, item] = [record.oldImage, record.newImage].map((image) => image && fromAttributes(image));
        if (item?.sk.startsWith(sortKeys.stock)) {
          const change = stockChangeOf(record.sequence, old ?? null, item);
          if (change !== null) streamed.push(change);
        }
        for (const event of (item?.["outbox"] ?? []) as readonly Item[]) told.push(String(event["subject"]));
      }
    },
  });
  let ms = Date.parse("2026-11-22T01:00:00.000Z");
  const now = (): Date => {
    ms += 1000;
    return new Date(ms);
  };
  for (const code of [sha, can]) await table.put({ ...warehouseKey(merchant, code), code });
  const place = { merchantId: merchant, sku: tea };
  await setOnHand(table, { ...place, warehouse: sha, onHand: 4, countKey: "c" }, now().toISOString());
  const life = { minDays: 0, byChannel: {}, noticeDays: 0, ...shelfLife };
  await saveProduct(table, place, { ...plainTerms("Tea"), tracking: "lots", shelfLife: life }, now().toISOString());
  const readProducts = makeCachedProducts(table, now);
  const bookUnits = makeBookUnits({ table, readProducts, readZone: async () => settings.zone });
  const documents = makeStockDocuments({ table, now, pause: async () => undefined, bookUnits });
  const watch = makeWatchStock({ table, backorders: { send: async () => undefined } as never, now });
  const common = { merchantId: merchant, by };
  let documentNo = 0;
  return {
    table,
    now,
    told,
    documents,
    common,
    stream: async (times = 1): Promise<void> => {
      for (let left = times; left > 0; left -= 1) for (const change of [...streamed]) await watch([change]);
      streamed.length = 0;
    },
    receive: async (lot: string, quantity: number, expiresOn: string | null) => {
      documentNo += 1;
      const lines = [{ sku: tea, quantity }];
      const name = { ...common, kind: "purchase", documentId: `p${documentNo}` } as const;
      await documents.announce({ ...name, from: "T", to: sha, expectedAt: null, lines });
      const lots = [{ lot, quantity, expiresOn }];
      return documents.receive(name, { receiptId: "r", lines: [{ sku: tea, quantity, damaged: 0, lots }] });
    },
    sell: async (quantity: number) => {
      for (const kind of ["allocated", "shipped"] as const)
        await table.transact(
          stockMoveWrites(
            merchant,
            [{ kind, sku: tea, warehouse: sha, quantity, safetyStock: 0 }],
            now().toISOString(),
            orderId,
          ),
        );
    },
    bind: (
      units: number,
      channel = "shopify",
      lots: readonly (readonly [string, number])[] | null = null,
      mayBeOld = false,
    ) =>
      makeBindLots({ table, readProducts })({
        ...{ merchantId: merchant, orderId, shipmentId, warehouse: sha, channel, zone: settings.zone, mayBeOld },
        ...{ now: now().toISOString(), goods: [{ lineId: "l1", sku: tea, units, lots, serials: null }] },
      }),
    lots: async (warehouse = sha) => {
      const book = (await readSkuBooks(table, merchant, tea)).find((each) => each.warehouse === warehouse);
      return book?.lots.map(({ lot, onHand, isExpired }) => `${lot || "?"} ${onHand}${isExpired ? " expired" : ""}`);
    },
    stock: async (warehouse = sha) =>
      (await readStock(table, merchant, tea)).find((each) => each.warehouse === warehouse),
    sweep: async (day: string) => sweepLots({ table, now: () => new Date(`${day}T01:00:00.000Z`) }, settings),
    prove: () => makeProveStock({ table, readHeld: async () => ({ places: new Map(), orders: 0 }), now })(merchant),
  };
}

describe("the lots of a position", () => {
  it("begin with what was there before anybody asked for them", async () => {
    const { lots, receive, stock } = await house();
    await receive("L1", 6, "2026-12-31");
    expect(await lots()).toEqual(["L1 6", "? 4"]);
    expect(await stock()).toMatchObject({ onHand: 10, available: 10, hasLots: true });
  });

  it("take what nobody named from what expires first, once however often the stream tells it", async () => {
    const { lots, receive, sell, stream, table, stock } = await house();
    await receive("L2", 3, "2027-01-31");
    await receive("L1", 3, "2026-12-31");
    await sell(4);
    await stream(3);
    expect(await lots()).toEqual(["L2 2", "? 4"]);
    const [out] = await readLotOuts(table, { merchantId: merchant, sku: tea }, "L1");
    expect(out).toMatchObject({ orderId, units: 3, isPresumed: true });
    const position = await stock();
    const entries = position === undefined ? [] : await readNewestEntries(table, position, 10);
    expect(entries.findLast(({ kind }) => kind === "shipped")).toMatchObject({
      quantity: 4,
      lots: [
        ["L1", 3],
        ["L2", 1],
      ],
    });
    expect(entries.findLast(({ kind }) => kind === "received")).toMatchObject({ lots: [["L1", 3]] });
  });

  it("leave what is for sale on the day they expire, with a notice before and one then", async () => {
    const { lots, receive, stock, sweep, told, stream } = await house({ noticeDays: 7 });
    await receive("L1", 6, "2026-12-10");
    expect(await sweep("2026-12-02")).toMatchObject({ notices: 0 });
    expect(await sweep("2026-12-03")).toMatchObject({ notices: 1 });
    expect(await stock()).toMatchObject({ onHand: 10, available: 10, onHold: 0 });
    expect(await sweep("2026-12-10")).toMatchObject({ notices: 1 });
    expect(await sweep("2026-12-10")).toMatchObject({ notices: 0 });
    expect(await lots()).toEqual(["L1 6 expired", "? 4"]);
    expect(await stock()).toMatchObject({ onHand: 10, available: 4, onHold: 6 });
    expect(told.filter((subject) => subject.includes("@L1@"))).toEqual(["TEA@SHA@L1@soon", "TEA@SHA@L1@expired"]);
    await stream();
    expect(await stock()).toMatchObject({ available: 4, onHold: 6 });
  });

  it("with an expiry that is no day are on hold and told, the others are swept, and a right day mends them", async () => {
    const { lots, receive, stock, sweep, told, table, sell, stream, documents, common } = await house({
      noticeDays: 7,
    });
    await receive("L1", 6, "2026-11-22");
    await receive("L2", 3, "2027-01-31");
    const key = { pk: "MER#tea#SKU#TEA", sk: "LOTS#SHA" };
    const book = await table.get(key);
    const stored = JSON.stringify(book?.["lots"]).replace("2027-01-31", "2026-02-30");
    await table.update(key, [{ kind: "set", path: "lots", value: JSON.parse(stored) as readonly Value[] }]);

    const found = { sku: tea, warehouse: sha, lot: "L2", expiresOn: "2026-02-30" };
    expect(await sweep("2026-11-22")).toMatchObject({ notices: 2, left: 0, unreadable: [found] });
    expect(await sweep("2026-11-22")).toMatchObject({ notices: 0, unreadable: [found] });
    expect(told.filter((subject) => subject.includes("@L"))).toEqual(["TEA@SHA@L1@expired", "TEA@SHA@L2@unreadable"]);
    expect(await lots()).toEqual(["L2 3 expired", "L1 6 expired", "? 4"]);
    expect(await stock()).toMatchObject({ onHand: 13, available: 4, onHold: 9 });
    await sell(1);
    await stream();
    expect(await stock()).toMatchObject({ onHand: 12, available: 3, onHold: 9 });

    const line = { sku: tea, warehouse: sha, kind: "adjusted" } as const;
    const out = [{ ...line, quantity: -3, lots: [{ lot: "L2", quantity: -3, expiresOn: null }] }];
    const back = [{ ...line, quantity: 3, lots: [{ lot: "L2", quantity: 3, expiresOn: "2027-01-31" }] }];
    await documents.adjust({ ...common, documentId: "a1", reason: "a wrong day", lines: out });
    await documents.adjust({ ...common, documentId: "a2", reason: "the right day", lines: back });
    expect(await lots()).toEqual(["L1 6 expired", "L2 3", "? 3"]);
    expect(await stock()).toMatchObject({ onHand: 12, available: 6, onHold: 6 });
    expect(await sweep("2026-11-22")).toMatchObject({ notices: 0, unreadable: [] });
  });

  it("with an expiry that is no day leave with no parcel, unless somebody names them and says so", async () => {
    const { receive, bind, table } = await house();
    await receive("L1", 6, "2027-01-31");
    const key = { pk: "MER#tea#SKU#TEA", sk: "LOTS#SHA" };
    const lots = [["L1", "2027-02-31", "2026-11-22T01:00:00.000Z", 6, 0, false, null]];
    await table.update(key, [{ kind: "set", path: "lots", value: lots }]);
    expect(await bind(2)).toMatchObject({ error: { code: "no_usable_lot" } });
    expect(await bind(2, "shopify", [["L1", 2]])).toMatchObject({ error: { code: "lot_too_old" } });
    expect(await bind(2, "shopify", [["L1", 2]], true)).toMatchObject({ ok: true });
  });

  it("come on hold when they are too old as they come, and off it when they are thrown away", async () => {
    const { receive, documents, common, stock } = await house({ minDays: 30 });
    await receive("L1", 6, "2026-12-10");
    expect(await stock()).toMatchObject({ onHand: 10, available: 4, onHold: 6 });
    const lots = [{ lot: "L1", quantity: -6, expiresOn: null }];
    const lines = [{ sku: tea, warehouse: sha, kind: "adjusted", quantity: -6, lots } as const];
    await documents.adjust({ ...common, documentId: "a1", reason: "thrown away", lines });
    expect(await stock()).toMatchObject({ onHand: 4, available: 4, onHold: 0 });
  });

  it("must be named for what has come, and may not give more than they have", async () => {
    const { documents, common, receive } = await house();
    const name = { ...common, kind: "purchase", documentId: "p9" } as const;
    await documents.announce({ ...name, from: "T", to: sha, expectedAt: null, lines: [{ sku: tea, quantity: 1 }] });
    const lines = [{ sku: tea, quantity: 1, damaged: 0 }];
    expect(await documents.receive(name, { receiptId: "r", lines })).toMatchObject({
      error: { code: "goods_refused" },
    });
    await receive("L1", 2, null);
    const lots = [{ lot: "L1", quantity: -3, expiresOn: null }];
    const wanted = [{ sku: tea, warehouse: sha, kind: "adjusted", quantity: -3, lots } as const];
    const adjusted = await documents.adjust({ ...common, documentId: "a1", reason: "lost", lines: wanted });
    expect(adjusted).toMatchObject({ error: { says: "TEA: lot L1 has 2 units of the 3" } });
  });

  it("travel with a transfer, first expired first, and arrive as what they were", async () => {
    const { documents, common, receive, lots } = await house();
    await receive("L2", 3, "2027-01-31");
    await receive("L1", 3, "2026-12-31");
    const name = { ...common, kind: "transfer", documentId: "t1" } as const;
    const sent = await documents.announce({
      ...name,
      from: "SHA",
      to: can,
      expectedAt: null,
      lines: [{ sku: tea, quantity: 5 }],
    });
    expect(sent).toMatchObject({
      value: {
        document: {
          lines: [
            {
              lots: [
                { lot: "L1", quantity: 3 },
                { lot: "L2", quantity: 2 },
              ],
            },
          ],
        },
      },
    });
    await documents.receive(name, { receiptId: "r1", lines: [{ sku: tea, quantity: 4, damaged: 0 }] });
    await documents.receive(name, { receiptId: "r2", lines: [{ sku: tea, quantity: 1, damaged: 0 }] });
    expect([await lots(), await lots(can)]).toEqual([
      ["L2 1", "? 4"],
      ["L1 3", "L2 2"],
    ]);
  });

  it("are counted one by one, and those not named were not found", async () => {
    const { documents, common, receive, lots, stock } = await house();
    await receive("L1", 3, "2026-12-31");
    const name = { ...common, documentId: "k1" };
    await documents.startTake({ ...name, warehouse: sha, skus: [tea] });
    const found = [
      { lot: "L1", counted: 2, expiresOn: null },
      { lot: "L9", counted: 3, expiresOn: "2027-02-01" },
    ];
    expect(await documents.count(name, { lines: [{ sku: tea, counted: 9, lots: found }], at: null, by })).toMatchObject(
      { ok: false },
    );
    await documents.count(name, { lines: [{ sku: tea, counted: 5, lots: found }], at: null, by });
    await documents.approve(name);
    expect([await lots(), (await stock())?.onHand]).toEqual([["L1 2", "L9 3"], 5]);
  });

  it("that somebody changed past the hub are found by the proof, set right and told", async () => {
    const { table, stream, prove, lots, told } = await house();
    await stream();
    expect(await prove()).toMatchObject({ drifts: 0, pending: 0 });
    const [book] = await readSkuBooks(table, merchant, tea);
    await table.update({ pk: `MER#tea#SKU#TEA`, sk: "LOTS#SHA" }, [
      { kind: "set", path: "lots", value: [["L1", null, "t", 9, 0, false, null]] },
    ]);
    expect(book?.lots).toHaveLength(1);
    expect(await prove()).toMatchObject({ drifts: 1, pending: 0 });
    expect(await lots()).toEqual(["L1 4"]);
    expect(told).toContain("TEA@SHA@lots");
    expect(await prove()).toMatchObject({ drifts: 0, pending: 0 });
  });
});

describe("binding a parcel to lots", () => {
  it("takes what expires first and keeps long enough for the channel", async () => {
    const { bind, receive } = await house({ byChannel: { shopify: 30 } });
    await receive("L1", 3, "2026-12-10");
    await receive("L2", 3, "2027-01-31");
    const forShop = await bind(2, "shopify");
    const forOthers = await bind(2, "generic");
    expect([forShop, forOthers].map((each) => each.ok && [...each.value.lots.values()])).toEqual([
      [[["L2", 2]]],
      [[["L1", 2]]],
    ]);
  });

  it("refuses when only too old lots are left, unless they are named and somebody has decided so", async () => {
    const { bind, receive, table, stream, lots, stock, documents, common } = await house();
    const zero = [
      {
        sku: tea,
        warehouse: sha,
        kind: "adjusted",
        quantity: -4,
        lots: [{ lot: null, quantity: -4, expiresOn: null }],
      } as const,
    ];
    await documents.adjust({ ...common, documentId: "a", reason: "none", lines: zero });
    await receive("L1", 3, "2026-11-22");
    expect(await bind(2)).toMatchObject({ error: { code: "no_usable_lot" } });
    expect(await bind(2, "shopify", [["L1", 2]])).toMatchObject({ error: { code: "lot_too_old" } });
    expect(await bind(2, "shopify", [["L1", 1]])).toMatchObject({ error: { code: "lots_do_not_add_up" } });
    expect(await bind(9, "shopify", [["L1", 9]], true)).toMatchObject({ error: { code: "lot_short" } });
    const bound = await bind(2, "shopify", [["L1", 2]], true);
    if (!bound.ok) throw new Error("refused");
    const move = { kind: "shipped", sku: tea, warehouse: sha, quantity: 2, lots: bound.value.lots.get(tea) } as const;
    await table.update({ pk: "MER#tea#SKU#TEA", sk: "STOCK#SHA" }, [
      { kind: "add", path: "allocated", amount: 2 },
      { kind: "add", path: "available", amount: -2 },
    ]);
    const written = await table.transact([
      ...stockMoveWrites(merchant, [move], "t", orderId),
      ...bound.value.lotWrites,
    ]);
    expect(written.ok).toBe(true);
    await stream();
    expect([await lots(), (await stock())?.onHold]).toEqual([["L1 1 expired"], 1]);
  });
});

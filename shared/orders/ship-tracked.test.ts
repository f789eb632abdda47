import { describe, expect, it } from "vitest";
import { aLine, aMerchant, aMerchantId } from "../../tests/support/builders.ts";
import { shippingHub } from "../../tests/support/shipping-hub.ts";
import { makeBindLots } from "../inventory/lots/bind-lots.ts";
import { readSkuBooks } from "../inventory/lots/lot-store.ts";
import { readSerial } from "../inventory/lots/serial.ts";
import { unbindLots } from "../inventory/lots/unbind-lots.ts";
import { makeCachedProducts } from "../inventory/products/cached-products.ts";
import { plainTerms, type Tracking } from "../inventory/products/product.ts";
import { saveProduct } from "../inventory/products/product-store.ts";
import { setOnHand } from "../inventory/set-on-hand.ts";
import { stockMoveWrites } from "../inventory/stock-writes.ts";
import { sku, warehouseCode } from "../kernel/ids.ts";
import { makeChangeOrder } from "./change-order.ts";
import { orderWrites, readOrder } from "./order-store.ts";
import { ownParcels } from "./own-parcels.ts";
import { makeShipOrder, type ShipRequest } from "./ship-order.ts";
import { makeUnshipOrder } from "./unship-order.ts";

const sha = warehouseCode("SHA");

/** An order of so many articles with one unit each, all tracked as said and promised from one warehouse. */
async function orderOf(articles: number, tracking: Tracking) {
  const names = Array.from({ length: articles }, (_, at) => `ART-${String(at).padStart(3, "0")}`);
  const lines = names.map((name, at) => aLine({ lineId: `l${at}`, sku: name, quantity: 1 }));
  const hub = await shippingHub({ lines: lines.slice(0, 1), allocations: [] });
  const { table, now } = hub;
  const before = await hub.read();
  const allocations = names.map((name, at) => ({ lineId: `l${at}`, sku: name, warehouse: sha, quantity: 1 }));
  const clock = before.lines?.clock ?? { at: 0, tie: "" };
  await table.transact(
    orderWrites(before, { ...before, version: before.version + 1, lines: { clock, facts: lines }, allocations }, []),
  );
  for (const name of names) {
    const place = { merchantId: aMerchantId, sku: sku(name) };
    await setOnHand(table, { ...place, warehouse: sha, onHand: 3, countKey: "n" }, now().toISOString());
    const promised = { kind: "allocated", sku: sku(name), warehouse: sha, quantity: 1, safetyStock: 0 } as const;
    await table.transact(stockMoveWrites(aMerchantId, [promised], now().toISOString(), hub.orderId));
    await saveProduct(table, place, { ...plainTerms(name), tracking }, now().toISOString());
  }
  const deps = { table, readMerchant: async () => aMerchant(), now, pause: async () => undefined };
  const changeOrder = makeChangeOrder(deps);
  const shipOrder = makeShipOrder(changeOrder, makeBindLots({ table, readProducts: makeCachedProducts(table, now) }));
  const parcel = { key: null, warehouse: sha, carrier: { code: "SF", name: "SF" }, shippedAt: null, shippedBy: "ann" };
  const common = { merchantId: aMerchantId, orderId: hub.orderId };
  return {
    ship: (over: Partial<ShipRequest> = {}) =>
      shipOrder({ ...common, ...parcel, trackingNo: "T1", lines: null, ...over }),
    unship: makeUnshipOrder(changeOrder, (request) => unbindLots(table, request)),
    common,
    tracked: async () => {
      const stored = await readOrder(table, aMerchantId, hub.orderId);
      return stored === null ? undefined : ownParcels(stored.order)[0]?.hub.tracked;
    },
    lots: async (name: string) =>
      (await readSkuBooks(table, aMerchantId, sku(name)))[0]?.lots.map(({ onHand }) => onHand),
    serial: async (number: string) => (await readSerial(table, aMerchantId, number))[0],
  };
}

describe("a parcel of tracked goods", () => {
  it("writes down the lots of each line, and gives them back when it is taken back", async () => {
    const { ship, unship, common, tracked, lots } = await orderOf(2, "lots");
    const shipped = await ship();
    expect(await tracked()).toMatchObject([
      { lineId: "l0", lots: [{ units: 1 }] },
      { lineId: "l1", lots: [{ units: 1 }] },
    ]);
    expect(await lots("ART-001")).toEqual([2]);
    if (!shipped.ok) throw new Error("refused");
    await unship({ ...common, shipmentId: shipped.value.shipmentId, reason: null });
    await unship({ ...common, shipmentId: shipped.value.shipmentId, reason: null });
    expect(await lots("ART-001")).toEqual([3]);
  });

  it("leaves the lots of very many articles to the stream, and refuses to have them named", async () => {
    const { ship, tracked, lots } = await orderOf(60, "lots");
    const goods = [{ lineId: "l0", sku: null, lots: [["", 1] as const], serials: null }];
    expect(await ship({ goods })).toMatchObject({ error: { code: "too_large_for_lots" } });
    expect(await ship()).toMatchObject({ ok: true });
    expect([await tracked(), await lots("ART-001")]).toEqual([undefined, [3]]);
  });

  it("names each unit that has a number, once", async () => {
    const { ship, unship, common, serial } = await orderOf(2, "serials");
    const named = (...numbers: readonly string[]) =>
      numbers.map((number, at) => ({ lineId: `l${at}`, sku: null, lots: null, serials: [number] }));
    expect(await ship()).toMatchObject({ error: { code: "serials_missing" } });
    expect(await ship({ goods: named("A") })).toMatchObject({ error: { code: "serials_missing" } });
    const first = await ship({ goods: named("A", "B"), lines: [{ lineId: "l0", quantity: 1 }] });
    expect(first).toMatchObject({ ok: true });
    expect(await serial("A")).toMatchObject({ state: "shipped", shippedIn: { orderId: common.orderId } });
    expect(await serial("B")).toBeUndefined();
    const again = { goods: [{ lineId: "l1", sku: null, lots: null, serials: ["B"] }], trackingNo: "T2" };
    expect(await ship(again)).toMatchObject({ ok: true });
    if (!first.ok) throw new Error("refused");
    await unship({ ...common, shipmentId: first.value.shipmentId, reason: null });
    expect(await serial("A")).toMatchObject({ state: "in_stock", shippedIn: null });
  });
});

import { setOnHand } from "../../shared/inventory/set-on-hand.ts";
import { readStock } from "../../shared/inventory/stock-store.ts";
import { stockMoveWrites } from "../../shared/inventory/stock-writes.ts";
import { sku, warehouseCode } from "../../shared/kernel/ids.ts";
import type { Allocation } from "../../shared/orders/allocation.ts";
import { makeChangeOrder } from "../../shared/orders/change-order.ts";
import type { IncomingOrder, LineFacts } from "../../shared/orders/facts.ts";
import { makeNoteParcelTold } from "../../shared/orders/note-parcel-told.ts";
import type { Order } from "../../shared/orders/order.ts";
import { orderWrites, readOrder } from "../../shared/orders/order-store.ts";
import { makeShipOrder, type ShipRequest } from "../../shared/orders/ship-order.ts";
import { makeUnshipOrder } from "../../shared/orders/unship-order.ts";
import { makeUpsertOrder, type UpsertResult } from "../../shared/orders/upsert-order.ts";
import { type Connection, toConnectionItem } from "../../shared/settings/connection.ts";
import { readMerchantSettings, toMerchantItem } from "../../shared/settings/merchant-settings.ts";
import type { Table } from "../../shared/table/port.ts";
import { makeMemoryTable } from "../../shared/table/table.memory.ts";
import { aConnectionId, aLine, aMerchant, aMerchantId, anOrder } from "./builders.ts";

export const [sha, can] = [warehouseCode("SHA"), warehouseCode("CAN")];
export const start = Date.parse("2026-11-22T06:00:00.000Z");

/** A clock that tests move. */
export type TestClock = { ms: number };

/** Ten of every sku in each of two warehouses, and one order, allocated as said. */
export async function shippingHub(
  options: {
    readonly lines?: readonly LineFacts[];
    readonly allocations?: readonly Allocation[];
    readonly order?: Partial<Order>;
    readonly connection?: Partial<Connection>;
  } = {},
) {
  const clock: TestClock = { ms: start };
  const now = (): Date => new Date(clock.ms);
  const table = makeMemoryTable({ now: () => clock.ms });
  const lines = options.lines ?? [aLine({ quantity: 3 })];
  const allocations = options.allocations ?? [{ lineId: "l1", sku: "TEA-250", warehouse: sha, quantity: 3 }];
  await table.put(toMerchantItem(aMerchant()));
  await table.put(toConnectionItem(aMerchantId, { ...aConnection, ...options.connection }));
  const order = anOrder({
    lines: { clock: { at: Date.parse("2026-11-21T06:31:51.000Z"), tie: "a" }, facts: lines },
    allocations,
    status: "allocated",
    ...options.order,
  });
  for (const article of new Set(lines.map((line) => sku(line.sku)))) {
    for (const warehouse of [sha, can]) {
      await setOnHand(
        table,
        { merchantId: aMerchantId, sku: article, warehouse, onHand: 10, countKey: "c" },
        now().toISOString(),
      );
    }
  }
  const promised = allocations.map((each) => ({
    ...each,
    kind: "allocated" as const,
    sku: sku(each.sku),
    safetyStock: 0,
  }));
  await table.transact([
    ...orderWrites(null, order, []),
    ...stockMoveWrites(aMerchantId, promised, now().toISOString(), order.orderId),
  ]);
  const deps = {
    table,
    readMerchant: (merchant: typeof aMerchantId) => readMerchantSettings(table, merchant),
    now,
    pause: async () => undefined,
  };
  const changeOrder = makeChangeOrder(deps);
  const upsert = makeUpsertOrder(deps);
  const { orderId } = order;
  return {
    table,
    clock,
    now,
    orderId,
    ship: (over: Partial<ShipRequest> = {}) => makeShipOrder(changeOrder)({ ...aShipment, orderId, ...over }),
    unship: makeUnshipOrder(changeOrder),
    noteTold: makeNoteParcelTold(changeOrder),
    hear: (incoming: IncomingOrder): Promise<UpsertResult> =>
      upsert({ merchantId: aMerchantId, connectionId: aConnectionId, channel: "shopify", incoming }, () => []),
    read: () => storedOrder(table, orderId),
    stock: (article = "TEA-250") => stockOf(table, article),
  };
}

export type ShippingHub = Awaited<ReturnType<typeof shippingHub>>;

export const aConnection: Connection = {
  connectionId: aConnectionId,
  channel: "shopify",
  title: "Demo shop",
  zone: "Asia/Shanghai",
  state: "active",
};

const aShipment: Omit<ShipRequest, "orderId"> = {
  merchantId: aMerchantId,
  key: null,
  warehouse: sha,
  carrier: { code: "SF", name: "SF Express" },
  trackingNo: "SF 1234-5678",
  shippedAt: null,
  lines: null,
  shippedBy: "warehouse@demo",
};

async function storedOrder(table: Table, orderId: Order["orderId"]): Promise<Order> {
  const stored = await readOrder(table, aMerchantId, orderId);
  if (stored === null) throw new Error("the order is gone");
  return stored.order;
}

/** `onHand/allocated` by warehouse. */
async function stockOf(table: Table, article: string): Promise<Readonly<Record<string, string>>> {
  const stocks = await readStock(table, aMerchantId, sku(article));
  return Object.fromEntries(stocks.map(({ warehouse, onHand, allocated }) => [warehouse, `${onHand}/${allocated}`]));
}

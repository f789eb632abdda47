import { unpackOutbox } from "../../../events/outbox-form.ts";
import { makeApplyOrder } from "../../../shared/imports/apply-orders.ts";
import { makeApplyParcel } from "../../../shared/imports/apply-parcels.ts";
import type { ImportTools } from "../../../shared/imports/kinds/kind-of-import.ts";
import { makeStockDocuments } from "../../../shared/inventory/documents/stock-documents.ts";
import { freeStockMessage } from "../../../shared/inventory/free-stock-message.ts";
import { makeCachedProducts, makeReadBundles } from "../../../shared/inventory/products/cached-products.ts";
import { makeProveStock } from "../../../shared/inventory/proof/prove-stock.ts";
import { type StockChange, stockChangeOf } from "../../../shared/inventory/stock-change.ts";
import { makeWatchStock } from "../../../shared/inventory/watch-stock.ts";
import { type OrderId, warehouseCode } from "../../../shared/kernel/ids.ts";
import { makeChangeOrder } from "../../../shared/orders/change-order.ts";
import { readHeldUnits } from "../../../shared/orders/held-units.ts";
import { makeShipOrder } from "../../../shared/orders/ship-order.ts";
import { makeUnshipOrder } from "../../../shared/orders/unship-order.ts";
import { makeUpsertOrder } from "../../../shared/orders/upsert-order.ts";
import { makeRetryBackorders } from "../../../shared/routing/retry-backorders.ts";
import { makeRouteBatch } from "../../../shared/routing/route-batch.ts";
import { makeRouteOrder } from "../../../shared/routing/route-order.ts";
import { makeRouteOrders } from "../../../shared/routing/route-orders.ts";
import { defaultRules } from "../../../shared/routing/rules.ts";
import { makeCachedSettings, toRulesItem, toWarehouseItem } from "../../../shared/routing/settings-store.ts";
import { toMerchantItem } from "../../../shared/settings/merchant-settings.ts";
import { fromAttributes, fromAttributeValue } from "../../../shared/table/attribute-value.ts";
import type { ChangeRecord } from "../../../shared/table/engine/stream-log.ts";
import { sortKeys } from "../../../shared/table/keys.ts";
import type { Table } from "../../../shared/table/port.ts";
import { makeMemoryTable } from "../../../shared/table/table.memory.ts";
import { aMerchant, aMerchantId } from "../../support/builders.ts";
import { makeImporter } from "../../support/importer.ts";
import { memoryObjects, memoryQueue } from "../../support/memory-ports.ts";

export const warehouses = ["SHA", "CAN", "CTU"].map(warehouseCode);

/** A stream worker takes so many records at once, the routing worker so many orders. */
const streamBatch = 100;
const routingBatch = 40;

/** A merchant's year: the use cases around orders and stock, wired as in production, on the in-process table and its own clock. */
export type YearWorld = Awaited<ReturnType<typeof makeYearWorld>>;

export async function makeYearWorld(startsAt: string) {
  let moment = Date.parse(startsAt);
  const changes: StockChange[] = [];
  const approved: OrderId[] = [];
  const crossings = { low: 0, replenished: 0, proposed: 0 };
  const table = makeMemoryTable({
    now: () => moment,
    onCommit: ({ records }) => {
      for (const { record } of records) take(record);
    },
  });

  function take({ keys, oldImage, newImage, sequence }: ChangeRecord): void {
    if (newImage === null) return;
    const sk = keys["sk"] !== undefined && "S" in keys["sk"] ? keys["sk"].S : "";
    if (sk.startsWith(sortKeys.stock)) {
      const old = oldImage === null ? null : fromAttributes(oldImage);
      const change = stockChangeOf(sequence, old, fromAttributes(newImage));
      if (change !== null) changes.push(change);
      return;
    }
    if (sk !== sortKeys.order && sk !== sortKeys.proposal && !sk.startsWith(sortKeys.alert)) return;
    const { outbox } = newImage;
    if (outbox === undefined) return;
    for (const event of unpackOutbox(fromAttributeValue(outbox) as never)) {
      if (event.type === "order.approved.v1") approved.push(event.subject as OrderId);
      if (event.type === "stock.low.v1") crossings.low += 1;
      if (event.type === "stock.replenished.v1") crossings.replenished += 1;
      if (event.type === "purchase.proposed.v1") crossings.proposed += 1;
    }
  }

  await table.put(toMerchantItem(aMerchant()));
  await table.put(toRulesItem(aMerchantId, { ...defaultRules, split: "by_line", backorder: "partial" }));
  const place = { country: "CN", region: "31", regionName: "上海市", serves: [], isActive: true };
  for (const [index, code] of warehouses.entries()) {
    await table.put(toWarehouseItem(aMerchantId, { code, name: code, priority: index + 1, ...place }));
  }

  const now = (): Date => {
    moment += 1;
    return new Date(moment);
  };
  const pause = async (): Promise<void> => undefined;
  const backorders = memoryQueue();
  const files = memoryObjects();
  const readProducts = makeCachedProducts(table, now);
  const readMerchant = async () => aMerchant();
  const upsertDeps = { table, readMerchant, readBundles: makeReadBundles(readProducts), now, pause };
  const upsertOrder = makeUpsertOrder(upsertDeps);
  const changeOrder = makeChangeOrder(upsertDeps);
  const routeDeps = { table, readSettings: makeCachedSettings(table, now), now, pause };
  const routeOrder = makeRouteOrder(routeDeps);
  const routeBatch = makeRouteBatch({
    routeOrders: makeRouteOrders({ ...routeDeps, turn: pause }),
    routeOrder,
    guard: (run) => run(),
    onGroupFault: (fault) => {
      throw fault;
    },
  });
  const retryBackorders = makeRetryBackorders({ table, routeOrder, backorders });
  const watchStock = makeWatchStock({ table, backorders, readProducts, now });
  const toolsOn = (own: Table): ImportTools => ({
    table: own,
    applyOrder: makeApplyOrder({ table: own, upsertOrder, now }),
    applyParcel: makeApplyParcel({ table: own, shipOrder: makeShipOrder(changeOrder) }),
    now,
  });
  const { run: runImport } = makeImporter({ table, files, now, warehouses, toolsOn });

  /** One batch of the routing worker; what it could not finish comes again. */
  async function routeSome(orderIds: readonly OrderId[]): Promise<void> {
    const records = orderIds.map((orderId) => ({ messageId: orderId, input: { merchantId: aMerchantId, orderId } }));
    const outcomes = await routeBatch(records, () => true);
    approved.push(...orderIds.filter((id) => !["done", "skipped"].includes(outcomes.get(id)?.kind ?? "")));
  }

  /** What streams and queues would bring, until there is nothing left to do. */
  async function settle(): Promise<void> {
    while (approved.length + changes.length + backorders.sent.length > 0) {
      while (approved.length > 0) await routeSome(approved.splice(0, routingBatch));
      while (changes.length > 0) {
        const batch = changes.splice(0, streamBatch);
        const unfinished = await watchStock(batch);
        changes.unshift(...batch.filter(({ id }) => unfinished.has(id)));
      }
      for (const { body } of backorders.sent.splice(0)) {
        await retryBackorders(freeStockMessage.parse(JSON.parse(body)), () => true);
      }
    }
  }

  return {
    table,
    files,
    crossings,
    now,
    /** The table's stream forgets what is a day old, as it does by itself in production. */
    advanceTo(instant: number): void {
      moment = Math.max(moment, instant);
      table.engine.tick();
    },
    /** Loses the records of the stream that nobody has read yet. */
    loseRecords(): void {
      changes.length = 0;
    },
    settle,
    upsertOrder,
    shipOrder: makeShipOrder(changeOrder),
    unshipOrder: makeUnshipOrder(changeOrder),
    documents: makeStockDocuments({ table, now, pause }),
    runImport,
    proveStock: makeProveStock({
      table,
      readHeld: (merchant, orderIds) => readHeldUnits(table, merchant, orderIds),
      now,
    }),
  };
}

import { freeToPromise } from "../../../shared/inventory/stock.ts";
import { readStocks } from "../../../shared/inventory/stock-store.ts";
import { stockMoveWrites } from "../../../shared/inventory/stock-writes.ts";
import { type OrderId, sku, type WarehouseCode } from "../../../shared/kernel/ids.ts";
import type { Allocation } from "../../../shared/orders/allocation.ts";
import { deriveStatus, isRoutable } from "../../../shared/orders/derive-status.ts";
import { unallocatedLines } from "../../../shared/orders/open-quantities.ts";
import type { Order } from "../../../shared/orders/order.ts";
import { orderWrites, readOrder } from "../../../shared/orders/order-store.ts";
import type { Table } from "../../../shared/table/port.ts";
import { aMerchantId } from "../../support/builders.ts";

/**
 * What routing does in its simplest form: promises what is free in the one warehouse, in one transaction, and decides again
 * when that lost a race. False: to be tried again later.
 */
export async function allocateFrom(
  table: Table,
  orderId: OrderId,
  warehouse: WarehouseCode,
  clock: () => Date,
): Promise<boolean> {
  for (let tries = 0; tries < 4; tries += 1) {
    const order = (await readOrder(table, aMerchantId, orderId))?.order;
    if (order === undefined || !isRoutable(order)) return true;
    const wanted = unallocatedLines(order);
    const stocks = await readStocks(
      table,
      aMerchantId,
      wanted.map((line) => sku(line.sku)),
    );
    const free = new Map(stocks.map((stock) => [stock.sku as string, freeToPromise(stock)]));
    const promised = wanted
      .map((line) => ({ ...line, quantity: Math.min(line.quantity, free.get(line.sku) ?? 0) }))
      .filter(({ quantity }) => quantity > 0);
    if (promised.length === 0) return true;
    const now = clock().toISOString();
    const moves = promised.map((line) => ({
      kind: "allocated" as const,
      sku: sku(line.sku),
      warehouse,
      quantity: line.quantity,
      safetyStock: 0,
    }));
    const after = withPromised(
      order,
      promised.map((line) => ({ ...line, warehouse })),
    );
    const written = await table.transact([
      ...orderWrites(order, after, []),
      ...stockMoveWrites(aMerchantId, moves, now, orderId),
    ]);
    if (written.ok) return true;
  }
  return false;
}

function withPromised(order: Order, promised: readonly Allocation[]): Order {
  const merged = new Map(order.allocations.map((each) => [each.lineId, each]));
  for (const each of promised) {
    merged.set(each.lineId, { ...each, quantity: (merged.get(each.lineId)?.quantity ?? 0) + each.quantity });
  }
  const after = { ...order, version: order.version + 1, allocations: [...merged.values()] };
  return { ...after, status: deriveStatus(after) };
}

import type { Table } from "../../table/port.ts";
import type { AlertLevel } from "../decide-alert.ts";
import type { Product } from "../products/product.ts";
import { watchReorder } from "../reorder/watch-reorder.ts";
import type { Stock } from "../stock.ts";
import type { StockChange } from "../stock-change.ts";
import { readStock } from "../stock-store.ts";
import { watchAlert } from "../watch-alert.ts";
import { thresholdOf } from "./thresholds.ts";
import { readUsage, unitsPerDay } from "./usage.ts";

/**
 * Watches what all warehouses of a sku have together, through a batch of its writes: the alert of the network and the
 * reorder point. False: the batch is to come again.
 */
export async function watchNetwork(
  table: Table,
  changes: readonly StockChange[],
  product: Product,
  now: string,
): Promise<boolean> {
  const positions = await readStock(table, product.merchantId, product.sku);
  const perDay = unitsPerDay(await readUsage(table, product), now);
  const { networkThreshold, networkDaysOfCover, coolDownHours } = product.alerts;
  const { units: threshold, reason } = thresholdOf(networkThreshold, networkDaysOfCover, perDay);
  const withThreshold = (level: Omit<AlertLevel, "threshold">): AlertLevel => ({ ...level, threshold });
  const isDone = await watchAlert(
    table,
    {
      place: { merchantId: product.merchantId, sku: product.sku, warehouse: null },
      terms: { reason, unitsPerDay: perDay, coolDownHours },
      seen: networkLevels(positions, changes).map(withThreshold),
      newest: withThreshold(totalOf(positions)),
      readAround: null,
    },
    now,
  );
  return isDone && (await watchReorder(table, { product, positions, perDay, now }));
}

type Level = Omit<AlertLevel, "threshold">;

/**
 * The network after each write of the batch: the warehouses of the batch as its records show them, the others as they are
 * now. All positions of a sku stand in one partition, so their records come in the order of the writes; a version of the
 * network is the sum of theirs, and grows with each.
 */
export function networkLevels(positions: readonly Stock[], changes: readonly StockChange[]): readonly Level[] {
  const known = new Map(positions.map((stock) => [stock.warehouse, stock]));
  const firsts = new Map(changes.toReversed().map((change) => [change.after.warehouse, change]));
  for (const [warehouse, { before }] of firsts) {
    if (before === null) known.delete(warehouse);
    else known.set(warehouse, before);
  }
  const levels = new Map<number, Level>();
  for (const { after } of changes) {
    const held = known.get(after.warehouse);
    if (held !== undefined && held.version >= after.version) continue;
    known.set(after.warehouse, after);
    const level = totalOf([...known.values()]);
    levels.set(level.version, level);
  }
  return [...levels.values()];
}

function totalOf(positions: readonly Stock[]): Level {
  const sum = (of: (stock: Stock) => number): number => positions.reduce((total, stock) => total + of(stock), 0);
  return { version: sum(({ version }) => version), available: sum(({ available }) => available) };
}

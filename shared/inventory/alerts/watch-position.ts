import { stockKey } from "../../table/keys.ts";
import type { Table } from "../../table/port.ts";
import type { AlertLevel } from "../decide-alert.ts";
import { readEntriesAround } from "../ledger-store.ts";
import { availableOf } from "../movement.ts";
import { needsUsage, type Product } from "../products/product.ts";
import type { Stock } from "../stock.ts";
import type { StockChange } from "../stock-change.ts";
import { fromStockItem } from "../stock-store.ts";
import { watchAlert } from "../watch-alert.ts";
import { thresholdOf } from "./thresholds.ts";
import { noteUsage, unitsPerDay } from "./usage.ts";

/**
 * Watches one sku in one warehouse through a batch of its writes: its own threshold, and the days of cover that its product
 * asks for. Most positions have neither: they cost no read. False: the batch is to come again.
 */
export async function watchPosition(
  table: Table,
  changes: readonly StockChange[],
  product: Product | null,
  now: string,
): Promise<boolean> {
  const place = changes[0]?.after;
  if (place === undefined) return true;
  const usage = product !== null && needsUsage(product) ? await noteUsage(table, place, changes) : null;
  const days = product?.alerts.daysOfCover ?? null;
  const isFixed = changes.some(
    ({ before, after }) => after.lowStockThreshold !== null || before?.lowStockThreshold != null,
  );
  if (!isFixed && days === null) return true;
  const perDay = usage === null ? null : unitsPerDay([usage], now);
  const thresholdAt = ({ lowStockThreshold }: Stock) => thresholdOf(lowStockThreshold, days, perDay ?? 0);
  const levelOf = (stock: Stock): AlertLevel => {
    const { version, available } = stock;
    return { version, available, threshold: thresholdAt(stock).units };
  };
  const [item] = await table.getMany([stockKey(place.merchantId, place.sku, place.warehouse)]);
  const newest = item === undefined ? null : fromStockItem(item);
  const seen = [...new Map(changes.map(({ after }) => [after.version, levelOf(after)])).values()];
  return watchAlert(
    table,
    {
      place,
      terms: {
        reason: thresholdAt(newest ?? place).reason,
        unitsPerDay: perDay,
        coolDownHours: product?.alerts.coolDownHours ?? 0,
      },
      seen,
      newest: newest === null ? null : levelOf(newest),
      readAround: async (version) => {
        const threshold = thresholdAt(newest ?? place).units;
        const entries = await readEntriesAround(table, place, version);
        const last = new Map(entries.map((entry) => [entry.version, availableOf(entry.after)]));
        return [...last].map(([at, available]) => ({ version: at, available, threshold }));
      },
    },
    now,
  );
}

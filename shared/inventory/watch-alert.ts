import { alertKey, stockKey } from "../table/keys.ts";
import type { Table } from "../table/port.ts";
import { type Alert, alertAfter, fromAlertItem, writeAlert } from "./alert-store.ts";
import { decideAlert } from "./decide-alert.ts";
import type { Stock } from "./stock.ts";
import { fromStockItem } from "./stock-store.ts";

/** Two crossings of one record, each perhaps lost once to another worker. */
const maxSteps = 8;

/**
 * Brings the alert of one sku and warehouse up to date with a stock record. The record counts when it is newer than what
 * the alert was last decided on; then the newest stock is decided on as well, and again after each write, so that a late
 * or lost record can neither hide a crossing nor leave an alert that is no longer true. Gives false when others kept
 * writing the alert and the record should come again.
 */
export async function watchAlert(table: Table, seen: Stock, now: string): Promise<boolean> {
  for (let step = 0; step < maxSteps; step += 1) {
    const { alert, stocks } = await readNewest(table, seen);
    const crossing = stocks
      .map((stock) => ({ stock, decision: decideAlert(alert, stock) }))
      .find(({ decision }) => decision !== "keep");
    if (crossing === undefined || crossing.decision === "keep") return true;
    await writeAlert(table, alert, alertAfter(alert, crossing.stock, crossing.decision, now));
  }
  return false;
}

/** The alert as it stands, and what is known of the stock from older to newer. */
async function readNewest(
  table: Table,
  seen: Stock,
): Promise<{ readonly alert: Alert | null; readonly stocks: readonly Stock[] }> {
  const ofAlert = alertKey(seen.merchantId, seen.sku, seen.warehouse);
  const ofStock = stockKey(seen.merchantId, seen.sku, seen.warehouse);
  const items = await table.getMany([ofAlert, ofStock]);
  const alert = items.find((item) => item.sk === ofAlert.sk);
  const stock = items.find((item) => item.sk === ofStock.sk);
  const newest = stock === undefined ? seen : fromStockItem(stock);
  return {
    alert: alert === undefined ? null : fromAlertItem(alert),
    stocks: newest.version > seen.version ? [seen, newest] : [newest],
  };
}

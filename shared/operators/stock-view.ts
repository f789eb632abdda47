import type { Alert } from "../inventory/alert-store.ts";
import type { LedgerEntry } from "../inventory/ledger.ts";
import { availableOf, balanceOf } from "../inventory/movement.ts";
import { freeToPromise, type Stock } from "../inventory/stock.ts";

/** One sku in one warehouse, and what routing may still promise of it. */
export function stockView({ merchantId: _, ...stock }: Stock): Readonly<Record<string, unknown>> {
  return { ...stock, freeToPromise: freeToPromise(stock) };
}

/** `warehouse` is null for all warehouses together. */
export function alertView(alert: Alert): Readonly<Record<string, unknown>> {
  const { merchantId: _, revision: _revision, decided: _decided, noticedAt: _noticedAt, ...view } = alert;
  return view;
}

type OfSku = { readonly positions: readonly Stock[]; readonly waiting: number; readonly alerts: readonly Alert[] };

/** One sku over all warehouses. */
export function skuView(sku: string, { positions, waiting, alerts }: OfSku): Readonly<Record<string, unknown>> {
  const sum = (of: (stock: Stock) => number): number => positions.reduce((total, stock) => total + of(stock), 0);
  return {
    sku,
    onHand: sum((stock) => stock.onHand),
    allocated: sum((stock) => stock.allocated),
    available: sum((stock) => stock.available),
    damaged: sum((stock) => stock.damaged),
    onHold: sum((stock) => stock.onHold),
    incoming: sum((stock) => stock.incoming),
    freeToPromise: sum(freeToPromise),
    positions: positions.map(stockView),
    ordersWaiting: waiting,
    alerts: alerts.map(alertView),
  };
}

type History = { readonly stock: Stock; readonly entries: readonly LedgerEntry[] };

/** How the numbers of a sku came about: warehouse by warehouse, the newest movements, oldest first. */
export function movementsView(sku: string, histories: readonly History[]): Readonly<Record<string, unknown>> {
  return {
    sku,
    positions: histories.map(({ stock, entries }) => ({
      warehouse: stock.warehouse,
      now: { ...balanceOf(stock), available: stock.available, version: stock.version },
      movements: entries.map(({ after, ...entry }) => ({
        ...entry,
        after: { ...after, available: availableOf(after) },
      })),
    })),
  };
}

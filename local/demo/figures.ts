import { decimalFromMinor, minorFromDecimal } from "../../shared/kernel/money.ts";
import type { OrderAnswer } from "../cli/answers.ts";

/** Net sales by currency as decimal text, computed from the orders alone: what each is worth, less what was given back. */
export function netSales(orders: readonly OrderAnswer[], day: string): Readonly<Record<string, string>> {
  const sums = new Map<string, number>();
  for (const order of orders) {
    if (order.booking?.day !== day || order.currency === null || order.total === null) continue;
    const total = minorOf(order.total, order.currency);
    const refunds = order.refunds.reduce((sum, refund) => sum + minorOf(refund.amount, order.currency ?? ""), 0);
    // A cancelled order is worth what is given back, so that it comes to nothing.
    const worth = order.status === "cancelled" ? Math.min(total, refunds) : total;
    sums.set(order.currency, (sums.get(order.currency) ?? 0) + worth - refunds);
  }
  const sorted = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([currency, minor]) => [currency, decimalFromMinor(minor, currency)]));
}

export function minorOf(amount: string, currency: string): number {
  const minor = minorFromDecimal(amount, currency);
  if (!minor.ok) throw new Error(`${amount} ${currency}: ${minor.error.kind}`);
  return minor.value;
}

export function countBy<T>(entries: readonly T[], keyOf: (entry: T) => string): Readonly<Record<string, number>> {
  const groups = [...Map.groupBy(entries, keyOf)].map(([key, group]) => [key, group.length] as const);
  return Object.fromEntries(groups.sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

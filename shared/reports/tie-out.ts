import { availableOf } from "../inventory/movement.ts";
import type { Stock } from "../inventory/stock.ts";
import { decimalFromMinor } from "../kernel/money.ts";
import type { BookedFact } from "../orders/book-facts.ts";
import type { CurrencySums, LedgerEntry, LedgerKind } from "./report.ts";
import type { BookedOrder } from "./sales-report.ts";

/** One sum that was computed in two ways; a report is published only when every one of them agrees to the minor unit. */
export type Check = {
  readonly name: string;
  readonly currency: string | null;
  readonly expected: number;
  readonly found: number;
};

export function isTiedOut(checks: readonly Check[]): boolean {
  return checks.every((check) => check.expected === check.found);
}

/** The rows of the sales report against the bookings of the orders and facts themselves. */
export function checkSales(
  ledger: readonly LedgerEntry[],
  orders: readonly BookedOrder[],
  facts: readonly BookedFact[],
): Check[] {
  const expected = new Map<string, number>();
  const add = (currency: string, minor: number): void => {
    expected.set(currency, (expected.get(currency) ?? 0) + minor);
  };
  for (const order of orders) {
    add(order.header.facts.currency, order.booking.totalMinor);
  }
  for (const fact of facts) add(fact.currency, fact.amountMinor);
  const found = Map.groupBy(ledger, (entry) => entry.currency);
  const currencies = [...new Set([...expected.keys(), ...found.keys()])].sort();
  return [
    {
      name: "entries of the report = orders and facts booked to the day",
      currency: null,
      expected: orders.length + facts.length,
      found: ledger.length,
    },
    ...currencies.map((currency) => ({
      name: "sum of the rows = sum of the bookings",
      currency,
      expected: expected.get(currency) ?? 0,
      found: total(found.get(currency) ?? []),
    })),
  ];
}

/** Σ unit price × quantity over the lines against the item totals of their orders, by currency. */
export function checkOrderLines(orders: readonly BookedOrder[]): Check[] {
  const byCurrency = Map.groupBy(orders, (order) => order.header.facts.currency);
  return [...byCurrency]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, group]) => ({
      name: "sum of the lines = item totals of the orders",
      currency,
      expected: group.reduce((sum, order) => sum + order.header.facts.amounts.itemsMinor, 0),
      found: group.reduce(
        (sum, order) =>
          sum + (order.lines?.facts ?? []).reduce((part, line) => part + line.unitPriceMinor * line.quantity, 0),
        0,
      ),
    }));
}

/** What is on hand is promised, available, damaged or on hold, and nothing else: one by one for every sku × warehouse. */
export function checkStock(stocks: readonly Stock[]): Check[] {
  return [
    {
      name: "positions where on hand = allocated + available + damaged + on hold",
      currency: null,
      expected: stocks.length,
      found: stocks.filter((stock) => stock.available === availableOf(stock)).length,
    },
  ];
}

export function sumsByCurrency(ledger: readonly LedgerEntry[]): Readonly<Record<string, CurrencySums>> {
  const groups = [...Map.groupBy(ledger, (entry) => entry.currency)].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    groups.map(([currency, entries]) => {
      const of = (kind: LedgerKind): string =>
        decimalFromMinor(total(entries.filter((entry) => entry.kind === kind)), currency);
      const sums: CurrencySums = {
        entries: entries.length,
        sales: of("sale"),
        refunds: of("refund"),
        cancellations: of("cancellation"),
        adjustments: of("adjustment"),
        net: decimalFromMinor(total(entries), currency),
      };
      return [currency, sums];
    }),
  );
}

function total(entries: readonly LedgerEntry[]): number {
  return entries.reduce((sum, entry) => sum + entry.amountMinor, 0);
}

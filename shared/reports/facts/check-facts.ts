import type { Check } from "../tie-out.ts";
import type { FactsManifest, MinorByCurrency } from "./facts-manifest.ts";

/**
 * Every sum of the day in two ways: from the facts as they were written, and from what is stored. The day is published only
 * when all of them agree to the minor unit.
 */
export function checkFacts({ totals, ledger, rows }: FactsManifest, brokenCount: number): readonly Check[] {
  const changes = sumOf(totals.cancellations, totals.adjustments);
  const order = sumOf(ledger.sales, ledger.changes, ledger.refunds);
  const open = sumOf(ledger.sales, ledger.changes, negative(ledger.payments));
  return [
    {
      name: "entries of the report = orders and facts booked to the day",
      currency: null,
      expected: ledger.entries,
      found: rows.entries,
    },
    { name: "facts whose lines, parts or stock do not add up", currency: null, expected: 0, found: brokenCount },
    ...equal("sales = order ledger", ledger.sales, totals.sales),
    ...equal("cancellations and adjustments = order ledger", ledger.changes, changes),
    ...equal("refunds = refund ledger", ledger.refunds, totals.refunds),
    ...equal("payments = payment ledger", ledger.payments, totals.payments),
    ...equal("fees = fee ledger", ledger.fees, totals.fees),
    ...equal("sum of the entries = order ledger", order, totals.net),
    ...equal("sum of the lines = sum of the entries", totals.net, totals.lines),
    ...equal(
      "entries = payments + refunds + what is left to pay",
      totals.net,
      sumOf(totals.payments, totals.refunds, open),
    ),
  ];
}

/** By currency, where either side has one. */
export function equal(name: string, expected: MinorByCurrency, found: MinorByCurrency): readonly Check[] {
  const currencies = [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort();
  return currencies.map((currency) => ({
    name,
    currency,
    expected: expected[currency] ?? 0,
    found: found[currency] ?? 0,
  }));
}

function sumOf(...all: readonly MinorByCurrency[]): MinorByCurrency {
  const sums: Record<string, number> = {};
  for (const each of all)
    for (const [currency, minor] of Object.entries(each)) sums[currency] = (sums[currency] ?? 0) + minor;
  return sums;
}

function negative(sums: MinorByCurrency): MinorByCurrency {
  return Object.fromEntries(Object.entries(sums).map(([currency, minor]) => [currency, 0 - minor]));
}

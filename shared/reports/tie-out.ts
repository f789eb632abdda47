import { decimalFromMinor } from "../kernel/money.ts";
import type { FactTotals } from "./facts/facts-manifest.ts";
import type { CurrencySums } from "./report.ts";

/** One sum that was computed in two ways; a report is published only when every one of them agrees to the minor unit. */
export type Check = {
  readonly name: string;
  readonly currency: string | null;
  readonly expected: number;
  readonly found: number;
};

export function isTiedOut(checks: readonly Check[]): boolean {
  return offChecks(checks).length === 0;
}

/** Those that do not agree. */
export function offChecks(checks: readonly Check[]): readonly Check[] {
  return checks.filter((check) => check.expected !== check.found);
}

/** The sums that do not agree, for people: which, of which currency, and by how much. */
export function whatIsOff(checks: readonly Check[]): string {
  return offChecks(checks)
    .map(
      ({ name, currency, expected, found }) =>
        `${name}${currency === null ? "" : ` (${currency})`}: ${expected} ≠ ${found}`,
    )
    .join("; ");
}

/** What the entries of a day come to, by currency. */
export function sumsByCurrency(totals: FactTotals): Readonly<Record<string, CurrencySums>> {
  const currencies = Object.keys(totals.count).sort();
  return Object.fromEntries(
    currencies.map((currency) => {
      const of = (name: Exclude<keyof FactTotals, "count" | "reporting">): string =>
        decimalFromMinor(totals[name][currency] ?? 0, currency);
      const sums: CurrencySums = {
        entries: totals.count[currency] ?? 0,
        sales: of("sales"),
        refunds: of("refunds"),
        cancellations: of("cancellations"),
        adjustments: of("adjustments"),
        net: of("net"),
      };
      return [currency, sums];
    }),
  );
}

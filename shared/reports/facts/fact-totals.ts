import type { EntryFact, FactKind, Facts } from "./fact.ts";
import { factKinds } from "./fact-fields.ts";
import type { FactTotals } from "./facts-manifest.ts";

/** Sums that are still growing; a plain object, so that a sealing that goes on elsewhere takes it along. */
export type Sums = Record<string, number>;
export type GrowingTotals = { -readonly [Name in keyof FactTotals]: Sums };

export const totalNames = [
  "count",
  "sales",
  "refunds",
  "cancellations",
  "adjustments",
  "net",
  "tax",
  "lines",
  "payments",
  "fees",
  "receivables",
  "reporting",
] as const satisfies readonly (keyof FactTotals)[];

const totalOfKind: Readonly<Record<EntryFact["kind"], "sales" | "refunds" | "cancellations" | "adjustments">> = {
  sale: "sales",
  void: "sales",
  refund: "refunds",
  cancellation: "cancellations",
  adjustment: "adjustments",
};

export function noTotals(): GrowingTotals {
  return Object.fromEntries(totalNames.map((name) => [name, {}])) as GrowingTotals;
}

export function noRows(): Record<FactKind, number> {
  return Object.fromEntries(factKinds.map((kind) => [kind, 0])) as Record<FactKind, number>;
}

/** Adds one fact to what its day comes to. */
export function addToTotals<Kind extends FactKind>(totals: GrowingTotals, kind: Kind, fact: Facts[Kind]): void {
  if (kind === "entries") addEntry(totals, fact as EntryFact);
  if (kind === "lines") add(totals.lines, (fact as Facts["lines"]).currency, (fact as Facts["lines"]).totalMinor);
  if (kind === "fees") add(totals.fees, (fact as Facts["fees"]).currency, (fact as Facts["fees"]).amountMinor);
  if (kind === "payments") {
    const { currency, amountMinor } = fact as Facts["payments"];
    add(totals.payments, currency, amountMinor);
    add(totals.receivables, currency, -amountMinor);
  }
}

function addEntry(totals: GrowingTotals, { kind, currency, totalMinor, taxMinor, reportingMinor }: EntryFact): void {
  add(totals[totalOfKind[kind]], currency, totalMinor);
  add(totals.count, currency, 1);
  add(totals.net, currency, totalMinor);
  add(totals.tax, currency, taxMinor);
  if (kind !== "refund") add(totals.receivables, currency, totalMinor);
  if (reportingMinor !== null) add(totals.reporting, currency, reportingMinor);
}

/** A sum that is no safe integer is no sum. */
export function add(sums: Sums, currency: string, minor: number): void {
  const sum = (sums[currency] ?? 0) + minor;
  if (!Number.isSafeInteger(sum)) throw new Error(`amounts in ${currency} add up beyond what can be counted`);
  sums[currency] = sum;
}

/** By currency in one order, so that equal sums are equal text. */
export function sortedTotals(totals: GrowingTotals): FactTotals {
  return Object.fromEntries(totalNames.map((name) => [name, sortedSums(totals[name])])) as unknown as FactTotals;
}

export function sortedSums(sums: Readonly<Sums>): Sums {
  return Object.fromEntries(Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1)));
}

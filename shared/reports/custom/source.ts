import type { ColumnKind } from "../../sheets/sheet.ts";
import type { FactKind, Facts } from "../facts/fact.ts";
import type { FactTotals } from "../facts/facts-manifest.ts";
import type { Period } from "../report.ts";

/** What facts are told apart by. Many values (tags) stand in one cell together, so that nothing is counted twice. */
export type Dimension<Fact> = {
  readonly kind: Extract<ColumnKind, "text" | "day">;
  readonly of: (fact: Fact) => string | readonly string[];
};

/**
 * What is counted. `money` is in minor units of the facts' own currency and makes `currency` a dimension, `own_money` in the
 * merchant's; null: something that it is made of is not known. `tenths`: one digit behind the point.
 */
export type Measure<Sums> = {
  readonly kind: "count" | "money" | "own_money" | "tenths";
  readonly of: (sums: Sums) => number | null;
  /** Which sum of the day it comes to when nothing is filtered. */
  readonly equals?: keyof FactTotals;
  /** Averages of rows do not add up to anything. */
  readonly isAverage?: true;
};

/** One kind of facts, and what may be asked of them. */
export type Source<Kind extends FactKind, Sums> = {
  readonly uses: Kind;
  readonly dimensions: Readonly<Record<string, Dimension<Facts[Kind]>>>;
  readonly measures: Readonly<Record<string, Measure<Sums>>>;
  /** What stands at the end of a day cannot be summed over a week. */
  readonly periods: readonly Period[];
  readonly none: () => Sums;
  readonly add: (sums: Sums, fact: Facts[Kind]) => void;
};

/** What is known of a source without its facts. */
export type AnySource = {
  readonly uses: FactKind;
  readonly dimensions: Readonly<Record<string, Pick<Dimension<never>, "kind">>>;
  readonly measures: Readonly<Record<string, Omit<Measure<never>, "of">>>;
  readonly periods: readonly Period[];
};

export const everyPeriod: readonly Period[] = ["day", "week", "month"];

export function text<Fact>(of: Dimension<Fact>["of"]): Dimension<Fact> {
  return { kind: "text", of };
}

export function day<Fact>(of: (fact: Fact) => string): Dimension<Fact> {
  return { kind: "day", of };
}

/** Of any fact that is booked to a day. */
export const bookedOn = {
  business_day: day(({ day: booked }: { readonly day: string }) => booked),
  original_business_day: day(({ originalDay }: { readonly originalDay: string }) => originalDay),
} as const;

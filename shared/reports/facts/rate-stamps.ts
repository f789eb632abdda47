import { convertMinor } from "../../fx/rate.ts";
import { rateOn } from "../../fx/rate-store.ts";
import type { MerchantId } from "../../kernel/ids.ts";
import type { Table } from "../../table/port.ts";
import type { StampedRate } from "./facts-manifest.ts";

/** The rate of one currency on one day, as facts of the day are stamped with it. */
export type Stamp =
  | { readonly kind: "same" }
  | { readonly kind: "rate"; readonly rateId: string; readonly rate: StampedRate }
  | { readonly kind: "missing" };

/** A currency of a day for which nobody has stated a rate, and how many facts it leaves unconverted. */
export type MissingRate = { readonly currency: string; readonly day: string; readonly count: number };

export type RateStamps = {
  readonly stampOf: (currency: string, day: string) => Promise<Stamp>;
  readonly used: () => Readonly<Record<string, StampedRate>>;
};

/** Each rate is looked up once in a sealing, so that all facts of a day and currency are turned by the same. */
export function makeRateStamps(table: Table, merchant: MerchantId, to: string, known: RatesById = {}): RateStamps {
  const stamps = new Map<string, Promise<Stamp>>();
  const used = new Map<string, StampedRate>(Object.entries(known));
  const find = async (from: string, day: string): Promise<Stamp> => {
    if (from === to) return { kind: "same" };
    const found = await rateOn(table, merchant, { from, to, day });
    if (found === null) return { kind: "missing" };
    const rate: StampedRate = { from, to, rate: found.rate, day: found.day, source: found.source };
    const rateId = `${from}>${to} ${rate.day} ${rate.rate}`;
    used.set(rateId, rate);
    return { kind: "rate", rateId, rate };
  };
  return {
    stampOf: (currency, day) => {
      const key = `${currency} ${day}`;
      const stamp = stamps.get(key) ?? find(currency, day);
      stamps.set(key, stamp);
      return stamp;
    },
    used: () => Object.fromEntries([...used].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

type RatesById = Readonly<Record<string, StampedRate>>;

/** null: nobody knows. */
export function reportingMinor(minor: number, stamp: Stamp): number | null {
  if (stamp.kind === "missing") return null;
  return stamp.kind === "same" ? minor : convertMinor(minor, stamp.rate);
}

/**
 * Amounts turned one after the other so that they add up to what their sum turns to: each is what it adds to the sum so far.
 */
export function runningConversion(stamp: Stamp): (minor: number) => number | null {
  let [sum, converted] = [0, 0];
  return (minor) => {
    sum += minor;
    const whole = reportingMinor(sum, stamp);
    if (whole === null) return null;
    const part = whole - converted;
    converted = whole;
    return part;
  };
}

export function rateIdOf(stamp: Stamp): string | null {
  return stamp.kind === "rate" ? stamp.rateId : null;
}

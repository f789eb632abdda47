import { type Destination, regionMatches } from "../../rules/regions/region-groups.ts";
import type { Carrier, Rate, Tariff } from "./carrier.ts";

/** What is in a parcel, as far as its price goes. */
export type Load = { readonly grams: number; readonly cubicCm: number };

export type Quote = { readonly carrier: string; readonly minor: number; readonly days: number };

/** The tariff of a carrier from a warehouse to a place; null when it does not go there. */
export function tariffFor(carrier: Carrier, warehouse: string, to: Destination): Tariff | null {
  return tariffFrom(tariffsTo(carrier, to), warehouse);
}

/** The tariffs of a carrier to a place, from wherever they hold. */
export function tariffsTo({ tariffs, isActive }: Carrier, to: Destination): readonly Tariff[] {
  if (!isActive) return [];
  return tariffs.filter(({ zone }) => zone.some((name) => name === "*" || regionMatches(name, to)));
}

/** The first of some tariffs that holds from a warehouse. */
export function tariffFrom(tariffs: readonly Tariff[], warehouse: string): Tariff | null {
  return tariffs.find(({ from }) => from.length === 0 || from.includes(warehouse)) ?? null;
}

/** What the carrier charges for: the scales or the volume, whichever is more, in whole grams. */
export function chargeableGrams({ grams, cubicCm }: Load, divisor: number | null): number {
  return divisor === null ? grams : Math.max(grams, Math.ceil((cubicCm * 1_000) / divisor));
}

/** Null for a parcel that is too heavy. A parcel of unknown weight counts as one of the least weight. */
export function priceOf({ rate, maxGrams }: Tariff, grams: number): number | null {
  if (maxGrams !== null && grams > maxGrams) return null;
  return rateFor(rate, grams);
}

export function quote(carrier: Carrier, warehouse: string, to: Destination, load: Load): Quote | null {
  const tariff = tariffFor(carrier, warehouse, to);
  const minor = tariff && priceOf(tariff, chargeableGrams(load, carrier.volumetricDivisor));
  return tariff === null || minor === null ? null : { carrier: carrier.code, minor, days: tariff.days };
}

/** The cheapest quote, or the fastest; of equals the other counts, then the carrier's code. */
export function bestQuote(quotes: readonly Quote[], by: "cost" | "speed"): Quote | null {
  let best: Quote | null = null;
  for (const each of quotes) if (best === null || compareQuotes(each, best, by) < 0) best = each;
  return best;
}

function compareQuotes(a: Quote, b: Quote, by: "cost" | "speed"): number {
  const [cost, speed] = [a.minor - b.minor, a.days - b.days];
  return (by === "cost" ? cost || speed : speed || cost) || (a.carrier < b.carrier ? -1 : 1);
}

function rateFor(rate: Rate, grams: number): number | null {
  if (rate.kind === "brackets") return rate.rows.find(({ upToGrams }) => grams <= upToGrams)?.minor ?? null;
  const { firstGrams, firstMinor, stepGrams, stepMinor } = rate;
  return firstMinor + Math.max(0, Math.ceil((grams - firstGrams) / stepGrams)) * stepMinor;
}

import { type Destination, regionMatches } from "../../rules/regions/region-groups.ts";
import type { Carrier, Rate, Tariff } from "./carrier.ts";

/** What is in a parcel, as far as its price goes. */
export type Load = { readonly grams: number; readonly cubicCm: number };

export type Quote = { readonly carrier: string; readonly minor: number; readonly days: number };

/** The tariff of a carrier from a warehouse to a place; null when it does not go there. */
export function tariffFor({ tariffs, isActive }: Carrier, warehouse: string, to: Destination): Tariff | null {
  if (!isActive) return null;
  const fits = ({ from, zone }: Tariff): boolean => {
    const isFrom = from.length === 0 || from.includes(warehouse);
    return isFrom && zone.some((name) => name === "*" || regionMatches(name, to));
  };
  return tariffs.find(fits) ?? null;
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
  const [best = null] = [...quotes].sort((a, b) => {
    const [cost, speed] = [a.minor - b.minor, a.days - b.days];
    return (by === "cost" ? cost || speed : speed || cost) || (a.carrier < b.carrier ? -1 : 1);
  });
  return best;
}

function rateFor(rate: Rate, grams: number): number | null {
  if (rate.kind === "brackets") return rate.rows.find(({ upToGrams }) => grams <= upToGrams)?.minor ?? null;
  const { firstGrams, firstMinor, stepGrams, stepMinor } = rate;
  return firstMinor + Math.max(0, Math.ceil((grams - firstGrams) / stepGrams)) * stepMinor;
}

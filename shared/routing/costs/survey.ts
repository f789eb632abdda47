import type { Destination } from "../../rules/regions/region-groups.ts";
import type { PlaceFacts } from "../sourcing/why-barred.ts";
import { departureOf } from "../sourcing/working-days.ts";
import type { Warehouse } from "../warehouse.ts";
import type { Carrier, Tariff } from "./carrier.ts";
import { lineUnder, lineUnderAll, type PriceLine } from "./price-line.ts";
import { distanceKm } from "./province-middles.ts";
import { bestQuote, chargeableGrams, type Load, priceOf, type Quote, tariffFor } from "./quote.ts";

/** What sending this order from one warehouse comes to. */
export type Place = {
  readonly facts: PlaceFacts;
  readonly handlingMinor: number;
  /** Carriers that go there, with their tariff; empty also when the merchant has none at all. */
  readonly ways: readonly Way[];
  /** Under all prices of these ways; null without any. */
  readonly line: PriceLine | null;
};

export type Way = { readonly carrier: Carrier; readonly tariff: Tariff };

export type SurveyRequest = {
  readonly warehouses: readonly Warehouse[];
  /** Those that rules allow. */
  readonly carriers: readonly Carrier[];
  readonly destination: Destination;
  /** All that is to be sent. */
  readonly load: Load;
  readonly now: string;
  /** The buyer comes there, so no carrier goes. */
  readonly pickupStore: string | null;
};

export function surveyPlaces(request: SurveyRequest): ReadonlyMap<string, Place> {
  return new Map(request.warehouses.map((warehouse) => [warehouse.code, surveyPlace(warehouse, request)]));
}

/** The quotes for one parcel, waiting for its day of leaving included in their days. */
export function quotesFor({ ways, facts }: Place, load: Load): readonly Quote[] {
  return ways.flatMap(({ carrier, tariff }) => {
    const minor = priceOf(tariff, chargeableGrams(load, carrier.volumetricDivisor));
    return minor === null ? [] : [{ carrier: carrier.code, minor, days: (facts.waits ?? 0) + tariff.days }];
  });
}

/** The carrier for a parcel: within `maxDays` if one is, else the best of all. */
export function chooseCarrier(
  place: Place,
  load: Load,
  { by, maxDays }: { readonly by: "cost" | "speed"; readonly maxDays: number | null },
): Quote | null {
  const quotes = quotesFor(place, load);
  const inTime = maxDays === null ? [] : quotes.filter(({ days }) => days <= maxDays);
  return bestQuote(inTime.length > 0 ? inTime : quotes, by);
}

function surveyPlace(warehouse: Warehouse, { destination, load, now, ...request }: SurveyRequest): Place {
  const waits = departureOf(warehouse.hours, now)?.waits ?? null;
  const ways = (request.pickupStore === warehouse.code ? [] : request.carriers).flatMap((carrier): Way[] => {
    const tariff = tariffFor(carrier, warehouse.code, destination);
    return tariff === null ? [] : [{ carrier, tariff }];
  });
  const fastest = ways.length === 0 ? null : Math.min(...ways.map(({ tariff }) => tariff.days));
  const lines = ways.flatMap(({ tariff }) => lineUnder(tariff, load.grams) ?? []);
  return {
    facts: {
      waits,
      days: waits === null || fastest === null ? null : waits + fastest,
      km: distanceKm(warehouse, destination),
    },
    handlingMinor: warehouse.handlingMinor ?? 0,
    ways,
    line: lineUnderAll(lines, load.grams),
  };
}

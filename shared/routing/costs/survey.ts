import type { Destination } from "../../rules/regions/region-groups.ts";
import type { PlaceFacts } from "../sourcing/why-barred.ts";
import { departureOf } from "../sourcing/working-days.ts";
import type { Warehouse } from "../warehouse.ts";
import type { Carrier, Tariff } from "./carrier.ts";
import { lineUnder, lineUnderAll, type PriceLine } from "./price-line.ts";
import { distancesTo } from "./province-middles.ts";
import { bestQuote, chargeableGrams, type Load, priceOf, type Quote, tariffFrom, tariffsTo } from "./quote.ts";

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
  const { destination, load } = request;
  const kmFrom = distancesTo(destination);
  const tariffs = request.carriers.map((carrier) => ({ carrier, all: tariffsTo(carrier, destination) }));
  const waysFrom = (code: string): Ways => {
    const ways = tariffs.flatMap(({ carrier, all }): Way[] => {
      const tariff = tariffFrom(all, code);
      return tariff === null ? [] : [{ carrier, tariff }];
    });
    return toWays(ways, load);
  };
  // Most tariffs hold from everywhere, and then all places have the same ways.
  const isAlike = tariffs.every(({ all }) => all.every(({ from }) => from.length === 0));
  const anywhere = isAlike ? waysFrom("") : null;
  const none = toWays([], load);
  return new Map(
    request.warehouses.map((warehouse) => {
      const ways = request.pickupStore === warehouse.code ? none : (anywhere ?? waysFrom(warehouse.code));
      return [warehouse.code, surveyPlace(warehouse, ways, kmFrom(warehouse), request.now)];
    }),
  );
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

type Ways = Pick<Place, "ways" | "line"> & { readonly fastest: number | null };

function toWays(ways: readonly Way[], load: Load): Ways {
  const lines = ways.flatMap(({ tariff }) => lineUnder(tariff, load.grams) ?? []);
  return {
    ways,
    fastest: ways.length === 0 ? null : Math.min(...ways.map(({ tariff }) => tariff.days)),
    line: lineUnderAll(lines, load.grams),
  };
}

function surveyPlace(warehouse: Warehouse, { ways, fastest, line }: Ways, km: number | null, now: string): Place {
  const waits = departureOf(warehouse.hours, now)?.waits ?? null;
  const days = waits === null || fastest === null ? null : waits + fastest;
  return { facts: { waits, days, km }, handlingMinor: warehouse.handlingMinor ?? 0, ways, line };
}

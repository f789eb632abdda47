import type { Opening, Weighing } from "../choose-warehouses.ts";
import type { Load } from "../costs/quote.ts";
import { chooseCarrier, type Place } from "../costs/survey.ts";
import { loadOf, type ParcelTerms } from "./parcels.ts";
import type { RuledRequest } from "./plan-with-rules.ts";
import { type Constraint, isPlaceConstraint, type WholeConstraint } from "./sourcing.ts";
import { whyBarred } from "./why-barred.ts";

/** Constraints that a plan keeps, and soft ones that it does not. */
export type Bounds = { readonly constraints: readonly Constraint[]; readonly dropped: readonly Constraint[] };

export type SplitValue = WholeConstraint & { readonly kind: "min_split_value" };

/** What plans are judged by; prices as straight lines under the carriers' steps. */
export function weighingOf(
  request: RuledRequest,
  { constraints, dropped }: Bounds,
  places: ReadonlyMap<string, Place>,
): Weighing {
  const warehouses = new Map(request.warehouses.map((each) => [each.code, each]));
  const broken = dropped.filter(isPlaceConstraint);
  const terms = parcelTerms(request, constraints, places);
  const load = wholeLoad(request);
  const country = request.destination.country;
  const most = mostShipments(constraints);
  return {
    maxWarehouses: most === null ? null : Math.max(0, most - request.usedWarehouses.length),
    leastParcel: null,
    divideLines: request.sourcing.split === "by_quantity",
    objective: request.sourcing.compareBy,
    opening: (code): Opening => {
      const [warehouse, place] = [warehouses.get(code), places.get(code)];
      if (warehouse === undefined || place === undefined) return { softRules: 0, cost: 0, days: 0, distance: 0 };
      const days = chooseCarrier(place, load, terms)?.days ?? place.facts.days ?? place.facts.waits ?? 0;
      return {
        softRules: broken.filter((each) => whyBarred(each, warehouse, place.facts, country) !== null).length,
        cost: Math.floor(place.line?.base ?? 0) + place.handlingMinor,
        days,
        distance: place.facts.km ?? 0,
      };
    },
    perGram: (code) => places.get(code)?.line?.perGram ?? 0,
    grams: ({ lineId }) => request.lineWorth.get(lineId)?.grams ?? 0,
  };
}

/** The same for plans of one parcel that holds everything, priced to the gram. */
export function exactCosts(
  { opening }: Weighing,
  request: RuledRequest,
  places: ReadonlyMap<string, Place>,
  terms: ParcelTerms,
): Pick<Weighing, "opening" | "perGram"> {
  const load = wholeLoad(request);
  return {
    opening: (code) => {
      const place = places.get(code);
      const chosen = place === undefined ? null : chooseCarrier(place, load, terms);
      return { ...opening(code), cost: (chosen?.minor ?? 0) + (place?.handlingMinor ?? 0) };
    },
    perGram: () => 0,
  };
}

export function leastParcelOf({ lineWorth }: RuledRequest, least: SplitValue | null): Weighing["leastParcel"] {
  if (least === null) return null;
  return { minor: least.minor, unitWorth: ({ lineId }) => lineWorth.get(lineId)?.priceMinor ?? 0 };
}

/** Parcels that the order may leave in; null: as many as it takes. */
export function mostShipments(constraints: readonly Constraint[]): number | null {
  const counts = constraints.flatMap((each) => (each.kind === "max_shipments" ? each.count : []));
  return counts.length === 0 ? null : Math.min(...counts);
}

export function parcelTerms(
  { sourcing, lineWorth }: RuledRequest,
  constraints: readonly Constraint[],
  places: ReadonlyMap<string, Place>,
): ParcelTerms {
  const limits = constraints.flatMap((each) => (each.kind === "max_days" ? each.days : []));
  return { places, lineWorth, by: sourcing.chooseCarrierBy, maxDays: limits.length === 0 ? null : Math.min(...limits) };
}

export function wholeLoad({ lines, lineWorth }: RuledRequest): Load {
  return loadOf(lines, lineWorth);
}

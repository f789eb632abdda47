import type { Opening, OpenLine, Weighing } from "../choose-warehouses.ts";
import type { Load } from "../costs/quote.ts";
import { chooseCarrier, type Place, surveyPlaces } from "../costs/survey.ts";
import { type CertifiedPlan, planOrder } from "../plan.ts";
import type { RoutingRules } from "../rules.ts";
import type { Warehouse } from "../warehouse.ts";
import { withHeldBack } from "./held-back.ts";
import { loadOf, type Parcel, type ParcelTerms, parcelsOf } from "./parcels.ts";
import type { RuledRequest } from "./plan-with-rules.ts";
import { type Constraint, isPlaceConstraint, type WholeConstraint } from "./sourcing.ts";
import { whyBarred } from "./why-barred.ts";

export type RuledPlan = CertifiedPlan & { readonly parcels: readonly Parcel[] };

type Bounds = { readonly constraints: readonly Constraint[]; readonly dropped: readonly Constraint[] };

/** What each warehouse means for the order, whatever constraints are kept. */
export function surveyFor(request: RuledRequest): ReadonlyMap<string, Place> {
  const { pickupStore } = request.sourcing;
  return surveyPlaces({ ...request, carriers: allowedCarriers(request), load: wholeLoad(request), pickupStore });
}

/** The best plan under all hard constraints and some of the soft ones. */
export function planUnder(
  request: RuledRequest,
  kept: readonly Constraint[],
  places: ReadonlyMap<string, Place>,
): RuledPlan {
  const { sourcing } = request;
  const constraints = [...sourcing.hard, ...kept];
  const bounds = { constraints, dropped: sourcing.soft.filter((each) => !kept.includes(each)) };
  const free = planBeside(request, bounds, places, null);
  const least = strictestSplit(constraints);
  const small = least === null ? [] : tooSmall(free, request, least);
  // What is the best of all plans and has no small parcel is the best of those without.
  return least === null || small.length === 0
    ? free
    : withReasons(planBeside(request, bounds, places, least), small, least);
}

function planBeside(
  request: RuledRequest,
  bounds: Bounds,
  places: ReadonlyMap<string, Place>,
  least: SplitValue | null,
): RuledPlan {
  const rules = rulesUnder(request, bounds.constraints);
  const terms = parcelTerms(request, bounds.constraints, places);
  const ask = (weighing: Weighing): CertifiedPlan =>
    planOrder({
      ...request,
      rules,
      stocks: withHeldBack(request.stocks, request.sourcing),
      more: {
        bar: (warehouse) => barredBy(warehouse, request, bounds.constraints, places),
        preferences: request.sourcing.preferences,
        weighing,
      },
    });
  const weighing = { ...weighingOf(request, bounds, places), leastParcel: leastParcelOf(request, least) };
  const plan = ask(weighing);
  const priced = withParcels(plan, terms);
  if (!isOneParcel(priced, request)) return priced;
  // Beside other plans of one parcel its price is known to the gram, and the cheapest of them can be proven.
  const exact = ask({ ...weighing, maxWarehouses: 1, ...exactCosts(weighing, request, places, terms) });
  // What it is compared with may leave in several parcels: that is asked of the wider problem.
  return { ...withParcels(exact, terms), problem: plan.problem };
}

function leastParcelOf({ lineWorth }: RuledRequest, least: SplitValue | null): Weighing["leastParcel"] {
  if (least === null) return null;
  return { minor: least.minor, unitWorth: ({ lineId }) => lineWorth.get(lineId)?.priceMinor ?? 0 };
}

function withParcels(plan: CertifiedPlan, terms: ParcelTerms): RuledPlan {
  const parcels = parcelsOf(plan.allocations, terms);
  const cost = parcels.reduce((sum, { costMinor }) => sum + costMinor, 0);
  const judged = plan.certificate.plan.tally.cost;
  if (cost === judged || plan.allocations.length === 0) return { ...plan, parcels };
  const { note } = plan;
  const gap = note.gap ?? { term: "cost", atMost: cost - judged };
  return { ...plan, parcels, note: { ...note, terms: { ...note.terms, cost }, gap } };
}

/** Only where fewer parcels come before a lower cost are all rivals of one parcel too. */
function isOneParcel({ parcels, short }: RuledPlan, { usedWarehouses, sourcing, carriers }: RuledRequest): boolean {
  const { compareBy } = sourcing;
  const isProvable = compareBy.indexOf("shipments") < compareBy.indexOf("cost");
  return carriers.length > 0 && parcels.length === 1 && short.length === 0 && usedWarehouses.length === 0 && isProvable;
}

function exactCosts(
  { opening }: Weighing,
  request: RuledRequest,
  places: ReadonlyMap<string, Place>,
  terms: ParcelTerms,
): Pick<Weighing, "opening" | "unitCost"> {
  const load = wholeLoad(request);
  return {
    opening: (code) => {
      const place = places.get(code);
      const chosen = place === undefined ? null : chooseCarrier(place, load, terms);
      return { ...opening(code), cost: (chosen?.minor ?? 0) + (place?.handlingMinor ?? 0) };
    },
    unitCost: () => 0,
  };
}

function weighingOf(
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
    unitCost: (line: OpenLine, code) => {
      const grams = request.lineWorth.get(line.lineId)?.grams ?? 0;
      return Math.floor((places.get(code)?.line?.perGram ?? 0) * grams);
    },
  };
}

function barredBy(
  warehouse: Warehouse,
  { sourcing, carriers, destination, ordersToday, usedWarehouses }: RuledRequest,
  constraints: readonly Constraint[],
  places: ReadonlyMap<string, Place>,
): string | null {
  const place = places.get(warehouse.code);
  const isAllowedStore = sourcing.doStoresSend || sourcing.pickupStore === warehouse.code;
  if (warehouse.kind === "store" && !isAllowedStore) return "it is a store, and no rule lets it send parcels";
  const { dailyCapacity } = warehouse;
  if (dailyCapacity !== undefined && (ordersToday.get(warehouse.code) ?? 0) >= dailyCapacity) {
    return `it has all the ${dailyCapacity} orders that it can send today`;
  }
  if (place === undefined || place.facts.waits === null) return "it has no working day in sight";
  const isPickup = sourcing.pickupStore === warehouse.code;
  if (carriers.length > 0 && place.ways.length === 0 && !isPickup) return "no carrier goes from there to this address";
  const most = mostShipments(constraints);
  if (most !== null && usedWarehouses.length >= most && !usedWarehouses.includes(warehouse.code)) {
    return `the order already leaves in ${usedWarehouses.length} parcels, and a rule allows ${most}`;
  }
  for (const constraint of constraints) {
    const because = isPlaceConstraint(constraint)
      ? whyBarred(constraint, warehouse, place.facts, destination.country)
      : null;
    if (because !== null) return because;
  }
  return null;
}

function rulesUnder({ sourcing, rulesVersion }: RuledRequest, constraints: readonly Constraint[]): RoutingRules {
  const isWhole = constraints.some(({ kind }) => kind === "no_split");
  const { split, backorder } = sourcing;
  return { version: rulesVersion, rules: [], split: isWhole ? "never" : split, backorder };
}

function mostShipments(constraints: readonly Constraint[]): number | null {
  const counts = constraints.flatMap((each) => (each.kind === "max_shipments" ? each.count : []));
  return counts.length === 0 ? null : Math.min(...counts);
}

/** Parcels of a plan made without the limit that it forbids. */
function tooSmall({ parcels }: RuledPlan, { usedWarehouses }: RuledRequest, { minor }: SplitValue): readonly Parcel[] {
  const isSplit = new Set([...usedWarehouses, ...parcels.map(({ warehouse }) => warehouse)]).size > 1;
  if (!isSplit) return [];
  return parcels.filter(({ warehouse, valueMinor }) => !usedWarehouses.includes(warehouse) && valueMinor < minor);
}

/** A warehouse that would have sent a small parcel, and sends nothing now, says so. */
function withReasons(plan: RuledPlan, small: readonly Parcel[], { rule, minor }: SplitValue): RuledPlan {
  const worth = new Map(small.map(({ warehouse, valueMinor }) => [warehouse, valueMinor]));
  const considered = plan.note.considered.map((each) => {
    const value = worth.get(each.warehouse);
    if (value === undefined || each.verdict === "chosen") return each;
    const because = `rule “${rule}”: it would send goods for ${value} beside other parcels, ${minor} at least`;
    return { ...each, verdict: "excluded" as const, because };
  });
  return { ...plan, note: { ...plan.note, considered } };
}

export function parcelTerms(
  { sourcing, lineWorth }: RuledRequest,
  constraints: readonly Constraint[],
  places: ReadonlyMap<string, Place>,
): ParcelTerms {
  const limits = constraints.flatMap((each) => (each.kind === "max_days" ? each.days : []));
  return { places, lineWorth, by: sourcing.chooseCarrierBy, maxDays: limits.length === 0 ? null : Math.min(...limits) };
}

type SplitValue = WholeConstraint & { readonly kind: "min_split_value" };

/** Of several the one that asks for most: who keeps it keeps them all. */
function strictestSplit(constraints: readonly Constraint[]): SplitValue | null {
  const all = constraints.filter((each): each is SplitValue => each.kind === "min_split_value");
  return all.toSorted((one, other) => other.minor - one.minor)[0] ?? null;
}

function allowedCarriers({ carriers, sourcing }: RuledRequest): RuledRequest["carriers"] {
  const allowed = sourcing.carriers;
  return allowed === null ? carriers : carriers.filter(({ code }) => allowed.includes(code));
}

function wholeLoad({ lines, lineWorth }: RuledRequest): Load {
  return loadOf(lines, lineWorth);
}

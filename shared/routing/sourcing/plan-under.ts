import type { WarehouseCode } from "../../kernel/ids.ts";
import type { Opening, OpenLine, Weighing } from "../choose-warehouses.ts";
import { chooseCarrier, type Place, surveyPlaces } from "../costs/survey.ts";
import { type CertifiedPlan, planOrder } from "../plan.ts";
import type { RoutingRules } from "../rules.ts";
import type { Warehouse } from "../warehouse.ts";
import { withHeldBack } from "./held-back.ts";
import { type Parcel, type ParcelTerms, parcelsOf } from "./parcels.ts";
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
  const small = new Map<string, string>();
  for (;;) {
    const plan = planBeside(request, bounds, places, small);
    const offence = tooSmall(plan, request, strictestSplit(constraints));
    if (offence === null) return plan;
    // Leaves out one warehouse in each turn, so it ends; with one warehouse left nothing is beside others.
    small.set(offence.warehouse, offence.because);
  }
}

function planBeside(
  request: RuledRequest,
  bounds: Bounds,
  places: ReadonlyMap<string, Place>,
  small: ReadonlyMap<string, string>,
): RuledPlan {
  const rules = rulesUnder(request, bounds.constraints);
  const terms = parcelTerms(request, bounds.constraints, places);
  const ask = (weighing: Weighing): CertifiedPlan =>
    planOrder({
      ...request,
      rules,
      stocks: withHeldBack(request.stocks, request.sourcing),
      more: {
        bar: (warehouse) => small.get(warehouse.code) ?? barredBy(warehouse, request, bounds.constraints, places),
        preferences: request.sourcing.preferences,
        weighing,
      },
    });
  const weighing = weighingOf(request, bounds, places);
  const plan = withinShipments(request, bounds.constraints, (maxWarehouses) => ask({ ...weighing, maxWarehouses }));
  const priced = withParcels(plan, terms);
  if (!isOneParcel(priced, request)) return priced;
  // Beside other plans of one parcel its price is known to the gram, and the cheapest of them can be proven.
  const exact = ask({ ...weighing, maxWarehouses: 1, ...exactCosts(weighing, request, places, terms) });
  // What it is compared with may leave in several parcels: that is asked of the wider problem.
  return { ...withParcels(exact, terms), problem: plan.problem };
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
  return {
    maxWarehouses: null,
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

/**
 * Parcels that are on their way count as well, and those that the plan adds to need no further one: how many it uses again
 * shows only afterwards. The first answer that keeps the limit is the best one, since each asks for less than the one before.
 */
function withinShipments(
  { usedWarehouses }: RuledRequest,
  constraints: readonly Constraint[],
  ask: (maxWarehouses: number | null) => CertifiedPlan,
): CertifiedPlan {
  const most = mostShipments(constraints);
  if (most === null || usedWarehouses.length >= most) return ask(most);
  for (let opened = most; ; opened -= 1) {
    const plan = ask(opened);
    const all = new Set([...usedWarehouses, ...plan.allocations.map(({ warehouse }) => warehouse)]);
    if (all.size <= most || opened === 1) return plan;
  }
}

function mostShipments(constraints: readonly Constraint[]): number | null {
  const counts = constraints.flatMap((each) => (each.kind === "max_shipments" ? each.count : []));
  return counts.length === 0 ? null : Math.min(...counts);
}

function tooSmall(
  { parcels }: RuledPlan,
  { usedWarehouses }: RuledRequest,
  least: SplitValue | null,
): { readonly warehouse: WarehouseCode; readonly because: string } | null {
  const isSplit = new Set([...usedWarehouses, ...parcels.map(({ warehouse }) => warehouse)]).size > 1;
  if (least === null || !isSplit) return null;
  const [smallest] = parcels
    .filter(({ warehouse, valueMinor }) => !usedWarehouses.includes(warehouse) && valueMinor < least.minor)
    .sort((a, b) => a.valueMinor - b.valueMinor || (a.warehouse > b.warehouse ? -1 : 1));
  if (smallest === undefined) return null;
  const because = `rule “${least.rule}”: it would send goods for ${smallest.valueMinor} beside other parcels, ${least.minor} at least`;
  return { warehouse: smallest.warehouse, because };
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

function wholeLoad({ lines, lineWorth }: RuledRequest): { readonly grams: number; readonly cubicCm: number } {
  const grams = lines.reduce((sum, { lineId, quantity }) => sum + (lineWorth.get(lineId)?.grams ?? 0) * quantity, 0);
  return { grams, cubicCm: 0 };
}

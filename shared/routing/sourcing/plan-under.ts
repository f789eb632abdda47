import type { Weighing } from "../choose-warehouses.ts";
import { type Place, surveyPlaces } from "../costs/survey.ts";
import { indexStock, type StockIndex } from "../free-stock.ts";
import { type CertifiedPlan, type Decision, decide, withReasons } from "../plan.ts";
import type { SourcingProblem } from "../planner/problem.ts";
import type { RoutingRules } from "../rules.ts";
import type { Warehouse } from "../warehouse.ts";
import { withHeldBack } from "./held-back.ts";
import { type Parcel, parcelsOf } from "./parcels.ts";
import type { RuledRequest } from "./plan-with-rules.ts";
import { type Constraint, isPlaceConstraint } from "./sourcing.ts";
import {
  type Bounds,
  exactCosts,
  leastParcelOf,
  mostShipments,
  parcelTerms,
  type SplitValue,
  weighingOf,
  wholeLoad,
} from "./weigh-under.ts";
import { whyBarred } from "./why-barred.ts";

export type RuledPlan = CertifiedPlan & { readonly parcels: readonly Parcel[] };

/** What is decided under some constraints, before anybody asks why. */
export type RuledDecision = {
  readonly decision: Decision;
  readonly parcels: readonly Parcel[];
  /** What it is compared with: plans of several parcels too, where the decision is the best of one parcel. */
  readonly problem: SourcingProblem;
  /** Parcels that a rule forbids, and which would have been sent without it. */
  readonly forbidden: { readonly small: readonly Parcel[]; readonly least: SplitValue } | null;
};

/** What each warehouse means for the order, and the stock that it may see, whatever constraints are kept. */
export type Ground = { readonly places: ReadonlyMap<string, Place>; readonly stock: StockIndex };

export function groundOf(request: RuledRequest): Ground {
  return { places: surveyFor(request), stock: indexStock(withHeldBack(request.stocks, request.sourcing)) };
}

export function surveyFor(request: RuledRequest): ReadonlyMap<string, Place> {
  const { pickupStore } = request.sourcing;
  return surveyPlaces({ ...request, carriers: allowedCarriers(request), load: wholeLoad(request), pickupStore });
}

/** The best plan under all hard constraints and some of the soft ones. */
export function decideUnder(request: RuledRequest, kept: readonly Constraint[], ground: Ground): RuledDecision {
  const { sourcing } = request;
  const constraints = [...sourcing.hard, ...kept];
  const bounds = { constraints, dropped: sourcing.soft.filter((each) => !kept.includes(each)) };
  const free = decideBeside(request, bounds, ground, null);
  const least = strictestSplit(constraints);
  const small = least === null ? [] : tooSmall(free, request, least);
  // What is the best of all plans and has no small parcel is the best of those without.
  return least === null || small.length === 0
    ? free
    : { ...decideBeside(request, bounds, ground, least), forbidden: { small, least } };
}

/** With its reasons, and its cost as the carriers will price it. */
export function explainRuled({ decision, parcels, problem, forbidden }: RuledDecision): RuledPlan {
  const plan = withCost({ ...withReasons(decision), problem, parcels });
  return forbidden === null ? plan : withForbidden(plan, forbidden);
}

function decideBeside(request: RuledRequest, bounds: Bounds, ground: Ground, least: SplitValue | null): RuledDecision {
  const { places, stock } = ground;
  const rules = rulesUnder(request, bounds.constraints);
  const terms = parcelTerms(request, bounds.constraints, places);
  const ask = (weighing: Weighing): RuledDecision => {
    const decision = decide(
      {
        ...request,
        rules,
        more: {
          bar: (warehouse) => barredBy(warehouse, request, bounds.constraints, places),
          preferences: request.sourcing.preferences,
          weighing,
        },
      },
      stock,
    );
    const parcels = parcelsOf(decision.allocations, terms);
    return { decision, parcels, problem: decision.choice.problem, forbidden: null };
  };
  const weighing = { ...weighingOf(request, bounds, places), leastParcel: leastParcelOf(request, least) };
  const plan = ask(weighing);
  if (!isOneParcel(plan, request)) return plan;
  // Beside other plans of one parcel its price is known to the gram, and the cheapest of them can be proven.
  const exact = ask({ ...weighing, maxWarehouses: 1, ...exactCosts(weighing, request, places, terms) });
  // What it is compared with may leave in several parcels: that is asked of the wider problem.
  return { ...exact, problem: plan.problem };
}

function withCost(plan: RuledPlan): RuledPlan {
  const cost = plan.parcels.reduce((sum, { costMinor }) => sum + costMinor, 0);
  const judged = plan.certificate.plan.tally.cost;
  if (cost === judged || plan.allocations.length === 0) return plan;
  const { note } = plan;
  const gap = note.gap ?? { term: "cost", atMost: cost - judged };
  return { ...plan, note: { ...note, terms: { ...note.terms, cost }, gap } };
}

/** Only where fewer parcels come before a lower cost are all rivals of one parcel too. */
function isOneParcel(
  { parcels, decision }: RuledDecision,
  { usedWarehouses, sourcing, carriers }: RuledRequest,
): boolean {
  const { compareBy } = sourcing;
  const isProvable = compareBy.indexOf("shipments") < compareBy.indexOf("cost");
  const isAll = decision.short.length === 0 && usedWarehouses.length === 0;
  return carriers.length > 0 && parcels.length === 1 && isAll && isProvable;
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

/** Parcels of a plan made without the limit that it forbids. */
function tooSmall(
  { parcels }: RuledDecision,
  { usedWarehouses }: RuledRequest,
  { minor }: SplitValue,
): readonly Parcel[] {
  const isSplit = new Set([...usedWarehouses, ...parcels.map(({ warehouse }) => warehouse)]).size > 1;
  if (!isSplit) return [];
  return parcels.filter(({ warehouse, valueMinor }) => !usedWarehouses.includes(warehouse) && valueMinor < minor);
}

/** A warehouse that would have sent a small parcel, and sends nothing now, says so. */
function withForbidden(
  plan: RuledPlan,
  { small, least: { rule, minor } }: NonNullable<RuledDecision["forbidden"]>,
): RuledPlan {
  const worth = new Map(small.map(({ warehouse, valueMinor }) => [warehouse, valueMinor]));
  const considered = plan.note.considered.map((each) => {
    const value = worth.get(each.warehouse);
    if (value === undefined || each.verdict === "chosen") return each;
    const because = `rule “${rule}”: it would send goods for ${value} beside other parcels, ${minor} at least`;
    return { ...each, verdict: "excluded" as const, because };
  });
  return { ...plan, note: { ...plan.note, considered } };
}

/** Of several the one that asks for most: who keeps it keeps them all. */
function strictestSplit(constraints: readonly Constraint[]): SplitValue | null {
  const all = constraints.filter((each): each is SplitValue => each.kind === "min_split_value");
  return all.toSorted((one, other) => other.minor - one.minor)[0] ?? null;
}

function allowedCarriers({ carriers, sourcing }: RuledRequest): RuledRequest["carriers"] {
  const allowed = sourcing.carriers;
  return allowed === null ? carriers : carriers.filter(({ code }) => allowed.includes(code));
}

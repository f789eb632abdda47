import type { WarehouseCode } from "../kernel/ids.ts";
import type { Allocation } from "../orders/allocation.ts";
import type { StockIndex } from "./free-stock.ts";
import { type Asked, type Certificate, certifiable } from "./planner/certificate.ts";
import { certifiableShared } from "./planner/certify-shared.ts";
import {
  type Amounts,
  type LeastParcel,
  nodeBudgetFor,
  type Sourcing,
  type SourcingProblem,
  type Term,
} from "./planner/problem.ts";
import type { Candidate } from "./rank-warehouses.ts";
import type { RoutingRules } from "./rules.ts";
import { type Part, type PartSeen, seenParts, sharedStocks, withinParts } from "./shared-parts.ts";
import type { SkuQuantity } from "./sum-by-sku.ts";
import { whatIsShort } from "./what-is-short.ts";

/** Units of one line that nobody has promised yet. */
export type OpenLine = { readonly lineId: string; readonly sku: string; readonly quantity: number };

export type ChoiceRequest = {
  readonly lines: readonly OpenLine[];
  readonly stock: StockIndex;
  /** In the order in which they are asked. */
  readonly candidates: readonly Candidate[];
  /** Where units of the order are promised already: more units from there need no further parcel. */
  readonly usedWarehouses: readonly WarehouseCode[];
  readonly rules: Pick<RoutingRules, "split" | "backorder">;
  readonly weighing?: Weighing;
  /** What lines share; absent: nothing. */
  readonly parts?: readonly Part[];
};

/** What rules and costs add to what plans are judged by. */
export type Weighing = {
  /** Of using a warehouse, by its code. */
  readonly opening: (code: WarehouseCode) => Opening;
  /** What a gram adds that leaves from a warehouse, in minor units and fractions of them; a unit's cost is rounded down. */
  readonly perGram: (code: WarehouseCode) => number;
  /** Of one unit. */
  readonly grams: (line: OpenLine) => number;
  /** Of those from where nothing of the order leaves yet; null: as many as it takes. */
  readonly maxWarehouses: number | null;
  /** What a parcel beside others must be worth, and what a unit of a line is, in minor units; null: nothing. */
  readonly leastParcel: { readonly minor: number; readonly unitWorth: (line: OpenLine) => number } | null;
  /** May the units of a line be parted, also when only one warehouse may send? */
  readonly divideLines: boolean;
  readonly objective: readonly Term[];
};

export type Opening = Readonly<Record<"softRules" | "cost" | "days" | "distance", number>>;

/** A sku with its lines in an order of their own, and what there is of it at each candidate. */
export type WantedSku = {
  readonly sku: string;
  readonly lines: readonly OpenLine[];
  readonly free: readonly number[];
};

export type Choice = {
  /** By line, then in the order in which the warehouses are asked. */
  readonly allocations: readonly Allocation[];
  readonly short: readonly SkuQuantity[];
  /** Warehouses are places in `candidates`, articles places in `wanted`; so in its certificate. */
  readonly plan: Sourcing;
  readonly certificate: () => Certificate;
  readonly problem: SourcingProblem;
  readonly wanted: readonly WantedSku[];
};

/**
 * Fewest units short, then fewest parcels, then the most preferred warehouses: the least sum of their ranks, and of equals
 * those that come first by priority and code. What is left free by that goes to the warehouse that is asked first.
 */
export function chooseWarehouses(request: ChoiceRequest): Choice {
  const parts = seenParts(request.parts ?? [], request.stock, request.candidates);
  const wanted = withinParts(wantedSkus(request), parts);
  const problem = toProblem(request, wanted, parts);
  const { plan, certificate } = problem.shared === undefined ? certifiable(problem) : certifiableShared(problem);
  const allocations = toAllocations(request, wanted, plan);
  // Where parcels are limited, goods of any kind may complete a warehouse, and all that some warehouse lacks is waited for.
  const rules = { ...request.rules, split: splitToTell(request) };
  const short = whatIsShort({ ...request, rules, parts }, wanted, allocations);
  const compared = (): Certificate => certificate(toCompare(plan, request.rules));
  return { allocations, short, plan, certificate: compared, problem, wanted };
}

/** Goods that are too little for a parcel of their own may be in stock: all that stays is waited for. */
function splitToTell({ rules, weighing }: ChoiceRequest): RoutingRules["split"] {
  if (rules.split === "never" || weighing === undefined) return rules.split;
  if (weighing.leastParcel !== null) return "by_quantity";
  return weighing.maxWarehouses === null ? rules.split : "never";
}

/** Not the given order of lines decides, so that the same order always gets the same plan. */
function wantedSkus({ lines, stock, candidates }: ChoiceRequest): readonly WantedSku[] {
  const bySku = Map.groupBy(
    lines.filter((line) => line.quantity > 0),
    (line) => line.sku,
  );
  const skus = [...bySku.keys()].sort();
  const codes = candidates.map(({ code }) => code);
  return stock.free(skus, codes).map((free, index) => {
    const sku = skus[index] ?? "";
    const own = bySku.get(sku) ?? [];
    return { sku, lines: [...own].sort((a, b) => (a.lineId < b.lineId ? -1 : 1)), free };
  });
}

function toProblem(request: ChoiceRequest, wanted: readonly WantedSku[], parts: readonly PartSeen[]): SourcingProblem {
  const { candidates, usedWarehouses, rules, lines, weighing } = request;
  const perGram = weighing === undefined ? [] : candidates.map(({ code }) => weighing.perGram(code));
  const shared = sharedStocks(wanted, parts);
  return {
    warehouses: candidates.length,
    opening: {
      shipments: candidates.map(({ code }) => (usedWarehouses.includes(code) ? 0 : 1)),
      preference: candidates.map(({ rank }) => rank),
      ...(weighing === undefined ? {} : openingTerms(weighing, candidates)),
    },
    articles: wanted.map((each) => ({
      lines: each.lines.map(({ quantity }) => quantity),
      free: each.free,
      perUnit: weighing === undefined ? {} : unitCosts(weighing, each, perGram),
    })),
    divideLines: weighing?.divideLines ?? rules.split !== "by_line",
    ...(rules.split === "never" ? { maxWarehouses: 1 } : limitsOf(request)),
    ...(weighing?.leastParcel ? { leastParcel: leastOf(request, weighing.leastParcel, wanted) } : {}),
    ...(weighing === undefined ? {} : { objective: weighing.objective }),
    ...(shared.length === 0 ? {} : { shared }),
    nodeBudget: nodeBudgetFor(lines.length, candidates.length),
  };
}

function limitsOf({ weighing, ...request }: ChoiceRequest): Pick<SourcingProblem, "maxWarehouses" | "uncounted"> {
  const maxWarehouses = weighing?.maxWarehouses ?? null;
  const uncounted = maxWarehouses === null ? [] : placesInUse(request);
  return uncounted.length === 0 ? { maxWarehouses } : { maxWarehouses, uncounted };
}

function leastOf(
  request: ChoiceRequest,
  { minor, unitWorth }: NonNullable<Weighing["leastParcel"]>,
  wanted: readonly WantedSku[],
): LeastParcel {
  return {
    worth: minor,
    unitWorth: wanted.map(({ lines }) => lines.map(unitWorth)),
    exempt: placesInUse(request),
    isFreeAlone: request.usedWarehouses.length === 0,
  };
}

function placesInUse({
  candidates,
  usedWarehouses,
}: Pick<ChoiceRequest, "candidates" | "usedWarehouses">): readonly number[] {
  return candidates.flatMap(({ code }, place) => (usedWarehouses.includes(code) ? place : []));
}

/** Terms that are 0 everywhere are left out: they cost the planner digits. */
function openingTerms({ opening }: Weighing, candidates: readonly Candidate[]): Amounts {
  const openings = candidates.map(({ code }) => opening(code));
  const terms = (["softRules", "cost", "days", "distance"] as const)
    .map((term) => [term, openings.map((each) => each[term])] as const)
    .filter(([, amounts]) => amounts.some((amount) => amount > 0));
  return Object.fromEntries(terms);
}

/** Lines of one sku are alike to the planner: the lightest counts, so that a plan never costs less than it was judged by. */
function unitCosts({ grams }: Weighing, { lines }: WantedSku, perGram: readonly number[]): Amounts {
  const lightest = Math.min(...lines.map(grams));
  const cost = perGram.map((minor) => Math.floor(minor * lightest));
  return cost.some((minor) => minor > 0) ? { cost } : {};
}

/**
 * What people are told about a plan of several parcels: what it would be without each, and with candidates that are asked
 * before one that was chosen, since somebody may have expected the order there. Nobody asks about an order that waits.
 */
function toCompare({ warehouses, tally }: Sourcing, { backorder }: Pick<RoutingRules, "backorder">): Asked {
  if (warehouses.length < 2 || (tally.unfilled > 0 && backorder === "whole_order")) return { without: [], using: [] };
  const last = warehouses.at(-1) ?? 0;
  const using = Array.from({ length: last }, (_, place) => place).filter((place) => !warehouses.includes(place));
  return { without: warehouses, using };
}

function toAllocations(
  { lines, candidates }: ChoiceRequest,
  wanted: readonly WantedSku[],
  { takes }: Sourcing,
): readonly Allocation[] {
  const placeOf = new Map(lines.map((line, place) => [line.lineId, place]));
  return takes
    .flatMap(({ article, line: place, warehouse, units }): Allocation[] => {
      const line = wanted[article]?.lines[place];
      const from = candidates[warehouse];
      if (line === undefined || from === undefined) return [];
      return [{ lineId: line.lineId, sku: line.sku, warehouse: from.code, quantity: units }];
    })
    .sort((a, b) => (placeOf.get(a.lineId) ?? 0) - (placeOf.get(b.lineId) ?? 0));
}

import type { Stock } from "../inventory/stock.ts";
import type { WarehouseCode } from "../kernel/ids.ts";
import type { Allocation } from "../orders/allocation.ts";
import { freeUnits } from "./free-stock.ts";
import { type Certificate, certify } from "./planner/certificate.ts";
import { nodeBudgetFor, type Sourcing, type SourcingProblem } from "./planner/problem.ts";
import type { Candidate } from "./rank-warehouses.ts";
import type { RoutingRules } from "./rules.ts";
import type { SkuQuantity } from "./sum-by-sku.ts";
import { whatIsShort } from "./what-is-short.ts";

/** Units of one line that nobody has promised yet. */
export type OpenLine = { readonly lineId: string; readonly sku: string; readonly quantity: number };

export type ChoiceRequest = {
  readonly lines: readonly OpenLine[];
  readonly stocks: readonly Stock[];
  /** In the order in which they are asked. */
  readonly candidates: readonly Candidate[];
  /** Where units of the order are promised already: more units from there need no further parcel. */
  readonly usedWarehouses: readonly WarehouseCode[];
  readonly rules: Pick<RoutingRules, "split" | "backorder">;
};

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
  /** Warehouses are places in `candidates`, articles places in `wanted`. */
  readonly certificate: Certificate;
  readonly wanted: readonly WantedSku[];
};

/**
 * Fewest units short, then fewest parcels, then the most preferred warehouses: the least sum of their ranks, and of equals
 * those that come first by priority and code. What is left free by that goes to the warehouse that is asked first.
 */
export function chooseWarehouses(request: ChoiceRequest): Choice {
  const wanted = wantedSkus(request);
  const certificate = certify(toProblem(request, wanted), (plan) => passedOver(plan));
  const allocations = toAllocations(request, wanted, certificate.plan);
  return { allocations, short: whatIsShort(request, wanted, allocations), certificate, wanted };
}

/** Not the given order of lines decides, so that the same order always gets the same plan. */
function wantedSkus({ lines, stocks, candidates }: ChoiceRequest): readonly WantedSku[] {
  const bySku = Map.groupBy(
    lines.filter((line) => line.quantity > 0),
    (line) => line.sku,
  );
  const skus = [...bySku.keys()].sort();
  const codes = candidates.map(({ code }) => code);
  return freeUnits(stocks, skus, codes).map((free, index) => {
    const sku = skus[index] ?? "";
    const own = bySku.get(sku) ?? [];
    return { sku, lines: [...own].sort((a, b) => (a.lineId < b.lineId ? -1 : 1)), free };
  });
}

function toProblem(request: ChoiceRequest, wanted: readonly WantedSku[]): SourcingProblem {
  const { candidates, usedWarehouses, rules, lines } = request;
  return {
    warehouses: candidates.length,
    opening: {
      shipments: candidates.map(({ code }) => (usedWarehouses.includes(code) ? 0 : 1)),
      preference: candidates.map(({ rank }) => rank),
    },
    articles: wanted.map((each) => ({
      lines: each.lines.map(({ quantity }) => quantity),
      free: each.free,
      perUnit: {},
    })),
    divideLines: rules.split !== "by_line",
    maxWarehouses: rules.split === "never" ? 1 : null,
    nodeBudget: nodeBudgetFor(lines.length, candidates.length),
  };
}

/** Candidates that are asked before one that was chosen: somebody may have expected the order there. */
function passedOver({ warehouses }: Sourcing): readonly number[] {
  const last = warehouses.at(-1) ?? 0;
  return Array.from({ length: last }, (_, place) => place).filter((place) => !warehouses.includes(place));
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

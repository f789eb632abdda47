import type { Stock } from "../inventory/stock.ts";
import type { WarehouseCode } from "../kernel/ids.ts";
import type { Allocation } from "../orders/allocation.ts";
import { type FreeStock, makeFreeStock } from "./free-stock.ts";
import type { Candidate } from "./rank-warehouses.ts";
import type { RoutingRules } from "./rules.ts";
import { type SkuQuantity, sumBySku } from "./sum-by-sku.ts";

/** Units of one line that nobody has promised yet. */
export type OpenLine = { readonly lineId: string; readonly sku: string; readonly quantity: number };

export type ChoiceRequest = {
  readonly lines: readonly OpenLine[];
  readonly stocks: readonly Stock[];
  /** In the order in which they are asked. */
  readonly candidates: readonly Candidate[];
  readonly rules: Pick<RoutingRules, "split" | "backorder">;
};

export type Choice = { readonly allocations: readonly Allocation[]; readonly short: readonly SkuQuantity[] };

/**
 * Fewest parcels first: the first candidate that can send everything does. Otherwise, where splitting is allowed, each
 * candidate in turn sends what it can. What nobody can send is `short`.
 */
export function chooseWarehouses(request: ChoiceRequest): Choice {
  const { lines, candidates, stocks } = request;
  const needs = needBySku(lines);
  const free = makeFreeStock(stocks);
  const covers = (warehouse: WarehouseCode): boolean =>
    [...needs].every(([sku, quantity]) => free.of(warehouse, sku) >= quantity);
  const single = candidates.find(({ code }) => covers(code));
  if (single !== undefined) {
    return {
      allocations: lines.filter((line) => line.quantity > 0).map((line) => taken(line, single.code)),
      short: [],
    };
  }
  switch (request.rules.split) {
    case "never":
      return fromOneWarehouse(request, needs, free);
    case "by_line":
      return wholeLines(request, free);
    case "by_quantity":
      return dividedLines(request, free);
  }
}

/** The warehouse with most of the units sends them. */
function fromOneWarehouse(request: ChoiceRequest, needs: Map<string, number>, free: FreeStock): Choice {
  const unitsAt = (code: WarehouseCode): number =>
    sum([...needs].map(([sku, quantity]) => Math.min(quantity, free.of(code, sku))));
  const shortAnywhere = lackingAnywhere(request.candidates, needs, free);
  const [best] = [...request.candidates].sort((a, b) => unitsAt(b.code) - unitsAt(a.code));
  if (best === undefined || request.rules.backorder === "whole_order" || unitsAt(best.code) === 0) {
    return { allocations: [], short: shortAnywhere };
  }
  const { allocations, open } = takeWhatThereIs(request.lines, best.code, free);
  return { allocations, short: sumBySku(open) };
}

/** An arrival of any of these may make one warehouse complete, so all of them are waited for. */
function lackingAnywhere(candidates: readonly Candidate[], needs: Map<string, number>, free: FreeStock): SkuQuantity[] {
  return [...needs].flatMap(([sku, quantity]) => {
    if (candidates.length === 0) return [{ sku, quantity }];
    const missing = candidates.map(({ code }) => quantity - free.of(code, sku)).filter((units) => units > 0);
    return missing.length === 0 ? [] : [{ sku, quantity: Math.min(...missing) }];
  });
}

/** The largest line of a sku is placed first, so that it does not find the stock nibbled away by smaller ones. */
function wholeLines({ lines, candidates }: ChoiceRequest, free: FreeStock): Choice {
  const allocations: Allocation[] = [];
  let open = [...lines].sort((a, b) => b.quantity - a.quantity).filter((line) => line.quantity > 0);
  for (const { code } of candidates) {
    open = open.filter((line) => {
      if (free.of(code, line.sku) < line.quantity) return true;
      free.take(code, line.sku, line.quantity);
      allocations.push(taken(line, code));
      return false;
    });
  }
  const short = open.map(({ sku, quantity }) => {
    const most = Math.max(0, ...candidates.map(({ code }) => free.of(code, sku)));
    return { sku, quantity: quantity - most };
  });
  return { allocations: inLineOrder(allocations, lines), short: sumBySku(short) };
}

function dividedLines({ lines, candidates }: ChoiceRequest, free: FreeStock): Choice {
  const allocations: Allocation[] = [];
  let open = lines;
  for (const { code } of candidates) {
    const step = takeWhatThereIs(open, code, free);
    allocations.push(...step.allocations);
    open = step.open;
  }
  return { allocations: inLineOrder(allocations, lines), short: sumBySku(open) };
}

function takeWhatThereIs(
  lines: readonly OpenLine[],
  warehouse: WarehouseCode,
  free: FreeStock,
): { readonly allocations: Allocation[]; readonly open: OpenLine[] } {
  const allocations: Allocation[] = [];
  const open: OpenLine[] = [];
  for (const line of lines) {
    const quantity = Math.min(line.quantity, free.of(warehouse, line.sku));
    if (quantity > 0) {
      free.take(warehouse, line.sku, quantity);
      allocations.push(taken({ ...line, quantity }, warehouse));
    }
    if (quantity < line.quantity) open.push({ ...line, quantity: line.quantity - quantity });
  }
  return { allocations, open };
}

function taken({ lineId, sku, quantity }: OpenLine, warehouse: WarehouseCode): Allocation {
  return { lineId, sku, warehouse, quantity };
}

function inLineOrder(allocations: readonly Allocation[], lines: readonly OpenLine[]): Allocation[] {
  const place = new Map(lines.map((line, index) => [line.lineId, index]));
  return [...allocations].sort((a, b) => (place.get(a.lineId) ?? 0) - (place.get(b.lineId) ?? 0));
}

function needBySku(lines: readonly OpenLine[]): Map<string, number> {
  return new Map(sumBySku(lines).map(({ sku, quantity }) => [sku, quantity]));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

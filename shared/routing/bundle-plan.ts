import { type Bundles, bundlePositions } from "../inventory/products/bundle.ts";
import { freeToPromise, type Stock } from "../inventory/stock.ts";
import { type Sku, sku } from "../kernel/ids.ts";
import type { Allocation } from "../orders/allocation.ts";
import { componentsOf, coveredUnits, lineQuantities, unallocatedLines } from "../orders/open-quantities.ts";
import type { Order } from "../orders/order.ts";
import type { Plan } from "./plan.ts";
import { positionsOf } from "./positions-of.ts";
import type { RoutingRules } from "./rules.ts";
import { sumBySku } from "./sum-by-sku.ts";

type WantedLines = readonly { readonly lineId: string; readonly sku: Sku; readonly quantity: number }[];

/**
 * What the planner is asked for: bundles as the goods they are sold as, each with as many units in a warehouse as its
 * components make there, so that a set never leaves from two places. Other lines and stocks are as they are.
 */
export function foldBundles(
  order: Order,
  stocks: readonly Stock[],
): { readonly lines: WantedLines; readonly stocks: readonly Stock[] } {
  const plain = unallocatedLines(order).map((line) => ({ ...line, sku: sku(line.sku) }));
  const { bundles } = order;
  if (bundles === undefined) return { lines: plain, stocks };
  const inBundles = lineQuantities(order).filter((line) => componentsOf(order, line.sku) !== null);
  const lineIds = new Set(inBundles.map(({ lineId }) => lineId));
  const sets = inBundles
    .map((line) => ({ lineId: line.lineId, sku: sku(line.sku), quantity: line.open - coveredUnits(order, line) }))
    .filter(({ quantity }) => quantity > 0);
  const made = [...new Set(sets.map((line) => line.sku))].flatMap((bundle) => {
    const components = bundles[bundle] ?? [];
    const parts = new Set(components.map((component) => component.sku));
    return bundlePositions(
      bundle,
      components,
      stocks.filter((stock) => parts.has(stock.sku)),
    );
  });
  return { lines: [...plain.filter(({ lineId }) => !lineIds.has(lineId)), ...sets], stocks: [...stocks, ...made] };
}

/**
 * The plan in goods that are there: each set as its components, in the order of the plan while they last, since two lines
 * may want the same ones. A set that cannot be made waits for its components.
 */
export function unfoldBundles(
  plan: Plan,
  order: Order,
  stocks: readonly Stock[],
  { backorder }: Pick<RoutingRules, "backorder">,
): Plan {
  const { bundles } = order;
  if (bundles === undefined) return plan;
  const free = new Map(stocks.map((stock) => [`${stock.sku}#${stock.warehouse}`, freeToPromise(stock)]));
  const allocations: Allocation[] = [];
  const missing: { readonly sku: string; readonly quantity: number }[] = [];
  // Goods that are sold as they are come first: what is left makes sets.
  const isSet = (each: Allocation): boolean => bundles[sku(each.sku)] !== undefined;
  for (const each of [...plan.allocations.filter((one) => !isSet(one)), ...plan.allocations.filter(isSet)]) {
    const parts = bundles[sku(each.sku)] ?? [{ sku: sku(each.sku), quantity: 1 }];
    const placeOf = (part: { readonly sku: Sku }): string => `${part.sku}#${each.warehouse}`;
    const makes = parts.map((part) => Math.floor((free.get(placeOf(part)) ?? 0) / part.quantity));
    const units = Math.max(0, Math.min(each.quantity, ...makes));
    for (const part of parts) {
      const taken = units * part.quantity;
      free.set(placeOf(part), (free.get(placeOf(part)) ?? 0) - taken);
      const article = isSet(each) ? part.sku : each.sku;
      if (taken > 0) allocations.push({ ...each, sku: article, quantity: taken });
    }
    if (units < each.quantity) missing.push({ sku: each.sku, quantity: each.quantity - units });
  }
  const short = sumBySku([...plan.short, ...missing].flatMap((part) => lackingParts(part, bundles, free)));
  // An order that leaves whole or not at all waits for the components of its last set.
  const kept = missing.length > 0 && backorder === "whole_order" ? [] : allocations;
  return { allocations: kept, short, note: { ...plan.note, plan: positionsOf(kept) } };
}

/** The components that are not there in any one place; all of them where each is there, but never together. */
function lackingParts(
  part: { readonly sku: string; readonly quantity: number },
  bundles: Bundles,
  free: ReadonlyMap<string, number>,
): readonly { readonly sku: string; readonly quantity: number }[] {
  const components = bundles[sku(part.sku)];
  if (components === undefined) return [part];
  const mostOf = (article: string): number =>
    Math.max(0, ...[...free].filter(([place]) => place.startsWith(`${article}#`)).map(([, units]) => units));
  const wanted = components.map((component) => ({ sku: component.sku, quantity: component.quantity * part.quantity }));
  const lacking = wanted.filter((each) => mostOf(each.sku) < each.quantity);
  return lacking.length > 0 ? lacking : wanted;
}

import { type Bundles, bundlePositions } from "../inventory/products/bundle.ts";
import { freeToPromise, type Stock } from "../inventory/stock.ts";
import { type Sku, sku } from "../kernel/ids.ts";
import {
  componentsOf,
  coveredUnits,
  type LineQuantities,
  lineQuantities,
  unallocatedLines,
} from "../orders/open-quantities.ts";
import type { Order } from "../orders/order.ts";
import { type Free, lackingParts } from "./lacking-parts.ts";
import type { Plan } from "./plan.ts";
import { positionsOf } from "./positions-of.ts";
import type { RoutingRules } from "./rules.ts";
import type { Part } from "./shared-parts.ts";
import { sumBySku } from "./sum-by-sku.ts";

type WantedLines = readonly { readonly lineId: string; readonly sku: Sku; readonly quantity: number }[];

/** What the planner is asked for; `parts` is absent where lines share nothing. */
export type Folded = {
  readonly lines: WantedLines;
  readonly stocks: readonly Stock[];
  readonly parts?: readonly Part[];
};

/**
 * What the planner is asked for: bundles as the goods they are sold as, each with as many units in a warehouse as its
 * components make there, so that a set never leaves from two places. Components that several lines want are told as their
 * parts, and so are those of which the merchant's rules hold something back. Other lines and stocks are as they are.
 */
export function foldBundles(order: Order, stocks: readonly Stock[], isHeldBack: (article: Sku) => boolean): Folded {
  const plain = unallocatedLines(order).map((line) => ({ ...line, sku: sku(line.sku) }));
  const { bundles } = order;
  if (bundles === undefined) return { lines: plain, stocks };
  const inBundles = new Set(bundleLines(order).map(({ lineId }) => lineId));
  const sets = openSets(order);
  const lines = [...plain.filter(({ lineId }) => !inBundles.has(lineId)), ...sets];
  const parts = partsOf(lines, bundles).filter(({ sku: part, uses }) => uses.length > 1 || isHeldBack(sku(part)));
  const isAsked = new Set<string>([...lines, ...parts].map((each) => each.sku));
  const made = [...new Set(sets.map((line) => line.sku))].flatMap((bundle) => {
    const components = bundles[bundle] ?? [];
    const own = new Set(components.map((component) => component.sku));
    return bundlePositions(
      bundle,
      components,
      stocks.filter((stock) => own.has(stock.sku)),
    );
  });
  const known = [...stocks.filter((stock) => isAsked.has(stock.sku)), ...made];
  return { lines, stocks: known, ...(parts.length === 0 ? {} : { parts }) };
}

function bundleLines(order: Order): readonly LineQuantities[] {
  return lineQuantities(order).filter((line) => componentsOf(order, line.sku) !== null);
}

/** Lines of bundles in whole sets that are not promised yet. */
function openSets(order: Order): WantedLines {
  return bundleLines(order)
    .map((line) => ({ lineId: line.lineId, sku: sku(line.sku), quantity: line.open - coveredUnits(order, line) }))
    .filter(({ quantity }) => quantity > 0);
}

/** Every component of the bundles asked for, with what uses it; a line that asks for it by itself uses one. */
function partsOf(lines: WantedLines, bundles: Bundles): readonly Part[] {
  const uses = new Map<Sku, Map<Sku, number>>();
  for (const { sku: article } of lines) {
    for (const part of bundles[article] ?? []) {
      const own = uses.get(part.sku) ?? new Map<Sku, number>();
      uses.set(part.sku, own.set(article, part.quantity));
    }
  }
  for (const { sku: article } of lines) uses.get(article)?.set(article, 1);
  return [...uses].map(([part, own]) => ({
    sku: part,
    uses: [...own].map(([article, units]) => ({ sku: article, units })),
  }));
}

/** The plan in goods that are there: each set as its components, and what is short as those that lack. */
export function unfoldBundles(
  plan: Plan,
  order: Order,
  stocks: readonly Stock[],
  rules: Pick<RoutingRules, "split" | "backorder">,
): Plan {
  const { bundles } = order;
  if (bundles === undefined) return plan;
  const allocations = plan.allocations.flatMap((each) => {
    const parts = bundles[sku(each.sku)];
    return parts?.map((part) => ({ ...each, sku: part.sku, quantity: each.quantity * part.quantity })) ?? [each];
  });
  const positions = positionsOf(allocations);
  const taken = new Map(positions.map(({ warehouse, ...each }) => [`${each.sku}#${warehouse}`, each.quantity]));
  const left = stocks.map((stock) => {
    return { sku: stock.sku, units: freeToPromise(stock) - (taken.get(`${stock.sku}#${stock.warehouse}`) ?? 0) };
  });
  const free: Free = new Map(
    [...Map.groupBy(left, (each) => each.sku)].map(([article, own]) => [article, own.map(({ units }) => units)]),
  );
  const sets = openSets(order);
  const short = sumBySku(
    plan.short.flatMap((part) => {
      const components = bundles[sku(part.sku)];
      if (components === undefined) return [part];
      const own = sets.filter((line) => line.sku === part.sku);
      return lackingParts(part, components, free, own, rules);
    }),
  );
  return { allocations, short, note: { ...plan.note, plan: positions } };
}

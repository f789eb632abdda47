import type { Component } from "../inventory/products/product.ts";
import type { Sku } from "../kernel/ids.ts";
import type { RoutingRules } from "./rules.ts";
import type { SkuQuantity } from "./sum-by-sku.ts";

/** Of a component what is left in each warehouse. */
export type Free = ReadonlyMap<Sku, readonly number[]>;

type Rules = Pick<RoutingRules, "split" | "backorder">;

/**
 * The components without which no more of it can leave, wherever the others are; all of them where each is there, but never
 * together. So whatever arrives last of what is needed finds the order in its queue. `lines` are the bundle's own.
 */
export function lackingParts(
  short: SkuQuantity,
  components: readonly Component[],
  free: Free,
  lines: readonly SkuQuantity[],
  rules: Rules,
): readonly SkuQuantity[] {
  const { quantity } = short;
  const atOnce = setsAtOnce(short, lines, rules);
  const isWhole = rules.backorder === "whole_order";
  const isLacking = ({ sku: part, quantity: units }: Component): boolean => {
    const sets = (free.get(part) ?? []).map((has) => Math.floor(has / units));
    return Math.max(0, ...sets) < atOnce || (isWhole && sets.reduce((sum, each) => sum + each, 0) < quantity);
  };
  const lacking = components.filter(isLacking);
  return (lacking.length > 0 ? lacking : components).map((part) => {
    return { sku: part.sku, quantity: part.quantity * quantity };
  });
}

/** Sets that must be in one place before more can leave. */
function setsAtOnce({ quantity }: SkuQuantity, lines: readonly SkuQuantity[], { split, backorder }: Rules): number {
  if (split === "never") return backorder === "whole_order" ? quantity : 1;
  return split === "by_quantity" ? 1 : Math.min(...lines.map((line) => line.quantity));
}

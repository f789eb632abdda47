import type { Allocation } from "../orders/allocation.ts";
import type { ChoiceRequest, WantedSku } from "./choose-warehouses.ts";
import { type PartSeen, shortForAll, withParts } from "./shared-parts.ts";
import { type SkuQuantity, sumBySku } from "./sum-by-sku.ts";

/** `parts`: with what there is of them at each candidate. */
type ShortRequest = Pick<ChoiceRequest, "candidates" | "rules"> & { readonly parts: readonly PartSeen[] };

/** What must arrive before more of the order can leave, by sku; empty when everything is allocated. */
export function whatIsShort(
  { candidates, rules, parts }: ShortRequest,
  wanted: readonly WantedSku[],
  allocations: readonly Allocation[],
): readonly SkuQuantity[] {
  const open = wanted.map((each) => openPart(each, allocations)).filter(({ quantity }) => quantity > 0);
  if (open.length === 0) return [];
  const isWhole = rules.backorder === "whole_order";
  const forAll = (short: readonly SkuQuantity[]): readonly SkuQuantity[] =>
    isWhole ? shortForAll(short, wanted, parts) : short;
  switch (rules.split) {
    case "never":
      if (!isWhole && allocations.length > 0) return sumBySku(open);
      return lackingAnywhere(isWhole ? withParts(wanted, parts) : wanted);
    case "by_line":
      return forAll(sumBySku(open.flatMap((part) => lackingForLines(part, candidates, allocations))));
    case "by_quantity":
      return forAll(sumBySku(open));
  }
}

type OpenPart = WantedSku & { readonly quantity: number };

function openPart(wanted: WantedSku, allocations: readonly Allocation[]): OpenPart {
  const unitsOf = (parts: readonly { readonly quantity: number }[]): number =>
    parts.reduce((sum, { quantity }) => sum + quantity, 0);
  const taken = unitsOf(allocations.filter(({ sku }) => sku === wanted.sku));
  return { ...wanted, quantity: unitsOf(wanted.lines) - taken };
}

/** For each line that stays, what it lacks where most is left. */
function lackingForLines(
  { sku, lines, free }: OpenPart,
  candidates: ChoiceRequest["candidates"],
  allocations: readonly Allocation[],
): readonly SkuQuantity[] {
  const left = candidates.map(({ code }, place) => {
    const taken = allocations.filter((each) => each.sku === sku && each.warehouse === code);
    return (free[place] ?? 0) - taken.reduce((sum, { quantity }) => sum + quantity, 0);
  });
  const most = Math.max(0, ...left);
  const isOpen = (lineId: string): boolean => !allocations.some((each) => each.lineId === lineId);
  return lines
    .filter(({ lineId }) => isOpen(lineId))
    .map(({ quantity }) => ({ sku, quantity: Math.max(1, quantity - most) }));
}

/** An arrival of any of these may make one warehouse complete, so all of them are waited for. */
function lackingAnywhere(wanted: readonly WantedSku[]): readonly SkuQuantity[] {
  return wanted.flatMap(({ sku, lines, free }) => {
    const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
    if (free.length === 0) return [{ sku, quantity: units }];
    const missing = free.map((has) => units - has).filter((lacking) => lacking > 0);
    return missing.length === 0 ? [] : [{ sku, quantity: Math.min(...missing) }];
  });
}

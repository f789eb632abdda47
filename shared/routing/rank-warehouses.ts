import { compareText } from "../kernel/compare-text.ts";
import type { WarehouseCode } from "../kernel/ids.ts";
import { countryMatches } from "../rules/regions/region-groups.ts";
import { matchRules, type RoutedOrder, type RoutingRule, type RoutingRules } from "./rules.ts";
import type { Warehouse } from "./warehouse.ts";

/** A warehouse that may serve the order, with the reason for its place in the queue. */
export type Candidate = {
  readonly code: WarehouseCode;
  readonly because: string;
  /** 0 for those that are preferred most; all that no rule names share the last rank. */
  readonly rank: number;
};

export type Ranking = {
  /** The one to ask first comes first. */
  readonly candidates: readonly Candidate[];
  readonly excluded: readonly Omit<Candidate, "rank">[];
};

export type RankRequest = {
  readonly order: RoutedOrder;
  readonly warehouses: readonly Warehouse[];
  readonly rules: RoutingRules;
  /** Where units of this order are promised already. */
  readonly usedWarehouses: readonly WarehouseCode[];
};

/**
 * Who may serve this order, and in which order they are asked: as the matching "prefer" rules name them from top to
 * bottom, then by priority, then by code, so that the same input always gives the same queue.
 */
export function rankWarehouses(request: RankRequest): Ranking {
  const rules = matchRules(request.order, request.rules);
  const preferredBy = firstPreference(rules);
  const candidates: (Candidate & { readonly priority: number })[] = [];
  const excluded: Omit<Candidate, "rank">[] = [];
  for (const warehouse of [...request.warehouses].sort((a, b) => compareText(a.code, b.code))) {
    const because = whyExcluded(warehouse, rules, request);
    if (because !== null) {
      excluded.push({ code: warehouse.code, because });
      continue;
    }
    const preference = preferredBy.get(warehouse.code);
    candidates.push({
      code: warehouse.code,
      because: preference === undefined ? `priority ${warehouse.priority}` : `preferred by rule “${preference.rule}”`,
      rank: preference?.rank ?? preferredBy.size,
      priority: warehouse.priority,
    });
  }
  candidates.sort((a, b) => a.rank - b.rank || a.priority - b.priority);
  // A rule may name warehouses that cannot serve the order: the ranks are counted without them.
  const ranks = [...new Set(candidates.map(({ rank }) => rank))];
  return {
    candidates: candidates.map(({ code, because, rank }) => ({ code, because, rank: ranks.indexOf(rank) })),
    excluded,
  };
}

type Preference = { readonly rank: number; readonly rule: string };

function firstPreference(rules: readonly RoutingRule[]): Map<string, Preference> {
  const preferredBy = new Map<string, Preference>();
  for (const rule of rules) {
    if (!("prefer" in rule)) continue;
    for (const code of rule.prefer) {
      if (!preferredBy.has(code)) preferredBy.set(code, { rank: preferredBy.size, rule: rule.name });
    }
  }
  return preferredBy;
}

function whyExcluded(warehouse: Warehouse, rules: readonly RoutingRule[], request: RankRequest): string | null {
  if (!warehouse.isActive) return "it is not active";
  const { country } = request.order.destination;
  if (warehouse.serves.length > 0 && !warehouse.serves.some((served) => countryMatches(served, country))) {
    return `it serves ${warehouse.serves.join(", ")} and the order goes to ${country === "" ? "no known country" : country}`;
  }
  const rule = rules.find((each) => "exclude" in each && each.exclude.includes(warehouse.code));
  if (rule !== undefined) return `excluded by rule “${rule.name}”`;
  const used = request.usedWarehouses;
  if (request.rules.split === "never" && used.length > 0 && !used.includes(warehouse.code)) {
    return `the order already leaves from ${used.join(", ")} and may not be split`;
  }
  return null;
}

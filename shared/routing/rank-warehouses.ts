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
  /** Why a warehouse is kept out by something else than these rules; null lets it in. */
  readonly bar?: (warehouse: Warehouse) => string | null;
  /** Come after those of the rules; the codes of a group are equally good. */
  readonly preferences?: readonly NamedPreference[];
};

export type NamedPreference = { readonly rule: string; readonly groups: readonly (readonly string[])[] };

/**
 * Who may serve this order, and in which order they are asked: as the matching "prefer" rules name them from top to
 * bottom, then by priority, then by code, so that the same input always gives the same queue.
 */
export function rankWarehouses(request: RankRequest): Ranking {
  const rules = matchRules(request.order, request.rules);
  const preferredBy = firstPreference([...rules.flatMap(toPreference), ...(request.preferences ?? [])]);
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
      rank: preference?.rank ?? Number.MAX_SAFE_INTEGER,
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

function toPreference(rule: RoutingRule): NamedPreference[] {
  return "prefer" in rule ? [{ rule: rule.name, groups: rule.prefer.map((code) => [code]) }] : [];
}

function firstPreference(preferences: readonly NamedPreference[]): Map<string, Preference> {
  const preferredBy = new Map<string, Preference>();
  let rank = 0;
  for (const { rule, groups } of preferences) {
    for (const group of groups) {
      for (const code of group) if (!preferredBy.has(code)) preferredBy.set(code, { rank, rule });
      rank += 1;
    }
  }
  return preferredBy;
}

function whyExcluded(warehouse: Warehouse, rules: readonly RoutingRule[], request: RankRequest): string | null {
  if (!warehouse.isActive) return "it is not active";
  if (warehouse.avoided !== undefined) return `the order was taken from it: ${warehouse.avoided}`;
  const { country } = request.order.destination;
  if (warehouse.serves.length > 0 && !warehouse.serves.some((served) => countryMatches(served, country))) {
    return `it serves ${warehouse.serves.join(", ")} and the order goes to ${country === "" ? "no known country" : country}`;
  }
  const rule = rules.find((each) => "exclude" in each && each.exclude.includes(warehouse.code));
  if (rule !== undefined) return `excluded by rule “${rule.name}”`;
  const barred = request.bar?.(warehouse) ?? null;
  if (barred !== null) return barred;
  const used = request.usedWarehouses;
  if (request.rules.split === "never" && used.length > 0 && !used.includes(warehouse.code)) {
    return `the order already leaves from ${used.join(", ")} and may not be split`;
  }
  return null;
}

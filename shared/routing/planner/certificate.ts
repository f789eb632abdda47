import { weighEachAlone } from "./alone.ts";
import { type Weighed, weighed } from "./field.ts";
import { askAbout, forget, type Model, makeModel, neededFor, type WhatIf, withSites } from "./model.ts";
import type { Outline, Sourcing, SourcingProblem } from "./problem.ts";
import type { SearchOptions } from "./search.ts";
import { outlineAlone, outlineIn, outlineOf, planIn } from "./solve.ts";
import { addWeights, nothing, type Weight } from "./weight.ts";

/** A best plan under another condition, any of equals; like every plan with its terms and its proof. */
export type Alternative = { readonly warehouse: number; readonly plan: Outline };

/** What restricts where an article comes from. */
export type Binding =
  /** Only this warehouse can send all of it. */
  | { readonly article: number; readonly kind: "only_source"; readonly warehouse: number }
  /** No warehouse can send all of it alone. */
  | { readonly article: number; readonly kind: "no_source" };

/** What the best plan is compared with, so that a person can see that it is the best, and why. */
export type Certificate = {
  readonly plan: Sourcing;
  /** The best that one warehouse does alone; null when the plan is just that, or nothing can be sent. */
  readonly alone: Alternative | null;
  /** For the first warehouses of the plan that were asked about: the best plan without it. */
  readonly without: readonly Alternative[];
  /** For the first other warehouses asked about that have something of the order: the best plan with it. */
  readonly using: readonly Alternative[];
  readonly bindings: readonly Binding[];
};

/** So many warehouses of a plan, and so many others, are looked into. */
export const mostCompared = 3;
/** A comparison may stay unproven; its proof says so. */
const comparisonBudget = 100;

/** Places that a plan is compared without, and with: warehouses that somebody may have expected in it. */
export type Asked = { readonly without: readonly number[]; readonly using: readonly number[] };

/** A best plan; its certificate is made for those who want to see it. */
export type Certifiable = { readonly plan: Sourcing; readonly certificate: (asked: Asked) => Certificate };

/** The best plan and its comparisons. Throws a RangeError when the amounts are too large to be added exactly. */
export function certify(problem: SourcingProblem, ask: (plan: Sourcing) => Asked): Certificate {
  const { plan, certificate } = certifiable(problem);
  return certificate(ask(plan));
}

/** The same in two steps. Throws likewise. */
export function certifiable(problem: SourcingProblem): Certifiable {
  const field = weighed(problem);
  const model = makeModel(field);
  const { plan, weight } = planIn(problem, model);
  return {
    plan,
    certificate: (asked) => {
      const compared = compare(field, model, { plan, weight }, asked);
      forget(model);
      const alone = plan.warehouses.length > 1 ? outlineAlone(model) : null;
      const [warehouse] = alone?.warehouses ?? [];
      return {
        plan,
        alone: alone === null || warehouse === undefined ? null : { warehouse, plan: alone },
        ...compared,
        bindings: bindingsOf(problem),
      };
    },
  };
}

function compare(
  field: Weighed,
  model: Model,
  { plan, weight }: { readonly plan: Sourcing; readonly weight: Weight },
  wanted: Asked,
): Pick<Certificate, "without" | "using"> {
  const asked = [
    ...wanted.without.slice(0, mostCompared).map((without): WhatIf => ({ without })),
    ...wanted.using.slice(0, mostCompared).map((using): WhatIf => ({ using })),
  ].flatMap((whatIf) => {
    const needed = neededFor(field, model, whatIf);
    return needed === null ? [] : [{ whatIf, needed }];
  });
  const without: Alternative[] = [];
  const using: Alternative[] = [];
  if (asked.length === 0) return { without, using };
  const wider = withSites(
    field,
    model,
    asked.flatMap(({ needed }) => needed),
  );
  weighEachAlone(wider);
  for (const { whatIf, needed } of asked) {
    const open = askAbout(wider, needed, whatIf);
    if ("without" in whatIf) {
      without.push({ warehouse: whatIf.without, plan: outlineOf(open, comparisonBudget) });
    } else {
      const known = withOneMore(open, plan, weight, whatIf.using);
      const outline = outlineIn(open, comparisonBudget, known);
      if (outline !== null) using.push({ warehouse: whatIf.using, plan: outline });
    }
  }
  return { without, using };
}

/** The plan itself with a warehouse that it uses in vain: the best that uses it is no worse. Null when that may not be. */
function withOneMore(
  { sites, maxCounted, parcels }: Model,
  plan: Sourcing,
  weight: Weight,
  warehouse: number,
): SearchOptions["known"] {
  const open = sites.filter(({ place }) => place === warehouse || plan.warehouses.includes(place));
  const opening = sites.find(({ place }) => place === warehouse)?.opening ?? nothing;
  const isIncluded = plan.warehouses.includes(warehouse);
  const counted = open.filter(({ isCounted }) => isCounted);
  return parcels !== null || counted.length > maxCounted
    ? null
    : { open, weight: isIncluded ? weight : addWeights(weight, opening) };
}

export function bindingsOf({ articles }: SourcingProblem): readonly Binding[] {
  return articles.flatMap(({ lines, free }, article): Binding[] => {
    const wanted = lines.reduce((sum, units) => sum + units, 0);
    const warehouse = free.findIndex((units) => units >= wanted);
    if (warehouse < 0) return [{ article, kind: "no_source" }];
    const isOnly = free.findLastIndex((units) => units >= wanted) === warehouse;
    return isOnly ? [{ article, kind: "only_source", warehouse }] : [];
  });
}

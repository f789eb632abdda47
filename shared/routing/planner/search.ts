import { type Bound, boundOf } from "./bound.ts";
import { choicesFor, neediest, saver, stillHungry } from "./branch.ts";
import { comesFirst, mayComeFirst } from "./earlier-set.ts";
import { type Hungry, type Look, look } from "./look.ts";
import { type Model, type Site, withoutClosed } from "./model.ts";
import { mustBeWorth, sendWorth } from "./send-worth.ts";
import { addTimes, addWeights, compareWeights, nothing, type Weight } from "./weight.ts";

export type Found = {
  /** The sites that the plan uses, by place. */
  readonly open: readonly Site[];
  readonly weight: Weight;
  /** No plan weighs less. */
  readonly atLeast: Weight;
  /** No plan is better, also not by coming first of equals if that was asked for. */
  readonly isBest: boolean;
  readonly nodes: number;
};

export type SearchOptions = {
  readonly budget: number;
  /**
   * A plan that is known already. Where parcels must be worth something and one alone need not, the best one alone, unless
   * sites are open already.
   */
  readonly known: Pick<Found, "open" | "weight"> | null;
  /** Any of equally good plans will do, not only the one that comes first. */
  readonly isAnyOfEquals: boolean;
};

/**
 * The best plan by branch and bound over the sets of open sites. Each step takes the article with the fewest sources left and
 * opens one of them after the other, each without those before it; what cannot beat the best plan so far is left out. When
 * the budget of steps ends first, `atLeast` is below `weight`. Sites that are open already stay open: null when no plan can
 * use them all.
 */
export function search(whole: Model, { budget, known, isAnyOfEquals }: SearchOptions): Found | null {
  const { sites, maxOpen, maxCounted, parcels } = whole;
  const opened = sites.filter(({ state }) => state === "open");
  let best = known;
  let unseen: Weight | null = null;
  let nodes = 0;

  const visit = (model: Model, openings: Weight): void => {
    nodes += 1;
    const seen = look(model, openings);
    if (!seen.isExact) leaveUnseen(seen.rest);
    const slots = maxOpen - opened.length;
    const bound = boundOf(model, seen, openings, slots);
    if (!mayWin(bound.least)) return;
    const plan = parcels === null ? seen.plan : worthyPlan(model, seen, openings);
    if (plan !== null && isBetter(plan)) best = { open: openSites(), weight: plan };
    if (slots === 0 || !mayWin(bound.further)) return;
    if (nodes >= budget) leaveUnseen(bound.further);
    else branch(model, openings, seen, bound, plan !== null && compareWeights(plan, seen.plan) === 0);
  };

  const openSites = (): readonly Site[] => sites.filter(({ state }) => state === "open");

  /** What the open sites do at best when each parcel is worth enough; null when they cannot, or only worse than is known. */
  const worthyPlan = (model: Model, { plan, rest }: Look, openings: Weight): Weight | null => {
    const open = openSites();
    if (parcels === null || !mustBeWorth(parcels, open)) return plan;
    if (!isBetter(plan)) return null;
    const limit = best === null ? null : addTimes(best.weight, openings, -1);
    const sending = sendWorth(parcels, model, open, limit);
    if (!sending.isExact) leaveUnseen(rest);
    return sending.plan === null ? null : addWeights(openings, sending.plan.weight);
  };

  const branch = (model: Model, openings: Weight, seen: Look, bound: Bound, isSettled: boolean): void => {
    const hopeless = model.mayPay ? model.sites.filter((site) => isHopeless(site, bound)) : [];
    if (maxCounted < maxOpen) hopeless.push(...tooMany(model));
    for (const site of hopeless) site.state = "closed";
    const needy = neediest(hopeless.length === 0 ? seen.hungry : stillHungry(seen.hungry));
    const needed = needy === null ? saver(model) : choicesFor(needy.item, model);
    // A site that the open ones do not need may still let them send parcels of another worth.
    const isAnyUseful = needed.length === 0 && !isSettled;
    const choices = isAnyUseful ? model.byOpening.filter(isUndecided) : needed;
    const least = choices.map((site) => bound.opening(site));
    const narrow = hopeless.length * 2 > model.sites.length ? withoutClosed(model) : model;
    for (let index = 0; index < choices.length; index += 1) {
      const site = choices[index];
      if (site === undefined) break;
      site.state = "open";
      opened.push(site);
      if (mayWin(least[index] ?? bound.least)) visit(narrow, addWeights(openings, site.opening));
      opened.pop();
      site.state = "closed";
    }
    const unhelped = needy === null ? bound.least : withoutHelp(model, seen, needy);
    if (needed.length > 0 && mayWin(unhelped)) visit(narrow, openings);
    for (const site of choices) site.state = "undecided";
    for (const site of hopeless) site.state = "undecided";
  };

  const isUndecided = ({ state }: Site): boolean => state === "undecided";

  const isHopeless = (site: Site, bound: Bound): boolean => isUndecided(site) && !mayWin(bound.opening(site));

  /** Sites that count, when as many are open as may be. */
  const tooMany = ({ sites: own }: Model): readonly Site[] => {
    if (opened.filter(({ isCounted }) => isCounted).length < maxCounted) return [];
    return own.filter(({ state, isCounted }) => isCounted && state === "undecided");
  };

  const mayWin = (bound: Weight): boolean => {
    if (best === null) return true;
    const difference = compareWeights(bound, best.weight);
    return difference < 0 || (difference === 0 && !isAnyOfEquals && mayComeFirst(sites, opened.length, best.open));
  };

  const isBetter = (weight: Weight): boolean => {
    if (best === null) return true;
    const difference = compareWeights(weight, best.weight);
    return difference < 0 || (difference === 0 && !isAnyOfEquals && comesFirst(sites, best.open));
  };

  const leaveUnseen = (bound: Weight): void => {
    if (unseen === null || compareWeights(bound, unseen) < 0) unseen = bound;
  };

  const poor = (parcels?.poor ?? []).filter(({ state }) => state === "undecided");
  for (const site of poor) site.state = "closed";
  visit(
    whole,
    opened.reduce((sum, { opening }) => addWeights(sum, opening), nothing),
  );
  for (const site of poor) site.state = "undecided";
  if (best === null) return null;
  const { open, weight } = best;
  const difference = unseen === null ? 1 : compareWeights(unseen, weight);
  const isBest = difference > 0 || (difference === 0 && isAnyOfEquals);
  return { open, weight, atLeast: isBest ? weight : (unseen ?? weight), isBest, nodes };
}

/** What plans weigh at least in which an article stays as hungry as it is. */
function withoutHelp({ unfilled }: Model, { rest }: Look, { price, missing }: Hungry): Weight {
  return addTimes(addTimes(rest, price, -1), unfilled, missing);
}

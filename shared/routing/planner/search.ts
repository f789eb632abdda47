import { type Bound, boundOf } from "./bound.ts";
import { choicesFor, neediest, saver, stillHungry } from "./branch.ts";
import { comesFirst, mayComeFirst } from "./earlier-set.ts";
import { type Hungry, type Look, look } from "./look.ts";
import { type Model, type Site, withoutClosed } from "./model.ts";
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
  /** A plan that is known already. */
  readonly known: Pick<Found, "open" | "weight"> | null;
  /** Any of equally good plans will do, not only the one that comes first. */
  readonly isAnyOfEquals: boolean;
};

/**
 * The best plan by branch and bound over the sets of open sites. Each step takes the article with the fewest sources left and
 * opens one of them after the other, each without those before it; what cannot beat the best plan so far is left out. When
 * the budget of steps ends first, `atLeast` is below `weight`. Sites that are open already stay open.
 */
export function search(whole: Model, { budget, known, isAnyOfEquals }: SearchOptions): Found {
  const { sites, maxOpen } = whole;
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
    if (isBetter(seen.plan)) best = { open: sites.filter(({ state }) => state === "open"), weight: seen.plan };
    if (slots === 0 || !mayWin(bound.further)) return;
    if (nodes >= budget) leaveUnseen(bound.further);
    else branch(model, openings, seen, bound);
  };

  const branch = (model: Model, openings: Weight, seen: Look, bound: Bound): void => {
    const hopeless = model.mayPay ? model.sites.filter((site) => isHopeless(site, bound)) : [];
    for (const site of hopeless) site.state = "closed";
    const needy = neediest(hopeless.length === 0 ? seen.hungry : stillHungry(seen.hungry));
    const choices = needy === null ? saver(model) : choicesFor(needy.item, model);
    const least = choices.map((site) => bound.opening(site));
    const narrow = hopeless.length * 2 > model.sites.length ? withoutClosed(model) : model;
    for (const [index, site] of choices.entries()) {
      site.state = "open";
      opened.push(site);
      if (mayWin(least[index] ?? bound.least)) visit(narrow, addWeights(openings, site.opening));
      opened.pop();
      site.state = "closed";
    }
    const unhelped = needy === null ? bound.least : withoutHelp(model, seen, needy);
    if (choices.length > 0 && mayWin(unhelped)) visit(narrow, openings);
    for (const site of choices) site.state = "undecided";
    for (const site of hopeless) site.state = "undecided";
  };

  const isHopeless = (site: Site, bound: Bound): boolean => site.state === "undecided" && !mayWin(bound.opening(site));

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

  visit(
    whole,
    opened.reduce((sum, { opening }) => addWeights(sum, opening), nothing),
  );
  const { open, weight } = best ?? { open: [], weight: nothing };
  const difference = unseen === null ? 1 : compareWeights(unseen, weight);
  const isBest = difference > 0 || (difference === 0 && isAnyOfEquals);
  return { open, weight, atLeast: isBest ? weight : (unseen ?? weight), isBest, nodes };
}

/** What plans weigh at least in which an article stays as hungry as it is. */
function withoutHelp({ unfilled }: Model, { rest }: Look, { price, missing }: Hungry): Weight {
  return addTimes(addTimes(rest, price, -1), unfilled, missing);
}

import type { Model, Site } from "./model.ts";
import type { Parcels } from "./parcels.ts";
import type { Take } from "./problem.ts";
import { sendQuickly } from "./send-quickly.ts";
import { addTimes, addWeights, compareWeights, nothing, type Weight } from "./weight.ts";

/** The best way to send from just these sites so that each parcel is worth enough. */
export type Sending = {
  /** Without the sites' openings; null when there is no way, or none below the limit. */
  readonly plan: { readonly weight: Weight; readonly takes: readonly Take[] } | null;
  /** False when the steps ended first: there may be a better way. */
  readonly isExact: boolean;
  /** What it was asked with; null: none. */
  readonly limit: Weight | null;
};

/** Must goods from these sites be worth something? */
export function mustBeWorth({ least }: Parcels, open: readonly Site[]): boolean {
  return !(least.isFreeAlone && open.length < 2) && open.some(({ place }) => !least.exempt.includes(place));
}

/**
 * What is quickly found is the best way where worth forbids nothing; otherwise all ways are searched that weigh no more than
 * it, or than `limit`. When the steps end first, the quick way has to do.
 */
export function sendWorth(parcels: Parcels, model: Model, open: readonly Site[], limit: Weight | null): Sending {
  const key = open.map(({ place }) => place).join();
  const known = parcels.known.get(key);
  if (known !== undefined && holdsFor(known, limit)) return known;
  const { least, steps } = parcels;
  const places = open.map(({ place }) => place);
  const needs = places.map((place) => (least.exempt.includes(place) ? 0 : least.worth));
  const quick = sendQuickly(parcels, model, open, needs);
  const isFound = quick?.isBest === true;
  const searched = isFound
    ? null
    : lightest(parcels, model.unfilled, places, needs, lighter(limit, quick?.weight ?? null));
  const isExact = isFound || steps.left >= 0;
  const sending: Sending = { plan: isExact && !isFound ? searched : quick, isExact, limit };
  parcels.known.set(key, sending);
  return sending;
}

function lighter(a: Weight | null, b: Weight | null): Weight | null {
  if (a === null || b === null) return a ?? b;
  return compareWeights(a, b) < 0 ? a : b;
}

/**
 * Articles one after the other; of each all ways to send its lines from the open sites. Of ways that leave every parcel worth
 * the same only the lightest is kept, and worth above what is needed counts as just enough. Ways that weigh more than
 * `limit` at the end, or leave a parcel that the other articles cannot fill up, are left out. Null when there is none, or the
 * steps ended first.
 */
function lightest(
  parcels: Parcels,
  unfilled: Weight,
  places: readonly number[],
  needs: readonly number[],
  limit: Weight | null,
): Sending["plan"] {
  const { steps, articles } = parcels;
  if (steps.left < 0) return null;
  const ways = articles.map((_, article) => waysOf(parcels, article, places, unfilled));
  if (steps.left < 0) return null;
  const rests = restsOf(ways, places.length);
  let states = new Map<string, State>([["", { worth: places.map(() => 0), weight: nothing, last: null }]]);
  for (const [article, own] of ways.entries()) {
    const rest = rests[article + 1] ?? { weight: nothing, worth: [] };
    const next = new Map<string, State>();
    for (const state of states.values()) {
      for (const way of own) {
        steps.left -= 1;
        const weight = addWeights(state.weight, way.weight);
        if (limit !== null && compareWeights(addWeights(weight, rest.weight), limit) > 0) continue;
        const worth = needs.map((need, at) => Math.min(need, (state.worth[at] ?? 0) + (way.worth[at] ?? 0)));
        if (needs.some((need, at) => (worth[at] ?? 0) + (rest.worth[at] ?? 0) < need)) continue;
        const name = worth.join();
        const other = next.get(name);
        if (other === undefined || compareWeights(weight, other.weight) < 0) {
          next.set(name, { worth, weight, last: { way, before: state.last } });
        }
      }
    }
    if (steps.left < 0) return null;
    states = next;
  }
  const [best] = states.values();
  return best === undefined ? null : { weight: best.weight, takes: takesIn(best.last) };
}

/** What is found is the best without a limit as well; where nothing is, nothing is below a lower one. */
function holdsFor({ plan, isExact, limit: asked }: Sending, limit: Weight | null): boolean {
  if (plan !== null || !isExact || asked === null) return true;
  return limit !== null && compareWeights(limit, asked) <= 0;
}

/** One way to send an article: what it is worth by place, and what it weighs with the units that stay. */
type Way = { readonly worth: readonly number[]; readonly weight: Weight; readonly takes: readonly Take[] };
type Trail = { readonly way: Way; readonly before: Trail | null } | null;
type State = { readonly worth: readonly number[]; readonly weight: Weight; readonly last: Trail };

function waysOf(parcels: Parcels, article: number, places: readonly number[], unfilled: Weight): readonly Way[] {
  const { articles, divideLines, least, prices, supplies, steps } = parcels;
  const { lines, free } = articles[article] ?? { lines: [], free: [] };
  const room = places.map((place) => free[place] ?? 0);
  const worth = places.map(() => 0);
  const priced = prices[article] ?? null;
  const price = places.map((place) => priced?.[place] ?? nothing);
  const takes: Take[] = [];
  const best = new Map<string, Way>();

  const send = (line: number, at: number, left: number, weight: Weight, stays: number): void => {
    steps.left -= 1;
    if (steps.left < 0) return;
    const wanted = lines[line];
    if (wanted === undefined) {
      const whole = addTimes(weight, unfilled, stays - unavoidable);
      const name = worth.join();
      const other = best.get(name);
      if (other === undefined || compareWeights(whole, other.weight) < 0) {
        best.set(name, { worth: [...worth], weight: whole, takes: [...takes] });
      }
      return;
    }
    const place = places[at];
    if (place === undefined || left === 0) {
      send(line + 1, 0, lines[line + 1] ?? 0, weight, stays + left);
      return;
    }
    const has = room[at] ?? 0;
    const [from, step] = divideLines
      ? [Math.min(has, left), 1]
      : [has >= wanted && left === wanted ? wanted : 0, wanted];
    for (let units = from; units >= 0; units -= step) {
      const value = units * (least.unitWorth[article]?.[line] ?? 0);
      room[at] = has - units;
      worth[at] = (worth[at] ?? 0) + value;
      if (units > 0) takes.push({ article, line, warehouse: place, units });
      send(line, at + 1, left - units, addTimes(weight, price[at] ?? nothing, units), stays);
      if (units > 0) takes.pop();
      worth[at] = (worth[at] ?? 0) - value;
      room[at] = has;
    }
  };

  const wanted = lines.reduce((sum, units) => sum + units, 0);
  const unavoidable = wanted - (supplies[article]?.need ?? 0);
  send(0, 0, lines[0] ?? 0, nothing, 0);
  return [...best.values()];
}

/** From each article on: the least that it and those after it weigh, and the most that they are worth by place. */
function restsOf(
  ways: readonly (readonly Way[])[],
  places: number,
): readonly { readonly weight: Weight; readonly worth: readonly number[] }[] {
  const rests = [{ weight: nothing, worth: new Array<number>(places).fill(0) }];
  for (const own of ways.toReversed()) {
    const [after = { weight: nothing, worth: [] }] = rests;
    let lightest = own[0]?.weight ?? nothing;
    for (const { weight } of own) if (compareWeights(weight, lightest) < 0) lightest = weight;
    // Not by a call of so many arguments: of one article there may be more ways than a stack holds.
    const worth = after.worth.map((sum, at) => sum + own.reduce((most, way) => Math.max(most, way.worth[at] ?? 0), 0));
    rests.unshift({ weight: addWeights(after.weight, lightest), worth });
  }
  return rests;
}

function takesIn(last: Trail): readonly Take[] {
  const takes: Take[] = [];
  for (let trail = last; trail !== null; trail = trail.before) takes.push(...trail.way.takes);
  return takes.sort((a, b) => a.article - b.article || a.line - b.line || a.warehouse - b.warehouse);
}

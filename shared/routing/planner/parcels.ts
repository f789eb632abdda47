import type { Weighed } from "./field.ts";
import type { Site } from "./model.ts";
import type { Steps } from "./pack-bundles.ts";
import type { LeastParcel, SourcingProblem } from "./problem.ts";
import type { Sending } from "./send-worth.ts";

/** What a search needs to know where goods that leave beside others must be worth something. */
export type Parcels = Pick<Weighed, "prices" | "supplies"> & {
  readonly articles: SourcingProblem["articles"];
  readonly divideLines: boolean;
  readonly least: LeastParcel;
  /** At most so many sites can be used together. */
  readonly most: number;
  /** Sites that can never send enough beside others. */
  readonly poor: readonly Site[];
  /** Found for sets of open sites, by their places. */
  readonly known: Map<string, Sending>;
  readonly steps: Steps;
};

/** Steps that all sendings of a search may take together: so many, or more where partial plans may be many too. */
const leastSteps = 400_000;
const stepsForNode = 20;

export function parcelsOf(weighed: Weighed, sites: readonly Site[]): Parcels | null {
  const { problem, prices, supplies } = weighed;
  const { leastParcel: least, articles, divideLines } = problem;
  if (least === undefined) return null;
  const worths = sites.map(({ place }) => worthAt(problem, least, place));
  const whole = articles.reduce((sum, { lines }, at) => sum + worthOf(lines, least.unitWorth[at] ?? []), 0);
  const exempt = sites.filter(({ place }) => least.exempt.includes(place)).length;
  return {
    prices,
    supplies,
    articles,
    divideLines,
    least,
    most: exempt + Math.max(least.isFreeAlone ? 1 : 0, Math.floor(whole / least.worth)),
    poor: sites.filter(({ place }, at) => (worths[at] ?? 0) < least.worth && !least.exempt.includes(place)),
    known: new Map(),
    steps: { left: Math.max(leastSteps, stepsForNode * problem.nodeBudget) },
  };
}

/** Not less than all that it could send is worth. */
function worthAt({ articles, divideLines }: SourcingProblem, { unitWorth }: LeastParcel, place: number): number {
  return articles.reduce((sum, { lines, free }, at) => {
    const has = free[place] ?? 0;
    const sent = lines.map((units) => (divideLines ? Math.min(units, has) : has >= units ? units : 0));
    return sum + worthOf(sent, unitWorth[at] ?? []);
  }, 0);
}

function worthOf(units: readonly number[], unitWorth: readonly number[]): number {
  return units.reduce((sum, each, line) => sum + each * (unitWorth[line] ?? 0), 0);
}

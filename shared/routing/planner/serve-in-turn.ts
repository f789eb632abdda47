import type { SharedStock, Sourcing, SourcingProblem } from "./problem.ts";
import { capped, inTurn, overused, sentFromEach } from "./shared-stock.ts";
import { planSourcing } from "./solve.ts";

/** Each round settles all that is overused; a few settle nearly every order. */
const mostRounds = 5;

/** A plan that can be, and is no worse than a plan that cannot with its articles served in turn everywhere. */
export function servedInTurn(problem: SourcingProblem, shared: readonly SharedStock[], plan: Sourcing): Sourcing {
  return planSourcing(cappedWhere(problem, shared, shared, plan));
}

/** The same only where stock is overused, again and again: what yields at one place may find goods at another. Empty: in vain. */
export function yielding(
  problem: SourcingProblem,
  shared: readonly SharedStock[],
  first: Sourcing,
): readonly Sourcing[] {
  let [limited, plan] = [problem, first];
  for (let round = 0; round < mostRounds; round += 1) {
    const broken = overused(shared, plan.takes);
    if (broken.length === 0) return [plan];
    limited = cappedWhere(limited, shared, broken, plan);
    plan = planSourcing(limited);
  }
  return [];
}

/** At the places of some shared stocks each article is held to what it gets in its turn. */
function cappedWhere(
  problem: SourcingProblem,
  shared: readonly SharedStock[],
  some: readonly SharedStock[],
  { takes }: Sourcing,
): SourcingProblem {
  const sent = sentFromEach(takes);
  const byPlace = Map.groupBy(shared, ({ warehouse }) => warehouse);
  const places = [...new Set(some.map(({ warehouse }) => warehouse))];
  return places.reduce((limited, place) => {
    return capped(limited, place, inTurn(byPlace.get(place) ?? [], sent.get(place) ?? new Map<number, number>()));
  }, problem);
}

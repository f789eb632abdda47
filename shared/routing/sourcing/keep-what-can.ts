/** What was decided under the constraints that could be kept. */
export type Kept<Constraint, Result> = { readonly result: Result; readonly kept: readonly Constraint[] };

/**
 * Keeps as many constraints as can be without making the loss larger than it is with none, the first being worth more than
 * all that follow: of all sets of constraints with the least loss the one that is first in that order. `decide` takes a
 * subset in its given order; one more constraint must never make its loss smaller. At most two more decisions than there
 * are constraints, and one in the usual case that nothing is lost.
 */
export function keepWhatCan<Constraint, Result>(
  constraints: readonly Constraint[],
  decide: (kept: readonly Constraint[]) => Result,
  lossOf: (result: Result) => number,
): Kept<Constraint, Result> {
  const strict = decide(constraints);
  if (constraints.length === 0 || lossOf(strict) === 0) return { result: strict, kept: constraints };
  let result = decide([]);
  const least = lossOf(result);
  if (lossOf(strict) <= least) return { result: strict, kept: constraints };
  let kept: readonly Constraint[] = [];
  for (const constraint of constraints) {
    const tried = decide([...kept, constraint]);
    if (lossOf(tried) > least) continue;
    kept = [...kept, constraint];
    result = tried;
  }
  return { result, kept };
}

import { fail, ok, type Result } from "../kernel/result.ts";
import type { ApiProblem, StockAnswer, StockLevel } from "./api.ts";

/** Sets some levels at once: all of them or none. */
type SetLevels = (levels: readonly StockLevel[]) => Promise<Result<null, ApiProblem>>;

/**
 * All levels in one call; when the channel says no, one by one, so that one unknown sku does not hold up the others. A failure
 * that passes ends it: what was set until then is set again to the same, later.
 */
export async function setTogether(
  levels: readonly StockLevel[],
  set: SetLevels,
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  const [first] = levels;
  if (first === undefined) return ok([]);
  const all = await set(levels);
  if (all.ok) return ok(levels.map(() => ({ kind: "set" })));
  const no = refusalOf(all.error);
  if (no === null) return all;
  return levels.length === 1 ? ok([no]) : await setEach(levels, set);
}

/** One call for each level. */
export async function setEach(
  levels: readonly StockLevel[],
  set: SetLevels,
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  const answers: StockAnswer[] = [];
  for (const level of levels) {
    const one = await set([level]);
    const no = one.ok ? null : refusalOf(one.error);
    if (!one.ok && no === null) return one;
    answers.push(no ?? { kind: "set" });
  }
  return ok(answers);
}

/** What the merchant has not mapped cannot be set. */
export function notMapped(name: string): Result<never, ApiProblem> {
  return fail({ kind: "refused", code: "not_mapped", detail: `the listing names no ${name}` });
}

/** A no to the level itself; null for failures of another kind. */
function refusalOf(problem: ApiProblem): Extract<StockAnswer, { kind: "refused" }> | null {
  if (problem.kind === "refused") return problem;
  return problem.kind === "not_found" ? { kind: "refused", code: "not_found", detail: problem.detail } : null;
}

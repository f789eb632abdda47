import { type Comparison, makeHighsComparison } from "../../shared/routing/planner/highs.contract.ts";
import { oracleProblem } from "../../shared/routing/planner/random-problems.contract.ts";
import { planSourcing } from "../../shared/routing/planner/solve.ts";
import { seeded } from "../property/seeded.ts";
import { type Bench, figure, show } from "./bench.ts";

const PROBLEMS = 20_000;
const SIZE = { warehouses: 50, lines: 20 };
const TOLD_EVERY = 1_000;

/** Is the planner's plan the one that a solver of mixed-integer programs finds? */
export const routingOracleBench: Bench = {
  name: "routing-oracle",
  about: `${PROBLEMS.toLocaleString("en")} random orders planned and solved by HiGHS, term by term; takes an hour, so it runs only when named`,
  isLong: true,
  run: async () => {
    let [solves, solverMs, plannerMs] = [0, 0, 0];
    const compare = await makeHighsComparison((ms) => {
      solves += 1;
      solverMs += ms;
    });
    const counts: Record<Comparison["kind"], number> = { equal: 0, within_gap: 0, different: 0, solver_failed: 0 };
    const named: string[] = [];
    for (let seed = 0; seed < PROBLEMS; seed += 1) {
      const problem = oracleProblem(seeded(seed), SIZE);
      const start = performance.now();
      const plan = planSourcing(problem);
      plannerMs += performance.now() - start;
      const comparison = await compare(problem, plan);
      counts[comparison.kind] += 1;
      if ("why" in comparison) named.push(`seed ${seed}, ${comparison.kind}: ${comparison.why}`);
      if ((seed + 1) % TOLD_EVERY === 0)
        process.stderr.write(`${seed + 1} of ${PROBLEMS}: ${JSON.stringify(counts)}\n`);
    }
    return {
      tables: [
        {
          title: `random orders of up to ${SIZE.lines} lines × ${SIZE.warehouses} warehouses`,
          columns: [{ title: "beside HiGHS" }, figure("orders")],
          rows: [
            ["the same in every term", `${counts.equal}`],
            ["not proven in time, and within the gap that was told", `${counts.within_gap}`],
            ["different", `${counts.different}`],
            ["no answer from HiGHS, or one that contradicts itself", `${counts.solver_failed}`],
          ],
        },
      ],
      notes: [
        `${solves} programs solved by HiGHS, ${show(solverMs / solves)} ms each; the planner took ${show(plannerMs / PROBLEMS, 3)} ms for each order, both by the clock of a machine with other work.`,
        ...named,
      ],
      figures: { counts, solves, solverMs, plannerMs, named },
    };
  },
};

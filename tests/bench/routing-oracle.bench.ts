import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { type Comparison, makeHighsComparison } from "../../shared/routing/planner/highs.contract.ts";
import type { SourcingProblem } from "../../shared/routing/planner/problem.ts";
import { oracleProblem } from "../../shared/routing/planner/random-problems.contract.ts";
import { planSourcing } from "../../shared/routing/planner/solve.ts";
import { seeded } from "../property/seeded.ts";
import { type Bench, figure, show } from "./bench.ts";

const PROBLEMS = 20_000;
const SIZE = { warehouses: 50, lines: 20 };
const TOLD_EVERY = 500;
/** A plan that was not proven in its budget is made again with so many times as much. */
const MORE_BUDGET = 10;
/** What the solver has proven: a run that was broken off goes on from there, and a changed planner is held against it. */
const FOLDER = new URL("../../.orderhub/", import.meta.url);
const ANSWERS = new URL("routing-oracle.jsonl", FOLDER);

type Kind = "plain" | "of few parcels" | "of parcels worth something" | "sent in part";
const kinds = ["plain", "of few parcels", "of parcels worth something", "sent in part"] as const;
type Counts = Record<Comparison["kind"], number>;

/** Is the planner's plan the one that a solver of mixed-integer programs finds? */
export const routingOracleBench: Bench = {
  name: "routing-oracle",
  about: `${PROBLEMS.toLocaleString("en")} random orders planned and solved by HiGHS, term by term; takes half an hour, so it runs only when named`,
  isLong: true,
  run: async () => {
    const times = { solves: 0, solverMs: 0, plannerMs: 0, known: 0, again: 0 };
    const compare = await makeHighsComparison((ms) => {
      times.solves += 1;
      times.solverMs += ms;
    });
    const answers = readAnswers();
    const counts = new Map<Kind, Counts>(kinds.map((kind) => [kind, noCounts()]));
    const named: string[] = [];
    for (let seed = 0; seed < PROBLEMS; seed += 1) {
      const problem = oracleProblem(seeded(seed), SIZE);
      const start = performance.now();
      const inBudget = planSourcing(problem);
      times.plannerMs += performance.now() - start;
      const isProven = inBudget.proof.kind === "best";
      if (!isProven) times.again += 1;
      const plan = isProven ? inBudget : planSourcing({ ...problem, nodeBudget: MORE_BUDGET * problem.nodeBudget });
      const proven = `${digestOf(problem)} ${JSON.stringify(plan.tally)}`;
      const isKnown = answers.has(proven) && plan.proof.kind === "best";
      const comparison: Comparison = isKnown ? { kind: "equal", stages: 0 } : await compare(problem, plan);
      if (isKnown) times.known += 1;
      else if (comparison.kind === "equal") appendFileSync(ANSWERS, `${JSON.stringify(proven)}\n`);
      const own = counts.get(kindOf(problem));
      if (own !== undefined) own[comparison.kind] += 1;
      if ("why" in comparison) {
        named.push(`seed ${seed}, ${comparison.kind}: ${comparison.why}`);
        process.stderr.write(`${named.at(-1)}\n`);
      }
      if ((seed + 1) % TOLD_EVERY === 0)
        process.stderr.write(`${seed + 1} of ${PROBLEMS}: ${JSON.stringify([...counts.values()])}\n`);
    }
    const { solves, solverMs, plannerMs, known, again } = times;
    return {
      tables: [
        {
          title: `random orders of up to ${SIZE.lines} lines × ${SIZE.warehouses} warehouses beside HiGHS`,
          columns: [
            { title: "orders" },
            figure("the same in every term"),
            figure("within the gap told"),
            figure("different"),
            figure("no answer"),
          ],
          rows: [...counts].map(([kind, { equal, within_gap, different, solver_failed }]) => {
            return [kind, ...[equal, within_gap, different, solver_failed].map(String)];
          }),
        },
      ],
      notes: [
        `${solves} programs solved by HiGHS, ${show(solves === 0 ? 0 : solverMs / solves)} ms each; the planner took ${show(plannerMs / PROBLEMS, 3)} ms for each order, both by the clock of a machine with other work.`,
        `${known} answers of an earlier run were held against the planner again. A term that is 0, or units that no plan could send, need no solver.`,
        `${again} were not proven within their budget and own up to a gap: they were planned again with ${MORE_BUDGET} times as much.`,
        "Half of all lines may be divided, in orders of each kind; parcels worth something: up to 8 lines × 10 warehouses.",
        ...named,
      ],
      figures: { counts: Object.fromEntries(counts), ...times, named },
    };
  },
};

function kindOf({ leastParcel, uncounted, maxWarehouses }: SourcingProblem): Kind {
  if (leastParcel !== undefined) return "of parcels worth something";
  if (uncounted !== undefined) return "sent in part";
  return maxWarehouses === null ? "plain" : "of few parcels";
}

function noCounts(): Counts {
  return { equal: 0, within_gap: 0, different: 0, solver_failed: 0 };
}

function digestOf({ nodeBudget: _, ...problem }: SourcingProblem): string {
  return createHash("sha256").update(JSON.stringify(problem)).digest("base64url").slice(0, 22);
}

function readAnswers(): ReadonlySet<string> {
  mkdirSync(FOLDER, { recursive: true });
  const text = existsSync(ANSWERS) ? readFileSync(ANSWERS, "utf8") : "";
  // The last line may have been cut off.
  const whole = text.slice(0, text.lastIndexOf("\n") + 1);
  return new Set(
    whole
      .split("\n")
      .filter(Boolean)
      .map((line): string => JSON.parse(line)),
  );
}

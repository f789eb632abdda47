import { certify } from "../../shared/routing/planner/certificate.ts";
import type { SourcingProblem } from "../../shared/routing/planner/problem.ts";
import { planSourcing } from "../../shared/routing/planner/solve.ts";
import { type Bench, type BenchTable, figure, show } from "./bench.ts";
import { type Network, ordersOf, someBaskets } from "./routing-baskets.ts";
import { routedOrders } from "./routing-orders.ts";
import { inTurn, mostLinesFirst, nearest, type Rival, totalOf } from "./routing-rivals.ts";
import { ruledOrders } from "./routing-ruled.ts";
import { type GeneralSolver, generalSolvers } from "./routing-solvers.ts";

const ORDERS = 400;
const BASKETS = 2_000;
/**
 * Each order is planned so often and its quickest time counts: what else runs on the machine is no part of it. The runs of an
 * order lie apart, all other orders between two of them, so that one busy moment does not meet them all.
 */
const RUNS = 20;
const LINES = 12;

const networks: readonly Network[] = [
  { warehouses: 5, fill: 0.6 },
  { warehouses: 10, fill: 0.6 },
  { warehouses: 10, fill: 0.85 },
  { warehouses: 50, fill: 0.6 },
];
const rivals: Readonly<Record<string, Rival>> = { "most lines first": mostLinesFirst, nearest, "in turn": inTurn };

/** Time of a plan with its explanation, and what the best plan saves. */
export const routingBench: Bench = {
  name: "routing",
  about: "the best plan of an order, explanation included: its time, and its cost beside simpler ways",
  run: async () => {
    const times = [10, 50].flatMap((warehouses) => {
      const network = { warehouses, fill: 0.6 };
      const baskets = someBaskets(BASKETS, network, 2).filter(({ articles }) => articles.length <= LINES);
      return [
        ...timesOf(`baskets × ${warehouses}`, baskets, network),
        ...timesOf(`${LINES} × ${warehouses}`, ordersOf(LINES, ORDERS, network, 1), network),
      ];
    });
    const savings = networks.map((network) => ({ network, ...savingsOf(network) }));
    const solvers = await generalSolvers();
    const solved = solverNetworks.map((network) => ({ network, ways: solvedBy(solvers, network) }));
    return {
      tables: [timeTable(times), savingTable(savings), solverTable(solved)],
      notes: [
        `Times: the baskets of up to ${LINES} lines, then ${ORDERS} orders of just ${LINES}; of each order the quickest of ${RUNS} runs, so the 99th is that of the hardest orders and not of a busy machine.`,
        "Order: rules, ranking, plan, certificate and sentences, from stored settings and stock. Under 10 rules: those of a published set, parcels priced by two carriers as well. Plan and certificate: the planner alone, least cost first.",
        `Baskets: ${BASKETS} each, half with up to 3 lines, 1 in 10 above 9, 1 in 100 above 16, at most 32; networks, prices and stock are made up.`,
        `General solvers: ${SOLVED} of these baskets, each solved once (the planner: the quickest of ${RUNS} as above, and of a first run in brackets), their models made beforehand; only cost is asked of them.`,
        "Best: least cost, proven for every basket unless gaps are shown. Costs and parcels of the others are of the same baskets.",
      ],
      figures: { times, savings, solved },
    };
  },
};

const solverNetworks: readonly Network[] = [
  { warehouses: 10, fill: 0.6 },
  { warehouses: 50, fill: 0.6 },
];
const SOLVED = 40;

type Solved = {
  readonly name: string;
  readonly cost: number;
  readonly took: readonly number[];
  readonly p50First?: number;
};

/** Least costs by solvers of any mixed-integer program, and by the planner. */
function solvedBy(solvers: readonly GeneralSolver[], network: Network): readonly Solved[] {
  const problems = someBaskets(SOLVED, network, 2);
  const plans = problems.map((problem) => () => planSourcing(problem));
  const first = plans.map((plan) => timed(plan).ms);
  const cost = sum(problems.map((problem) => planSourcing(problem).tally.cost));
  const ours = { name: "the planner", cost, took: quickest(plans), p50First: quantile(first, 0.5) };
  const others = solvers.map(({ name, prepare }): Solved => {
    const runs = problems.map((problem) => timed(prepare(problem)));
    return { name, cost: sum(runs.map(({ answer }) => answer)), took: runs.map(({ ms }) => ms) };
  });
  return [ours, ...others];
}

function timed<T>(run: () => T): { readonly answer: T; readonly ms: number } {
  const start = performance.now();
  const answer = run();
  return { answer, ms: performance.now() - start };
}

function solverTable(solved: readonly { readonly network: Network; readonly ways: readonly Solved[] }[]): BenchTable {
  return {
    title: "baskets: general solvers beside the planner",
    columns: [
      { title: "warehouses" },
      { title: "solver" },
      figure("cost beside the planner"),
      figure("p50 ms"),
      figure("p99 ms"),
      figure("times the planner's p50"),
    ],
    rows: solved.flatMap(({ network, ways }) =>
      ways.map(({ name, cost, took, p50First }, index) => [
        index === 0 ? `${network.warehouses}` : "",
        name,
        `${show((cost / (ways[0]?.cost ?? 1) - 1) * 100, 3)} %`,
        `${show(quantile(took, 0.5), 4)}${p50First === undefined ? "" : ` (${show(p50First, 4)})`}`,
        show(quantile(took, 0.99), 4),
        show(quantile(took, 0.5) / quantile(ways[0]?.took ?? [1], 0.5), 0),
      ]),
    ),
  };
}

type Timing = { readonly title: string; readonly p50Ms: number; readonly p99Ms: number; readonly goalMs: number };

function timesOf(at: string, problems: readonly SourcingProblem[], network: Network): readonly Timing[] {
  const goalMs = network.warehouses > 10 ? 1 : 0.1;
  const time = (title: string, plans: readonly (() => unknown)[]): Timing => {
    const took = quickest(plans);
    return { title: `${at}: ${title}`, p50Ms: quantile(took, 0.5), p99Ms: quantile(took, 0.99), goalMs };
  };
  return [
    time("order", routedOrders(problems)),
    time("order under 10 rules", ruledOrders(problems)),
    time(
      "plan and certificate",
      problems.map((problem) => () => certify(problem, ({ warehouses }) => ({ without: warehouses, using: [] }))),
    ),
    time(
      "plan",
      problems.map((problem) => () => planSourcing(problem)),
    ),
  ];
}

type Way = {
  readonly name: string;
  readonly cost: number;
  readonly shipments: number;
  readonly took: readonly number[];
};
type Saving = { readonly ways: readonly Way[]; readonly gaps: number };

function savingsOf(network: Network): Saving {
  const problems = someBaskets(BASKETS, network, 2);
  const plans = problems.map((problem) => planSourcing(problem));
  const best: Way = {
    name: "best",
    cost: sum(plans.map(({ tally }) => tally.cost)),
    shipments: sum(plans.map(({ tally }) => tally.shipments)),
    took: quickest(problems.map((problem) => () => planSourcing(problem))),
  };
  const others = Object.entries(rivals).map(([name, rival]): Way => {
    const totals = problems.map((problem) => totalOf(problem, rival(problem)));
    return {
      name,
      cost: sum(totals.map(({ cost }) => cost)),
      shipments: sum(totals.map(({ shipments }) => shipments)),
      took: quickest(problems.map((problem: SourcingProblem) => () => rival(problem))),
    };
  });
  return { ways: [best, ...others], gaps: plans.filter(({ proof }) => proof.kind === "gap").length };
}

function timeTable(times: readonly Timing[]): BenchTable {
  return {
    title: "time of one order in ms",
    columns: [
      { title: "lines × warehouses" },
      figure("p50"),
      figure("p99"),
      figure("goal for p99"),
      figure("p99 / goal"),
    ],
    rows: times.map(({ title, p50Ms, p99Ms, goalMs }) => [
      title,
      show(p50Ms, 4),
      show(p99Ms, 4),
      show(goalMs, 1),
      `${show(p99Ms / goalMs)} x`,
    ]),
  };
}

function savingTable(savings: readonly (Saving & { readonly network: Network })[]): BenchTable {
  return {
    title: "baskets: cost, parcels and time beside the best plan",
    columns: [
      { title: "warehouses" },
      { title: "plan" },
      figure("cost"),
      figure("parcels"),
      figure("p50 ms"),
      figure("p99 ms"),
    ],
    rows: savings.flatMap(({ network, ways, gaps }) =>
      ways.map((way, index) => [
        index === 0 ? `${network.warehouses}, each has ${Math.round(network.fill * 100)} %` : "",
        index === 0 ? `best${gaps > 0 ? ` (${gaps} not proven)` : ""}` : way.name,
        index === 0 ? "1" : `${show((way.cost / (ways[0]?.cost ?? 1) - 1) * 100, 1)} % more`,
        show(way.shipments / BASKETS),
        show(quantile(way.took, 0.5), 4),
        show(quantile(way.took, 0.99), 4),
      ]),
    ),
  };
}

/** In ms, of each the quickest of some runs; some rounds first for the compiler. */
function quickest(plans: readonly (() => unknown)[]): readonly number[] {
  for (let round = 0; round < 3; round += 1) for (const plan of plans) plan();
  const least = plans.map(() => Number.POSITIVE_INFINITY);
  for (let run = 0; run < RUNS; run += 1) {
    for (const [index, plan] of plans.entries()) {
      const start = performance.now();
      plan();
      least[index] = Math.min(least[index] ?? 0, performance.now() - start);
    }
  }
  return least;
}

function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

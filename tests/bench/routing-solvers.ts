import glpkOf from "glpk.js/node";
import highs, { type Highs } from "highs";
import javascriptLpSolver from "javascript-lp-solver";
import { solve as solveYalps } from "yalps";
import { toLpText, toMixedProgram } from "../../shared/routing/planner/mixed-program.contract.ts";
import type { SourcingProblem } from "../../shared/routing/planner/problem.ts";

/** A general solver of mixed-integer programs. The model is made beforehand; a call solves it and gives the least cost. */
export type GeneralSolver = { readonly name: string; readonly prepare: (problem: SourcingProblem) => () => number };

/** Its types speak of a CommonJS module; what Node imports is the function itself. */
const makeHighs = highs as unknown as () => Promise<Highs>;

/** Likewise. */
const jsLpSolver = javascriptLpSolver as unknown as { readonly Solve: (model: object) => unknown };

/** Those that run in Node without anything being installed beside it. */
export async function generalSolvers(): Promise<readonly GeneralSolver[]> {
  const [highsSolver, glpk] = [await makeHighs(), await glpkOf()];
  return [
    {
      name: "yalps",
      prepare: (problem) => {
        const { constraints, variables, binaries } = rowsAndColumns(problem);
        const model = { direction: "minimize", objective: "cost", constraints, variables, binaries } as const;
        return () => solveYalps(model).result;
      },
    },
    {
      name: "javascript-lp-solver",
      prepare: (problem) => {
        const { constraints, variables, binaries } = rowsAndColumns(problem);
        const ints = Object.fromEntries(binaries.map((name) => [name, 1]));
        const most = Object.fromEntries(binaries.map((name) => [`most ${name}`, { max: 1 }]));
        const bounded = Object.fromEntries(
          Object.entries(variables).map(([name, column]) => [name, { ...column, [`most ${name}`]: 1 }]),
        );
        return () => {
          const model = {
            optimize: "cost",
            opType: "min" as const,
            constraints: { ...constraints, ...most },
            variables: bounded,
            ints,
          };
          const answer = jsLpSolver.Solve(structuredClone(model));
          return Number((answer as { result: number }).result);
        };
      },
    },
    {
      name: "glpk.js",
      prepare: (problem) => {
        const { constraints, variables, binaries } = rowsAndColumns(problem);
        const columns = Object.entries(variables);
        const lp = {
          name: "order",
          objective: {
            direction: glpk.GLP_MIN,
            name: "cost",
            vars: columns.map(([name, column]) => ({ name, coef: column["cost"] ?? 0 })),
          },
          subjectTo: Object.entries(constraints).map(([row, { equal, max }]) => ({
            name: row,
            vars: columns.flatMap(([name, { [row]: coef }]) => (coef === undefined ? [] : [{ name, coef }])),
            bnds:
              equal === undefined
                ? { type: glpk.GLP_UP, ub: max ?? 0, lb: 0 }
                : { type: glpk.GLP_FX, ub: equal, lb: equal },
          })),
          binaries: [...binaries],
        };
        return () => glpk.solve(lp, { msglev: glpk.GLP_MSG_OFF }).result.z;
      },
    },
    {
      name: "HiGHS",
      prepare: (problem) => {
        const program = toMixedProgram(problem).sendingAll();
        const text = toLpText(program, program.sumOf("cost"), []);
        return () => highsSolver.solve(text, { mip_rel_gap: 0 }).ObjectiveValue;
      },
    },
  ];
}

type Row = { readonly equal?: number; readonly max?: number };
type RowsAndColumns = {
  readonly constraints: Readonly<Record<string, Row>>;
  readonly variables: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly binaries: readonly string[];
};

/** Each line from just one of the warehouses that have it, each of those used. */
function rowsAndColumns({ articles, warehouses, opening }: SourcingProblem): RowsAndColumns {
  const constraints: Record<string, Row> = {};
  const variables: Record<string, Record<string, number>> = {};
  for (let place = 0; place < warehouses; place += 1) variables[`o${place}`] = { cost: opening.cost?.[place] ?? 0 };
  for (const [article, { lines, free, perUnit }] of articles.entries()) {
    constraints[`l${article}`] = { equal: 1 };
    for (const [place, units] of free.entries()) {
      if (units === 0) continue;
      const link = `k${article}_${place}`;
      constraints[link] = { max: 0 };
      variables[`x${article}_${place}`] = {
        cost: (lines[0] ?? 0) * (perUnit.cost?.[place] ?? 0),
        [`l${article}`]: 1,
        [link]: 1,
      };
      const open = variables[`o${place}`];
      if (open !== undefined) open[link] = -1;
    }
  }
  return { constraints, variables, binaries: Object.keys(variables) };
}

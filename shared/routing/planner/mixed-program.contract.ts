import type { SourcingProblem, Tally, Term } from "./problem.ts";

/** One product of the sum: so many times a variable. */
type Product = readonly [factor: number, variable: string];

/** A sourcing problem as a mixed-integer program, in the way textbooks write it and not in the planner's. */
export type MixedProgram = {
  readonly rows: readonly string[];
  readonly binaries: readonly string[];
  /** With the most that each can be. */
  readonly integers: readonly (readonly [variable: string, most: number])[];
  /** A term of the tally, as a sum that is the smaller the better; without products where it is 0 in any plan. */
  readonly sumOf: (term: keyof Tally) => readonly Product[];
  /** Units that are wanted: those that are not sent are unfilled. */
  readonly wanted: number;
};

/** `o3`: warehouse 3 is used; `x2_0_3`: line 0 of article 2, as a whole or so many of its units, leaves from warehouse 3. */
export function toMixedProgram(problem: SourcingProblem): MixedProgram {
  const { divideLines, articles, maxWarehouses } = problem;
  const opened = Array.from({ length: problem.warehouses }, (_, place) => `o${place}`);
  const sends = articles.flatMap(({ lines, free }, article) =>
    lines.flatMap((units, line) =>
      free.flatMap((has, place) => {
        const isPossible = divideLines ? has > 0 : has >= units;
        return isPossible ? [{ name: `x${article}_${line}_${place}`, article, line, place, units }] : [];
      }),
    ),
  );
  const each = divideLines ? 1 : null;
  const rows: string[] = [];
  for (const [article, { lines, free }] of articles.entries()) {
    const own = sends.filter((send) => send.article === article);
    for (const [line, units] of lines.entries()) {
      const parts = own.filter((send) => send.line === line);
      if (parts.length > 0) rows.push(`${sumText(parts.map(({ name }) => [1, name]))} <= ${divideLines ? units : 1}`);
    }
    for (const [place, has] of free.entries()) {
      const parts = own.filter((send) => send.place === place);
      if (parts.length === 0) continue;
      const taken = parts.map(({ name, units }): Product => [each ?? units, name]);
      const total = parts.reduce((sum, { units }) => sum + units, 0);
      rows.push(`${sumText([...taken, [-Math.min(has, total), `o${place}`]])} <= 0`);
      for (const { name, units } of parts)
        rows.push(`${name} - ${divideLines ? Math.min(units, has) : 1} o${place} <= 0`);
    }
  }
  if (maxWarehouses !== null) rows.push(`${sumText(opened.map((name) => [1, name]))} <= ${maxWarehouses}`);
  const names = sends.map(({ name }) => name);
  return {
    rows,
    binaries: divideLines ? opened : [...opened, ...names],
    integers: divideLines ? sends.map(({ name, units }) => [name, units] as const) : [],
    sumOf: (term) =>
      term === "unfilled"
        ? sends.map(({ name, units }): Product => [-(each ?? units), name])
        : [...openings(problem, term), ...unitPrices(problem, term, sends, each)],
    wanted: articles.reduce((sum, { lines }) => sum + lines.reduce((all, units) => all + units, 0), 0),
  };
}

function openings({ opening }: SourcingProblem, term: Term): readonly Product[] {
  return (opening[term] ?? []).flatMap((amount, place): Product[] => (amount === 0 ? [] : [[amount, `o${place}`]]));
}

function unitPrices(
  { articles }: SourcingProblem,
  term: Term,
  sends: readonly {
    readonly name: string;
    readonly article: number;
    readonly place: number;
    readonly units: number;
  }[],
  each: number | null,
): readonly Product[] {
  return sends.flatMap(({ name, article, place, units }): Product[] => {
    const amount = (articles[article]?.perUnit[term]?.[place] ?? 0) * (each ?? units);
    return amount === 0 ? [] : [[amount, name]];
  });
}

/** In the LP format of CPLEX; `caps` are sums that may not be more than so much. */
export function toLpText(
  program: MixedProgram,
  objective: readonly Product[],
  caps: readonly { readonly sum: readonly Product[]; readonly most: number }[],
): string {
  const bounds = program.integers.map(([name, most]) => ` 0 <= ${name} <= ${most}`);
  return [
    "Minimize",
    ` obj: ${sumText(objective)}`,
    "Subject To",
    ...[...program.rows, ...caps.map(({ sum, most }) => `${sumText(sum)} <= ${most}`)].map(
      (row, at) => ` r${at}: ${row}`,
    ),
    ...(bounds.length === 0 ? [] : ["Bounds", ...bounds, "General", ...program.integers.map(([name]) => ` ${name}`)]),
    "Binary",
    ...program.binaries.map((name) => ` ${name}`),
    "End",
  ].join("\n");
}

/** Short lines: readers of the format may cut long ones. */
function sumText(products: readonly Product[]): string {
  const text = products.map(([factor, name]) => `${factor < 0 ? "-" : "+"} ${Math.abs(factor)} ${name}`);
  return text.map((part, at) => (at % 12 === 11 ? `${part}\n ` : part)).join(" ");
}

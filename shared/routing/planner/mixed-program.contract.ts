import type { SourcingProblem, Tally, Term } from "./problem.ts";

/** One product of the sum: so many times a variable. */
export type Product = readonly [factor: number, variable: string];

/** A sum that may not be more than so much, or must be just so much. */
export type Row = { readonly sum: readonly Product[]; readonly most: number; readonly isExact?: true };

/** A sourcing problem as a mixed-integer program, in the way textbooks write it and not in the planner's. */
export type MixedProgram = {
  readonly rows: readonly Row[];
  readonly binaries: readonly string[];
  /** With the most that each can be. */
  readonly integers: readonly (readonly [variable: string, most: number])[];
  /** Whole in the corners of any solution, since what is left when warehouses are chosen is a transport. */
  readonly fractions: readonly (readonly [variable: string, most: number])[];
  /** A term of the tally, as a sum that is the smaller the better; without products where it is 0 in any plan. */
  readonly sumOf: (term: keyof Tally) => readonly Product[];
  /** Units that are wanted: those that are not sent are unfilled. */
  readonly wanted: number;
  /** More units than these no plan sends, as each article alone shows. */
  readonly sendable: number;
  /** The same program for plans that send just these. */
  readonly sendingAll: () => MixedProgram;
};

/** `units` of a line, or of all lines of an article that may be mixed: one send is all of them or, if divided, each of them. */
type Wanted = { readonly article: number; readonly line: number; readonly units: number };
type Send = Wanted & { readonly name: string; readonly place: number; readonly most: number; readonly unit: number };

/** `o3`: warehouse 3 is used; `x2_0_3`: line 0 of article 2, as a whole or so many of its units, leaves from warehouse 3. */
export function toMixedProgram(problem: SourcingProblem): MixedProgram {
  const { divideLines, articles, leastParcel } = problem;
  const isMixed = divideLines && leastParcel === undefined;
  const wanted = articles.flatMap(({ lines }, article): Wanted[] =>
    isMixed ? [{ article, line: 0, units: total(lines) }] : lines.map((units, line) => ({ article, line, units })),
  );
  const sends = wanted.flatMap((each) => sendsOf(each, problem));
  const opened = [...new Set(sends.map(({ place }) => `o${place}`))];
  const fills = wanted.flatMap((each) => fillRow(each, problem, sends));
  const rows = [...sends.map(linkRow), ...stockRows(problem, sends), ...limitRows(problem, opened)];
  const whole = ({ article }: Send): boolean =>
    leastParcel !== undefined || (!divideLines && (articles[article]?.lines.length ?? 0) > 1);
  const isSplit = leastParcel?.isFreeAlone ? ["s"] : [];
  const program = (filled: readonly Row[]): Omit<MixedProgram, "sendingAll"> => ({
    rows: [...rows, ...filled, ...worthRows(problem, sends, opened)],
    binaries: [...opened, ...isSplit],
    integers: sends.filter(whole).map(({ name, most }) => [name, most] as const),
    fractions: sends.filter((send) => !whole(send)).map(({ name, most }) => [name, most] as const),
    sumOf: (term) =>
      term === "unfilled"
        ? sends.map(({ name, unit }): Product => [-unit, name])
        : [...openings(problem, term, opened), ...unitPrices(problem, term, sends)],
    wanted: total(articles.flatMap(({ lines }) => lines)),
    sendable: total(fills.map(({ most, unit }) => most * unit)),
  });
  const isAll = (): MixedProgram => ({
    ...program(fills.map((row) => ({ ...row, isExact: true }))),
    sendingAll: isAll,
  });
  return { ...program(fills), sendingAll: isAll };
}

function sendsOf({ article, line, units }: Wanted, { articles, divideLines }: SourcingProblem): readonly Send[] {
  return (articles[article]?.free ?? []).flatMap((has, place): Send[] => {
    const isPossible = divideLines ? has > 0 : has >= units;
    const size = divideLines ? { most: Math.min(has, units), unit: 1 } : { most: 1, unit: units };
    return isPossible ? [{ name: `x${article}_${line}_${place}`, article, line, units, place, ...size }] : [];
  });
}

/** Not more of a line than is wanted, or than there is of it. */
function fillRow(
  { article, line, units }: Wanted,
  { divideLines, articles }: SourcingProblem,
  sends: readonly Send[],
): readonly (Row & { readonly unit: number })[] {
  const own = sends.filter((send) => send.article === article && send.line === line);
  if (own.length === 0) return [];
  const free = total(articles[article]?.free ?? []);
  const sum = own.map(({ name }): Product => [1, name]);
  return [{ sum, most: divideLines ? Math.min(units, free) : 1, unit: divideLines ? 1 : units }];
}

function linkRow({ name, most, place }: Send): Row {
  return {
    sum: [
      [1, name],
      [-most, `o${place}`],
    ],
    most: 0,
  };
}

/** Lines of one article share its stock; where they fit all together the links say as much. */
function stockRows({ articles }: SourcingProblem, sends: readonly Send[]): readonly Row[] {
  return articles.flatMap(({ free }, article) =>
    free.flatMap((has, place): Row[] => {
      const own = sends.filter((send) => send.article === article && send.place === place);
      if (own.length < 2 || total(own.map(({ most, unit }) => most * unit)) <= has) return [];
      return [{ sum: [...own.map(({ name, unit }): Product => [unit, name]), [-has, `o${place}`]], most: 0 }];
    }),
  );
}

function limitRows({ maxWarehouses, uncounted = [] }: SourcingProblem, opened: readonly string[]): readonly Row[] {
  const counted = opened.filter((name) => !uncounted.some((place) => name === `o${place}`));
  if (maxWarehouses === null || maxWarehouses >= counted.length) return [];
  return [{ sum: counted.map((name): Product => [1, name]), most: maxWarehouses }];
}

/** `s` is 1 when several warehouses are used: then each must send goods of some worth. */
function worthRows(
  { leastParcel }: SourcingProblem,
  sends: readonly Send[],
  opened: readonly string[],
): readonly Row[] {
  if (leastParcel === undefined) return [];
  const { worth, unitWorth, exempt, isFreeAlone } = leastParcel;
  const parcels = opened
    .filter((name) => !exempt.some((place) => name === `o${place}`))
    .map((name): Row => {
      const sent = sends
        .filter(({ place }) => name === `o${place}`)
        .map((send): Product => [-(unitWorth[send.article]?.[send.line] ?? 0) * send.unit, send.name]);
      const needed: readonly Product[] = isFreeAlone ? [[worth, name], [worth, "s"]] : [[worth, name]]; // biome-ignore format: a sum
      return { sum: [...sent, ...needed], most: isFreeAlone ? worth : 0 };
    });
  if (!isFreeAlone) return parcels;
  const split: Row = { sum: [...opened.map((name): Product => [1, name]), [1 - opened.length, "s"]], most: 1 };
  return [...parcels, split];
}

function openings({ opening }: SourcingProblem, term: Term, opened: readonly string[]): readonly Product[] {
  const amounts = (opening[term] ?? []).map((amount, place): Product => [amount, `o${place}`]);
  return amounts.filter(([amount, name]) => amount !== 0 && opened.includes(name));
}

function unitPrices({ articles }: SourcingProblem, term: Term, sends: readonly Send[]): readonly Product[] {
  return sends.flatMap(({ name, article, place, unit }): Product[] => {
    const amount = (articles[article]?.perUnit[term]?.[place] ?? 0) * unit;
    return amount === 0 ? [] : [[amount, name]];
  });
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}

/** In the LP format of CPLEX; `caps` are further rows. */
export function toLpText(program: MixedProgram, objective: readonly Product[], caps: readonly Row[]): string {
  const bounded = [...program.integers, ...program.fractions];
  const rows = [...program.rows, ...caps].map(({ sum, most, isExact }, at) => {
    return ` r${at}: ${sumText(sum)} ${isExact ? "=" : "<="} ${most}`;
  });
  return [
    "Minimize",
    ` obj: ${sumText(objective)}`,
    "Subject To",
    ...rows,
    ...(bounded.length === 0 ? [] : ["Bounds", ...bounded.map(([name, most]) => ` 0 <= ${name} <= ${most}`)]),
    ...(program.integers.length === 0 ? [] : ["General", ...program.integers.map(([name]) => ` ${name}`)]),
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

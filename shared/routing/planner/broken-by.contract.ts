import type { Sourcing, SourcingProblem } from "./problem.ts";

/** What is wrong with the takes of a plan, in words; nothing for a plan that is possible. */
export function brokenBy(
  problem: SourcingProblem,
  { takes, warehouses }: Pick<Sourcing, "takes" | "warehouses">,
): readonly string[] {
  const used = new Set(takes.map(({ warehouse }) => warehouse));
  const broken = [...used].some((place) => !warehouses.includes(place))
    ? ["it takes from a warehouse it does not use"]
    : [];
  const { maxWarehouses, uncounted = [] } = problem;
  const counted = warehouses.filter((place) => !uncounted.includes(place));
  if (maxWarehouses !== null && counted.length > maxWarehouses) broken.push("it uses too many warehouses");
  broken.push(...smallParcels(problem, takes, used));
  for (const [index, { lines, free }] of problem.articles.entries()) {
    const own = takes.filter(({ article }) => article === index);
    for (const [place, has] of free.entries()) {
      const sent = sum(own.filter(({ warehouse }) => warehouse === place).map(({ units }) => units));
      if (sent > has) broken.push(`article ${index}: ${sent} of ${has} from ${place}`);
    }
    for (const [line, wanted] of lines.entries()) {
      const parts = own.filter((take) => take.line === line).map(({ units }) => units);
      if (sum(parts) > wanted || parts.some((units) => units <= 0))
        broken.push(`line ${line} of ${index} gets ${parts}`);
      const isWhole = parts.length === 0 || (parts.length === 1 && parts[0] === wanted);
      if (!problem.divideLines && !isWhole) broken.push(`line ${line} of ${index} is divided into ${parts}`);
    }
  }
  return broken;
}

function smallParcels(
  { leastParcel }: SourcingProblem,
  takes: Sourcing["takes"],
  used: ReadonlySet<number>,
): readonly string[] {
  if (leastParcel === undefined || (used.size < 2 && leastParcel.isFreeAlone)) return [];
  const { worth, unitWorth, exempt } = leastParcel;
  return [...used].flatMap((place) => {
    const own = takes.filter(({ warehouse }) => warehouse === place);
    const sent = sum(own.map(({ article, line, units }) => units * (unitWorth[article]?.[line] ?? 0)));
    return sent >= worth || exempt.includes(place) ? [] : [`goods for ${sent} leave from ${place}, ${worth} at least`];
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

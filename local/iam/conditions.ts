import { matchesWildcard } from "./match.ts";

/** Facts of a call by condition key, lower case; a key may have several values. */
export type Context = Readonly<Record<string, readonly string[]>>;

type Test = (given: string, wanted: string) => boolean;

const equals: Test = (given, wanted) => given === wanted;
const like: Test = (given, wanted) => matchesWildcard(wanted, given);
const number =
  (compare: (given: number, wanted: number) => boolean): Test =>
  (given, wanted) =>
    compare(Number(given), Number(wanted));

const tests: Readonly<Record<string, Test>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: (given, wanted) => given.toLowerCase() === wanted.toLowerCase(),
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
  Bool: (given, wanted) => given.toLowerCase() === wanted.toLowerCase(),
  NumericEquals: number((given, wanted) => given === wanted),
  NumericLessThan: number((given, wanted) => given < wanted),
  NumericLessThanEquals: number((given, wanted) => given <= wanted),
  NumericGreaterThan: number((given, wanted) => given > wanted),
  NumericGreaterThanEquals: number((given, wanted) => given >= wanted),
};

/** Operators that hold when none of the wanted values fits. */
const negations: Readonly<Record<string, string>> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  ArnNotEquals: "ArnEquals",
  ArnNotLike: "ArnLike",
  NumericNotEquals: "NumericEquals",
};

/** Whether all of a statement's conditions hold. Throws on an operator it does not know. */
export function conditionsHold(
  conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined,
  context: Context,
): boolean {
  return Object.entries(conditions ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) =>
      holds(operator, context[key.toLowerCase()], [wanted].flat().map(String)),
    ),
  );
}

function holds(operator: string, given: readonly string[] | undefined, wanted: readonly string[]): boolean {
  const [, set, name = "", ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  if (name === "Null") return (given === undefined) === (wanted[0] === "true");
  const positive = negations[name] ?? name;
  const test = tests[positive];
  if (test === undefined)
    throw new Error(`condition operator ${operator} is not known to the local cloud (local/iam/conditions.ts)`);
  const isNegated = positive !== name;
  if (given === undefined) return ifExists !== undefined || set === "ForAllValues" || (isNegated && set === undefined);
  const fits = (value: string): boolean => wanted.some((one) => test(value, one)) !== isNegated;
  return set === "ForAnyValue" ? given.some(fits) : given.every(fits);
}

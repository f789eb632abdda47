import { calculate, compare, isEqual, noAnswer } from "./calculate.ts";
import type { Program } from "./program.ts";
import { ownFunctions, type Subject, type Values } from "./subject.ts";

type Scope = ReadonlyMap<string, unknown>;

/**
 * Does a condition hold? The same as the language says, for all that rules may say in it (a test asks both). A number that
 * leaves 64 bits has no answer, and a condition without an answer does not hold.
 */
export function holds(program: Program, subject: Subject): boolean {
  return run(program, subject, new Map([["order", subject.values]])) === true;
}

function run(program: Program, subject: Subject, scope: Scope): unknown {
  switch (program[0]) {
    case "value":
      return program[1];
    case "whole":
      return BigInt(program[1]);
    case "name":
      return scope.get(program[1]);
    case "member":
      return memberOf(run(program[1], subject, scope), program[2]);
    case "list":
      return program[1].map((entry) => run(entry, subject, scope));
    case "call":
      return call(program, subject, scope);
    case "operator":
      return operate(program[1], program[2], subject, scope);
  }
}

function memberOf(owner: unknown, name: string): unknown {
  return isValues(owner) ? owner.of(name) : noAnswer;
}

function isValues(owner: unknown): owner is Values {
  return typeof owner === "object" && owner !== null && "of" in owner;
}

function operate(operator: string, args: readonly Program[], subject: Subject, scope: Scope): unknown {
  const at = (index: number): unknown => {
    const part = args[index];
    return part === undefined ? noAnswer : run(part, subject, scope);
  };
  const left = at(0);
  if (operator === "&&" || operator === "||") return either(operator === "||", left, () => at(1));
  if (operator === "?:") return typeof left === "boolean" ? at(left ? 1 : 2) : noAnswer;
  if (left === noAnswer) return noAnswer;
  if (operator === "!") return !left;
  if (args.length === 1) return calculate("-", 0n, left);
  const right = at(1);
  if (right === noAnswer) return noAnswer;
  if (operator === "==") return isEqual(left, right);
  if (operator === "!=") return !isEqual(left, right);
  if (operator === "in") return Array.isArray(right) && right.some((entry) => isEqual(entry, left));
  return compare(operator, left, right) ?? calculate(operator, left, right);
}

/** One side that decides is enough, also beside one without an answer. */
function either(deciding: boolean, left: unknown, right: () => unknown): unknown {
  if (left === deciding) return deciding;
  const other = right();
  if (other === deciding) return deciding;
  return left === noAnswer ? noAnswer : other;
}

function call(program: Program & readonly ["call", ...unknown[]], subject: Subject, scope: Scope): unknown {
  const [, name, on, args] = program;
  if (on === null) {
    const given = args.map((each) => run(each, subject, scope));
    if (given.includes(noAnswer)) return noAnswer;
    if (name === "size") return sizeOf(given[0]);
    const own = isOwnFunction(name) ? ownFunctions[name] : undefined;
    const [first = "", second = ""] = given.map(String);
    return own === undefined ? noAnswer : own(subject, first, second);
  }
  const owner = run(on, subject, scope);
  if (owner === noAnswer) return noAnswer;
  if (Array.isArray(owner) && name !== "size") return loop(name, owner, args, subject, scope);
  return methodOf(name, owner, args[0] === undefined ? "" : String(run(args[0], subject, scope)));
}

function isOwnFunction(name: string): name is keyof typeof ownFunctions {
  return Object.hasOwn(ownFunctions, name);
}

function loop(
  name: string,
  list: readonly unknown[],
  [item, body]: readonly Program[],
  subject: Subject,
  scope: Scope,
): unknown {
  if (item?.[0] !== "name" || body === undefined) return noAnswer;
  const ask = (entry: unknown): unknown => run(body, subject, new Map([...scope, [item[1], entry]]));
  if (name === "exists" || name === "all") {
    const deciding = name === "exists";
    let answer: unknown = !deciding;
    for (const entry of list) {
      answer = either(deciding, answer, () => ask(entry));
      if (answer === deciding) break;
    }
    return answer;
  }
  const answers = list.map(ask);
  if (answers.includes(noAnswer)) return noAnswer;
  if (name === "exists_one") return answers.filter((answer) => answer === true).length === 1;
  return list.filter((_, index) => answers[index] === true);
}

function methodOf(name: string, owner: unknown, argument: string): unknown {
  if (name === "size") return sizeOf(owner);
  const text = String(owner);
  switch (name) {
    case "startsWith":
      return text.startsWith(argument);
    case "endsWith":
      return text.endsWith(argument);
    case "contains":
      return text.includes(argument);
    case "lowerAscii":
      return text.toLowerCase();
    case "upperAscii":
      return text.toUpperCase();
    case "trim":
      return text.trim();
    default:
      return noAnswer;
  }
}

/** Of a text in characters, not in the halves that some of them are stored in. */
function sizeOf(value: unknown): unknown {
  if (typeof value === "string") return BigInt([...value].length);
  return Array.isArray(value) ? BigInt(value.length) : noAnswer;
}

import { isRecord } from "../cloud/json-service.ts";
import { familyOf } from "./pattern.ts";

const lengthLimit = 2048;
const numberLimit = 5e9;

/** What is wrong with a pattern (parsed JSON), each with the path to it; empty if it can be used. */
export function checkPattern(pattern: unknown): readonly string[] {
  if (!isRecord(pattern)) return ["the pattern must be an object"];
  if (JSON.stringify(pattern).length > lengthLimit) return [`the pattern is longer than ${lengthLimit} characters`];
  return checkObject(pattern, "");
}

function checkObject(pattern: Readonly<Record<string, unknown>>, path: string): readonly string[] {
  const entries = Object.entries(pattern);
  if (entries.length === 0) return [`${path || "the pattern"}: empty objects are not allowed`];
  return entries.flatMap(([name, wanted]) => {
    const at = path === "" ? name : `${path}.${name}`;
    if (name === "$or") return checkAlternatives(wanted, at);
    if (Array.isArray(wanted)) return checkLeaf(wanted, at);
    if (isRecord(wanted)) return checkObject(wanted, at);
    return [`${at} must be an object or an array, not ${JSON.stringify(wanted)}`];
  });
}

function checkAlternatives(wanted: unknown, at: string): readonly string[] {
  if (!Array.isArray(wanted) || wanted.length < 2 || !wanted.every(isRecord)) {
    return [`${at} must be an array of at least two objects`];
  }
  return wanted.flatMap((one: Readonly<Record<string, unknown>>, index) => checkObject(one, `${at}[${index}]`));
}

function checkLeaf(filters: readonly unknown[], at: string): readonly string[] {
  if (filters.length === 0) return [`${at}: empty arrays are not allowed`];
  return filters.flatMap((filter, index) => {
    const problem = isRecord(filter) ? filterProblem(filter) : literalProblem(filter);
    return problem === null ? [] : [`${at}[${index}]: ${problem}`];
  });
}

function literalProblem(literal: unknown): string | null {
  return Array.isArray(literal) ? "an array inside an array is not allowed" : null;
}

type Problem = string | null;

const rules: Readonly<Record<string, (argument: unknown) => Problem>> = {
  exists: (argument) => (typeof argument === "boolean" ? null : "exists must be true or false"),
  prefix: (argument) => textOrIgnoringCase(argument, "prefix"),
  suffix: (argument) => textOrIgnoringCase(argument, "suffix"),
  "equals-ignore-case": (argument) => text(argument, "equals-ignore-case"),
  wildcard: wildcardProblem,
  cidr: cidrProblem,
  numeric: numericProblem,
  "anything-but": anythingButProblem,
};

function filterProblem(filter: Readonly<Record<string, unknown>>): Problem {
  const [name, ...others] = Object.keys(filter);
  if (name === undefined || others.length > 0) return "a filter must have exactly one operator";
  const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
  return rule ? rule(filter[name]) : `unrecognized match type ${name}`;
}

function text(argument: unknown, name: string): Problem {
  return typeof argument === "string" ? null : `${name} must be a string`;
}

function textOrIgnoringCase(argument: unknown, name: string): Problem {
  if (isRecord(argument) && Object.keys(argument).join() === "equals-ignore-case") {
    return text(argument["equals-ignore-case"], `${name} of equals-ignore-case`);
  }
  return text(argument, name);
}

function wildcardProblem(argument: unknown): Problem {
  if (typeof argument !== "string") return "wildcard must be a string";
  if (/\*\*/.test(argument.replace(/\\[\s\S]/g, ""))) return "consecutive wildcard characters are not allowed";
  return /^(?:[^\\]|\\[\\*])*$/.test(argument) ? null : "wildcard: a backslash must come before * or another backslash";
}

function cidrProblem(argument: unknown): Problem {
  const [base = "", bits = "", ...rest] = typeof argument === "string" ? argument.split("/") : [];
  const family = familyOf(base);
  const most = family === "ipv4" ? 32 : 128;
  const good = family !== null && rest.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
  return good ? null : "cidr must be an address and a mask, as in 10.0.0.0/24";
}

function numericProblem(argument: unknown): Problem {
  const wrong = 'numeric must be like ["=", 5] or [">", 0, "<=", 5]';
  if (!Array.isArray(argument) || (argument.length !== 2 && argument.length !== 4)) return wrong;
  const [first, low, second, high] = argument as readonly unknown[];
  if (![low, high].every((bound, index) => index >= argument.length / 2 || isBound(bound))) return wrong;
  if (argument.length === 2) return ["=", "<", "<=", ">", ">="].includes(String(first)) ? null : wrong;
  const goodPair = [">", ">="].includes(String(first)) && ["<", "<="].includes(String(second));
  return goodPair && Number(low) < Number(high) ? null : wrong;
}

const isBound = (bound: unknown): boolean => typeof bound === "number" && Math.abs(bound) <= numberLimit;

function anythingButProblem(argument: unknown): Problem {
  if (isRecord(argument)) return negatedProblem(argument);
  const values: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  const kinds = new Set(values.map((value) => typeof value));
  const [kind] = kinds;
  if (kinds.size === 1 && (kind === "string" || kind === "number")) return null;
  return "anything-but must be a string or number, or a list of one of them";
}

function negatedProblem(argument: Readonly<Record<string, unknown>>): Problem {
  const [name = "", ...others] = Object.keys(argument);
  if (others.length > 0 || !["prefix", "suffix", "equals-ignore-case", "wildcard"].includes(name)) {
    return "anything-but takes prefix, suffix, equals-ignore-case or wildcard";
  }
  const inner = argument[name];
  const texts: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
  if (texts.length === 0) return `anything-but ${name} must not be empty`;
  return texts.map((one) => rules[name]?.(one) ?? null).find((problem) => problem !== null) ?? null;
}

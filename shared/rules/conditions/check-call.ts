import { minorFromDecimal } from "../../kernel/money.ts";
import { editsBetween, nearestName } from "../../kernel/nearest-name.ts";
import { groupNames, isRegionName } from "../regions/region-groups.ts";
import type { KnownNames } from "./known-names.ts";
import { functions, methods } from "./language.ts";
import type { MistakeFacts } from "./mistake.ts";
import type { Tree } from "./syntax-tree.ts";

/** Parts of CEL that rules go without, and what to write instead. */
const instead: Readonly<Record<string, string>> = {
  matches: 'skuMatches(line.sku, "TEA-*"), startsWith or contains',
  has: 'a comparison such as order.postal != "": every field is always there',
  map: "exists, all or filter",
  in: '"VIP" in order.tags',
  includes: '"VIP" in order.tags',
  any: "exists",
  some: "exists",
  every: "all",
  count: "size",
  length: "size",
  toLowerCase: "lowerAscii",
  toUpperCase: "upperAscii",
};

/** A function that rules do not have, and texts that name nothing: regions, amounts. */
export function checkCall(tree: Tree & { kind: "call" }, known: KnownNames): readonly MistakeFacts[] {
  const { name, on, args, start, end } = tree;
  const names = on === null ? functions : methods;
  if (names[name] === undefined) {
    const word = instead[name] ?? example(name, on === null);
    const expected = `one of ${Object.keys(names).join(", ")}`;
    return [{ at: on === null ? start : on.end + 1, found: name, expected, suggestion: word }];
  }
  const [first, second] = args;
  if (on === null && name === "inRegion" && first?.kind === "value" && typeof first.value === "string") {
    return unknownRegion(first.value, first.start, known);
  }
  if (on === null && name === "money") return badMoney(first, second, end);
  if (
    on !== null &&
    name === "contains" &&
    on.kind === "member" &&
    ["tags", "customerTags", "skus", "hazards"].includes(on.name)
  ) {
    const expected = "“in” to look for an entry of a list";
    const wanted = first?.kind === "value" ? JSON.stringify(first.value) : "…";
    return [{ at: start, found: `${on.name}.contains`, expected, suggestion: `${wanted} in order.${on.name}` }];
  }
  return [];
}

function example(name: string, isFunction: boolean): string | null {
  const names = isFunction ? functions : methods;
  const near = nearestName(name, Object.keys(names));
  if (near !== null) return names[near] ?? near;
  const other = isFunction ? methods[name] : functions[name];
  return other ?? null;
}

function unknownRegion(text: string, at: number, known: KnownNames): readonly MistakeFacts[] {
  const own = Object.keys(known.regions ?? {});
  if (own.includes(text)) return [];
  const names = [...own, ...groupNames()];
  const exact = names.some((name) => name.toLowerCase() === text.trim().toLowerCase());
  const near = nearestName(text, names);
  const isNearGroup = near !== null && text.length >= 4 && editsBetween(text.toLowerCase(), near.toLowerCase()) <= 2;
  if (exact || (isRegionName(text) && !isNearGroup)) return [];
  const expected = "a region: a group such as 华东, EU, DACH, a province, a country code, or a state such as US-CA";
  return [{ at, found: text, expected, suggestion: near === null ? null : `inRegion("${near}")` }];
}

function badMoney(amount: Tree | undefined, currency: Tree | undefined, end: number): readonly MistakeFacts[] {
  if (amount?.kind !== "value" || currency?.kind !== "value") return [];
  const read = minorFromDecimal(String(amount.value), String(currency.value));
  if (read.ok && typeof amount.value === "string") return [];
  const { kind } = read.ok ? { kind: "not_a_text" as const } : read.error;
  const at = kind === "unknown_currency" ? currency.start : amount.start;
  const found = kind === "unknown_currency" ? String(currency.value) : String(amount.value);
  const expected =
    kind === "unknown_currency"
      ? "an ISO 4217 currency such as CNY"
      : 'an amount in quotes with the digits of its currency, such as "199.99"';
  const suggestion = kind === "not_a_text" ? `money("${amount.value}", "${currency.value}")` : null;
  return [{ at: Math.min(at, end), found, expected, suggestion }];
}

import * as z from "zod/mini";
import { nearestName } from "../kernel/nearest-name.ts";
import { fail, ok, type Result } from "../kernel/result.ts";
import { explainShape, type ShapeMistake } from "../kernel/shape-mistakes.ts";
import { parseInstant } from "../kernel/time.ts";
import type { Action } from "./actions.ts";
import { checkAction } from "./check-actions.ts";
import { MAX_SET_STEPS, stepsOfLists } from "./conditions/count-steps.ts";
import { formSchema } from "./conditions/form.ts";
import { formToText } from "./conditions/form-to-text.ts";
import type { KnownNames } from "./conditions/known-names.ts";
import type { Mistake } from "./conditions/mistake.ts";
import { readCondition } from "./conditions/read-condition.ts";
import { groupNames, isRegionName } from "./regions/region-groups.ts";
import { MAX_LIST_ENTRIES, MAX_LISTS, MAX_RULES, type Rule, type RuleSetDraft } from "./rule-set.ts";

/** A mistake in a rule set: by the way to it, and inside a condition also by line and column. */
export type RuleMistake = ShapeMistake & {
  /** The rule's name as far as it has one. */
  readonly rule: string | null;
  readonly line: number | null;
  readonly column: number | null;
  readonly says: string;
};

const listsSchema = z.record(z.string(), z.array(z.string()).check(z.minLength(1), z.maxLength(MAX_LIST_ENTRIES)));
const setSchema = z.strictObject({
  rules: z.array(z.unknown()).check(z.maxLength(MAX_RULES)),
  regions: z.optional(listsSchema),
  skuLists: z.optional(listsSchema),
  note: z.optional(z.string().check(z.maxLength(2_000))),
});
const ruleSchema = z.strictObject({
  name: z.string().check(z.minLength(1), z.maxLength(120)),
  when: z.union([z.string(), formSchema]),
  actions: z.array(z.unknown()).check(z.minLength(1), z.maxLength(20)),
  isOff: z.optional(z.boolean()),
  from: z.optional(z.nullable(z.string())),
  until: z.optional(z.nullable(z.string())),
});

const setShape = { example: '{"rules":[…]}', names: ["rules", "regions", "skuLists", "note"] };
const ruleShape = {
  example: '{"name":"…","when":"order.total >= 50000","actions":[{"do":"hold","reason":"…"}]}',
  names: ["name", "when", "actions", "isOff", "from", "until"],
};

/**
 * Reads a rule set as a person or a form wrote it (conditions as text or as forms), or says every mistake in it. `known` is
 * what the merchant has; the set's own regions and lists are added to it here.
 */
export function checkRuleSet(input: unknown, known: KnownNames): Result<RuleSetDraft, readonly RuleMistake[]> {
  const read = setSchema.safeParse(input);
  if (!read.success)
    return fail(read.error.issues.map((issue) => told(explainShape(issue, input, "", setShape), null)));
  const { rules: given, regions = {}, skuLists = {}, note = "" } = read.data;
  const names: KnownNames = { ...known, regions, skuLists };
  const mistakes: RuleMistake[] = [...listMistakes(regions, skuLists)];
  const rules: Rule[] = [];
  let steps = mistakes.length > 0 ? 0 : stepsOfLists(skuLists);
  for (const [index, each] of given.entries()) {
    const rule = readRule(each, `rules[${index}]`, names);
    if (!rule.ok) mistakes.push(...rule.error);
    else if (rules.some(({ name }) => name === rule.value.rule.name)) mistakes.push(twice(rule.value.rule.name, index));
    else {
      rules.push(rule.value.rule);
      steps += rule.value.steps;
    }
  }
  if (steps > MAX_SET_STEPS) {
    const expected = `at most ${MAX_SET_STEPS} steps of all conditions and sku lists on the largest order`;
    const suggestion = "fewer loops over lines, and sku patterns with * at their end only";
    mistakes.push(told({ path: "rules", found: `${steps} steps`, expected, suggestion }, null));
  }
  return mistakes.length > 0 ? fail(mistakes) : ok({ rules, regions, skuLists, note });
}

type ReadRule = { readonly rule: Rule; readonly steps: number };

function readRule(input: unknown, at: string, known: KnownNames): Result<ReadRule, readonly RuleMistake[]> {
  const read = ruleSchema.safeParse(input);
  if (!read.success) {
    return fail(read.error.issues.map((issue) => told(explainShape(issue, input, at, ruleShape), nameOf(input))));
  }
  const { name, when, actions: given, isOff = false, from = null, until = null } = read.data;
  const text = typeof when === "string" ? when : formToText(when);
  const mistakes: RuleMistake[] = [];
  const condition = readCondition(text, known);
  if (!condition.ok) mistakes.push(...condition.error.map((each) => inCondition(each, `${at}.when`, name)));
  const actions: Action[] = [];
  for (const [index, each] of given.entries()) {
    const checked = checkAction(each, `${at}.actions[${index}]`, known);
    if (checked.ok) actions.push(checked.action);
    else mistakes.push(...checked.mistakes.map((mistake) => told(mistake, name)));
  }
  const span = { from: readMoment(from), until: readMoment(until) };
  for (const end of ["from", "until"] as const) {
    if (span[end] !== undefined) continue;
    const found = String(read.data[end]);
    const expected = "an instant with its offset";
    mistakes.push(told({ path: `${at}.${end}`, found, expected, suggestion: "2026-11-01T00:00:00+08:00" }, name));
  }
  if (span.from && span.until && span.from >= span.until) {
    const expected = "an end after the beginning";
    mistakes.push(told({ path: `${at}.until`, found: span.until, expected, suggestion: null }, name));
  }
  if (!condition.ok || mistakes.length > 0) return fail(mistakes);
  const { program, steps } = condition.value;
  return ok({
    rule: { name, when: text, program, actions, isOff, from: span.from ?? null, until: span.until ?? null },
    steps,
  });
}

/** Undefined for a text that is no instant. */
function readMoment(text: string | null): string | null | undefined {
  if (text === null) return null;
  const instant = parseInstant(text);
  return instant.ok ? instant.value : undefined;
}

function listMistakes(regions: RuleSetDraft["regions"], skuLists: RuleSetDraft["skuLists"]): readonly RuleMistake[] {
  const mistakes: RuleMistake[] = [];
  for (const [name, entries] of Object.entries(regions)) {
    for (const [index, entry] of entries.entries()) {
      if (isRegionName(entry)) continue;
      const suggestion = nearestName(entry, groupNames());
      mistakes.push(told({ path: `regions.${name}[${index}]`, found: entry, expected: "a region", suggestion }, null));
    }
  }
  for (const [key, lists] of Object.entries({ regions, skuLists })) {
    const count = Object.keys(lists).length;
    const expected = `at most ${MAX_LISTS} lists`;
    if (count > MAX_LISTS)
      mistakes.push(told({ path: key, found: `${count} lists`, expected, suggestion: null }, null));
  }
  return mistakes;
}

function twice(name: string, index: number): RuleMistake {
  const expected = "a name that no other rule has";
  return told({ path: `rules[${index}].name`, found: name, expected, suggestion: `${name} (2)` }, name);
}

function nameOf(input: unknown): string | null {
  const name = typeof input === "object" && input !== null && "name" in input ? input.name : null;
  return typeof name === "string" ? name : null;
}

function told(mistake: ShapeMistake, rule: string | null): RuleMistake {
  const { path, found, expected, suggestion } = mistake;
  const instead = suggestion === null ? "" : `; write ${suggestion}`;
  const says = `${path}: found ${found}, expected ${expected}${instead}`;
  return { ...mistake, rule, line: null, column: null, says: rule === null ? says : `rule “${rule}”, ${says}` };
}

function inCondition({ says, ...mistake }: Mistake, path: string, rule: string): RuleMistake {
  return { ...mistake, path, rule, says: `rule “${rule}”, ${path}, ${says}` };
}

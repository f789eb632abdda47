import type { Action, ActionName, ActionOf } from "./actions.ts";
import { type Subject, toSubject } from "./conditions/language.ts";
import { type Condition, readCondition } from "./conditions/read-condition.ts";
import type { RuleOrder } from "./rule-order.ts";
import type { Rule, RuleSetDraft } from "./rule-set.ts";

/** A rule set ready to be asked about many orders. */
export type CompiledRules = {
  readonly rules: readonly (Rule & { readonly condition: Condition })[];
  readonly lists: Subject["lists"];
};

/** One action that applies to an order, with the rule it comes from. */
export type Applied<Name extends ActionName = ActionName> = { readonly rule: string; readonly action: ActionOf<Name> };

const compiled = new WeakMap<RuleSetDraft, CompiledRules>();

/** Throws on a set that was never checked: only checked ones are stored. A set is understood once. */
export function compileRules(set: RuleSetDraft): CompiledRules {
  const known = compiled.get(set);
  if (known !== undefined) return known;
  const { regions, skuLists } = set;
  const rules = set.rules.map((rule) => {
    const condition = readCondition(rule.when, { regions, skuLists });
    if (!condition.ok) throw new Error(`rule “${rule.name}” was stored unchecked: ${condition.error[0]?.says}`);
    return { ...rule, condition: condition.value };
  });
  const ready = { rules, lists: { regions, skuLists } };
  compiled.set(set, ready);
  return ready;
}

/** Everything the rules say about an order at an instant, from top to bottom. Pure. */
export function evaluateRules(set: RuleSetDraft, order: RuleOrder, now: string): readonly Applied[] {
  const { rules, lists } = compileRules(set);
  const subject = toSubject(order, lists);
  return rules
    .filter((rule) => isInForce(rule, now) && rule.condition.holds(subject))
    .flatMap(({ name, actions }) => actions.map((action: Action) => ({ rule: name, action })));
}

/** All applied actions of one kind. */
export function allOf<Name extends ActionName>(applied: readonly Applied[], name: Name): readonly Applied<Name>[] {
  return applied.filter((each): each is Applied<Name> => each.action.do === name);
}

/** The one that counts where only one can: the uppermost. */
export function firstOf<Name extends ActionName>(applied: readonly Applied[], name: Name): Applied<Name> | null {
  return allOf(applied, name)[0] ?? null;
}

function isInForce({ isOff, from, until }: Rule, now: string): boolean {
  return !isOff && (from === null || from <= now) && (until === null || now < until);
}

import type { Action, ActionName, ActionOf } from "./actions.ts";
import { holds } from "./conditions/run-program.ts";
import { toSubject } from "./conditions/subject.ts";
import type { RuleOrder } from "./rule-order.ts";
import type { Rule, RuleSetDraft } from "./rule-set.ts";

/** One action that applies to an order, with the rule it comes from. */
export type Applied<Name extends ActionName = ActionName> = { readonly rule: string; readonly action: ActionOf<Name> };

/** Everything the rules say about an order at an instant, from top to bottom. Pure. */
export function evaluateRules(set: RuleSetDraft, order: RuleOrder, now: string): readonly Applied[] {
  const subject = toSubject(order, set);
  return set.rules
    .filter((rule) => isInForce(rule, now) && holds(rule.program, subject))
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

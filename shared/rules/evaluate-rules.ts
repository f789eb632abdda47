import type { ActionName, ActionOf } from "./actions.ts";
import { holds } from "./conditions/run-program.ts";
import { toSubject, withTag } from "./conditions/subject.ts";
import type { RuleOrder } from "./rule-order.ts";
import type { Rule, RuleSetDraft } from "./rule-set.ts";

/** One action that applies to an order, with the rule it comes from. */
export type Applied<Name extends ActionName = ActionName> = { readonly rule: string; readonly action: ActionOf<Name> };

/** Everything the rules say about an order at an instant, from top to bottom: each sees the tags of those above it. Pure. */
export function evaluateRules(set: RuleSetDraft, order: RuleOrder, now: string): readonly Applied[] {
  let subject = toSubject(order, set);
  const applied: Applied[] = [];
  for (const rule of set.rules) {
    if (!isInForce(rule, now) || !holds(rule.program, subject)) continue;
    for (const action of rule.actions) {
      applied.push({ rule: rule.name, action });
      if (action.do === "tag") subject = withTag(subject, action.tag);
    }
  }
  return applied;
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

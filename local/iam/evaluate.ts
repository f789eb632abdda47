import { type Context, conditionsHold } from "./conditions.ts";
import { matchesWildcard } from "./match.ts";
import { type NamedPolicy, type Statement, toList } from "./policy.ts";

export type Call = {
  /** `dynamodb:PutItem`. */
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
};

/** `by` names the statements that decided, for the list of unused grants. */
export type Decision =
  | { readonly kind: "allowed"; readonly by: readonly Grant[] }
  | { readonly kind: "denied"; readonly by: readonly Grant[] }
  | { readonly kind: "not_allowed" };

export type Grant = { readonly policy: string; readonly statement: Statement };

/** IAM's rule for identity policies: an explicit Deny wins, then any Allow, else nothing is allowed. */
export function evaluate(policies: readonly NamedPolicy[], call: Call): Decision {
  const matching = policies.flatMap((policy) =>
    policy.document.Statement.filter((statement) => applies(statement, call)).map((statement) => ({
      policy: policy.name,
      statement,
    })),
  );
  const denials = matching.filter((one) => one.statement.Effect === "Deny");
  if (denials.length > 0) return { kind: "denied", by: denials };
  return matching.length > 0 ? { kind: "allowed", by: matching } : { kind: "not_allowed" };
}

function applies(statement: Statement, call: Call): boolean {
  return (
    actionApplies(statement, call.action) &&
    resourceApplies(statement, call.resource) &&
    conditionsHold(statement.Condition, call.context)
  );
}

function actionApplies(statement: Statement, action: string): boolean {
  const fits = (pattern: string): boolean => matchesWildcard(pattern, action, { ignoreCase: true });
  if (statement.NotAction !== undefined) return !toList(statement.NotAction).some(fits);
  return toList(statement.Action).some(fits);
}

function resourceApplies(statement: Statement, resource: string): boolean {
  const fits = (pattern: string): boolean => matchesWildcard(pattern, resource);
  if (statement.NotResource !== undefined) return !toList(statement.NotResource).some(fits);
  // A policy on a resource may leave the resource out: it speaks of its own.
  return statement.Resource === undefined || toList(statement.Resource).some(fits);
}

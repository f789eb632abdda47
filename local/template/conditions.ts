import { resolve } from "./resolve.ts";
import type { Scope } from "./scope.ts";

/** Whether a condition of the template holds: a name in `Conditions`, or `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not`. */
export function resolveCondition(condition: unknown, scope: Scope): boolean {
  const [name, argument] = Object.entries(condition as Readonly<Record<string, unknown>>)[0] ?? [];
  switch (name) {
    case "Condition":
      return named(String(argument), scope);
    case "Fn::Equals": {
      const [left, right] = argument as readonly unknown[];
      return JSON.stringify(resolve(left, scope)) === JSON.stringify(resolve(right, scope));
    }
    case "Fn::And":
      return (argument as readonly unknown[]).every((part) => resolveCondition(part, scope));
    case "Fn::Or":
      return (argument as readonly unknown[]).some((part) => resolveCondition(part, scope));
    case "Fn::Not":
      return !resolveCondition((argument as readonly unknown[])[0], scope);
    default:
      throw new Error(`${scope.stack}: condition function "${name}" is not known to the local cloud`);
  }
}

function named(name: string, scope: Scope): boolean {
  const condition = scope.template.Conditions?.[name];
  if (condition === undefined) throw new Error(`${scope.stack}: condition "${name}" is not in the template`);
  return resolveCondition(condition, scope);
}

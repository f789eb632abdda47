import { accountId, partition, region } from "../hub/arns.ts";
import type { Template } from "./assembly.ts";

/** The answers a stack gives while its template is resolved; made resources are added as they come. */
export type Scope = {
  readonly stack: string;
  readonly template: Template;
  /** What `Ref` and `Fn::GetAtt` give, by logical id. */
  readonly made: Map<string, Created>;
  /** Exports of the stacks made before this one. */
  readonly exports: ReadonlyMap<string, unknown>;
};

/** What a resource gives to others: `Ref`, and its attributes by name. */
export type Created = { readonly ref: string; readonly attributes: Readonly<Record<string, string>> };

/** Stands for `AWS::NoValue`: the property or list entry is left out. */
export const noValue = Symbol("AWS::NoValue");

const pseudo: Readonly<Record<string, unknown>> = {
  "AWS::AccountId": accountId,
  "AWS::Region": region,
  "AWS::Partition": partition,
  "AWS::URLSuffix": "amazonaws.com",
  "AWS::NotificationARNs": [],
  "AWS::NoValue": noValue,
};

/** The value of `Ref`: a pseudo parameter, a parameter's default, or a resource made before. */
export function refOf(scope: Scope, name: string): unknown {
  if (name === "AWS::StackName") return scope.stack;
  if (name === "AWS::StackId") return `arn:aws:cloudformation:${region}:${accountId}:stack/${scope.stack}/local`;
  if (Object.hasOwn(pseudo, name)) return pseudo[name];
  const parameter = scope.template.Parameters?.[name];
  if (parameter !== undefined) return parameterValue(scope, name, parameter);
  const made = scope.made.get(name);
  if (made === undefined) throw new Error(`${scope.stack}: Ref "${name}" names nothing that was made before it`);
  return made.ref;
}

export function attributeOf(scope: Scope, name: string, attribute: string): string {
  const made = scope.made.get(name);
  if (made === undefined)
    throw new Error(`${scope.stack}: Fn::GetAtt "${name}.${attribute}" names nothing made before it`);
  const value = made.attributes[attribute];
  if (value === undefined) {
    const type = scope.template.Resources[name]?.Type ?? "resource";
    throw new Error(`${scope.stack}/${name} (${type}): attribute "${attribute}" is not known to the local cloud`);
  }
  return value;
}

function parameterValue(scope: Scope, name: string, parameter: { Type: string; Default?: unknown }): unknown {
  if (parameter.Default === undefined) {
    throw new Error(`${scope.stack}: parameter "${name}" has no default; the local cloud passes none`);
  }
  if (parameter.Type.startsWith("List<") || parameter.Type === "CommaDelimitedList") {
    return String(parameter.Default).split(",");
  }
  return parameter.Type === "Number" ? Number(parameter.Default) : parameter.Default;
}

import { invalid } from "../../shared/table/engine/errors.ts";
import { isRecord, type JsonInput } from "../cloud/json-service.ts";
import { makeBindings, type Template } from "./expressions/bindings.ts";

/** Readers of request parameters with DynamoDB's own errors. */
export function tableNameOf(input: JsonInput): string {
  const name = textParameter(input, "TableName");
  return name.startsWith("arn:") ? (/:table\/([^/]+)/.exec(name)?.[1] ?? name) : name;
}

export function textParameter(input: JsonInput, parameter: string): string {
  const value = maybeText(input, parameter);
  if (value !== undefined) return value;
  throw invalid(
    `1 validation error detected: Value null at '${camel(parameter)}' failed to satisfy constraint: Member must not be null`,
  );
}

export function maybeText(input: JsonInput, parameter: string): string | undefined {
  const value = input[parameter] ?? undefined;
  if (value === undefined || typeof value === "string") return value;
  throw invalid(`${parameter} must be a string`);
}

export function oneOf<T extends string>(input: JsonInput, parameter: string, allowed: readonly T[], other: T): T {
  const value = maybeText(input, parameter) ?? other;
  const found = allowed.find((one) => one === value);
  if (found !== undefined) return found;
  throw invalid(
    `1 validation error detected: Value '${value}' at '${camel(parameter)}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(", ")}]`,
  );
}

export function maybeNumber(input: JsonInput, parameter: string): number | undefined {
  const value = input[parameter] ?? undefined;
  if (value === undefined || (typeof value === "number" && Number.isInteger(value))) return value;
  throw invalid(`${parameter} must be an integer`);
}

export function recordParameter(input: JsonInput, parameter: string): JsonInput {
  const value = input[parameter];
  if (isRecord(value)) return value;
  throw invalid(
    `1 validation error detected: Value null at '${camel(parameter)}' failed to satisfy constraint: Member must not be null`,
  );
}

export function listParameter(input: JsonInput, parameter: string): readonly JsonInput[] {
  const value = input[parameter];
  if (Array.isArray(value) && value.every(isRecord)) return value;
  throw invalid(
    `1 validation error detected: Value null at '${camel(parameter)}' failed to satisfy constraint: Member must not be null`,
  );
}

function camel(parameter: string): string {
  return parameter.charAt(0).toLowerCase() + parameter.slice(1);
}

/** Refuses what this door does not understand: parameters of the old, expressionless interface above all. */
export function mustKnow(input: JsonInput, known: readonly string[]): void {
  const unknown = Object.keys(input).find((name) => !known.includes(name) && input[name] !== null);
  if (unknown !== undefined) throw invalid(`The local DynamoDB does not know the parameter ${unknown} here`);
}

type Templates = { readonly [name: string]: Template<unknown> | undefined };
type Bound<T extends Templates> = {
  readonly [K in keyof T]: T[K] extends Template<infer V> | undefined ? V | undefined : never;
};

/** The expressions of a request with its names and values filled in; refuses placeholders that none of them uses. */
export function bound<T extends Templates>(input: JsonInput, templates: T): Bound<T> {
  const given = Object.entries(templates).filter(([, template]) => template !== undefined);
  const bindings = makeBindings(input, given.length > 0);
  const all = Object.fromEntries(given.map(([name, template]) => [name, template?.(bindings)]));
  bindings.finish();
  return all as Bound<T>;
}

import type { AttributeValue } from "../../../shared/table/engine/attribute.ts";
import { invalid } from "../../../shared/table/engine/errors.ts";
import type { DocumentPath } from "../../../shared/table/engine/path.ts";
import type { JsonInput } from "../../cloud/json-service.ts";
import { isRecord } from "../../cloud/json-service.ts";
import { valueFromWire } from "../wire.ts";

/** What the placeholders of one request stand for; remembers which of them were used. */
export type Bindings = {
  name(placeholder: string, kind: string): string;
  value(placeholder: string, kind: string): AttributeValue;
  /** Refuses placeholders that no expression used. */
  finish(): void;
};

/** An expression parsed once: gives its meaning for the placeholders of each request. */
export type Template<T> = (bindings: Bindings) => T;

export function makeBindings(input: JsonInput, hasExpressions: boolean): Bindings {
  const names = table(input, "ExpressionAttributeNames", hasExpressions);
  const values = table(input, "ExpressionAttributeValues", hasExpressions);
  const usedNames = new Set<string>();
  const usedValues = new Set<string>();
  return {
    name(placeholder, kind) {
      usedNames.add(placeholder);
      const name = Object.hasOwn(names, placeholder) ? names[placeholder] : undefined;
      if (typeof name === "string") return name;
      throw invalid(
        `Invalid ${kind}: An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
      );
    },
    value(placeholder, kind) {
      usedValues.add(placeholder);
      if (Object.hasOwn(values, placeholder)) return valueFromWire(values[placeholder]);
      throw invalid(
        `Invalid ${kind}: An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
      );
    },
    finish() {
      mustBeUsed("ExpressionAttributeNames", names, usedNames);
      mustBeUsed("ExpressionAttributeValues", values, usedValues);
    },
  };
}

function table(input: JsonInput, parameter: string, hasExpressions: boolean): JsonInput {
  const given = input[parameter];
  if (given === undefined || given === null) return {};
  if (!isRecord(given)) throw invalid(`${parameter} must be a map`);
  if (!hasExpressions) throw invalid(`${parameter} can only be specified when using expressions`);
  if (Object.keys(given).length === 0) throw invalid(`${parameter} must not be empty`);
  const mark = parameter === "ExpressionAttributeNames" ? "#" : ":";
  const wrong = Object.keys(given).find((placeholder) => !new RegExp(`^${mark}[A-Za-z0-9_]+$`).test(placeholder));
  if (wrong !== undefined) {
    throw invalid(`${parameter} contains invalid key: Syntax error; key: "${wrong}"`);
  }
  return given;
}

function mustBeUsed(parameter: string, given: JsonInput, used: ReadonlySet<string>): void {
  const unused = Object.keys(given).filter((placeholder) => !used.has(placeholder));
  if (unused.length === 0) return;
  throw invalid(`Value provided in ${parameter} unused in expressions: keys: {${unused.join(", ")}}`);
}

/** Steps of a path before placeholders are filled in: `#name`, a plain name, or a list index. */
export type RawPath = readonly [string, ...(string | number)[]];

export function boundPath([first, ...rest]: RawPath, bindings: Bindings, kind: string): DocumentPath {
  const named = (step: string): string => (step.startsWith("#") ? bindings.name(step, kind) : step);
  return [named(first), ...rest.map((step) => (typeof step === "number" ? step : named(step)))];
}

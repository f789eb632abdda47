import { invalid } from "../../../shared/table/engine/errors.ts";
import type { DocumentPath } from "../../../shared/table/engine/path.ts";
import type { UpdateNode } from "../../../shared/table/engine/update.ts";
import type { JsonInput } from "../../cloud/json-service.ts";
import type { Template } from "./bindings.ts";
import { parseCondition } from "./condition-grammar.ts";
import { parseProjection } from "./path-grammar.ts";
import { parseUpdate } from "./update-grammar.ts";

/** The expressions of requests, each text parsed only once. Absent parameters give undefined. */
export const conditionIn = remembered("ConditionExpression", (text) => parseCondition("ConditionExpression", text));
export const filterIn = remembered("FilterExpression", (text) => parseCondition("FilterExpression", text));
export const keyConditionIn = remembered("KeyConditionExpression", (text) =>
  parseCondition("KeyConditionExpression", text),
);
export const updateIn: Parameter<UpdateNode> = remembered("UpdateExpression", parseUpdate);
export const projectionIn: Parameter<DocumentPath[]> = remembered("ProjectionExpression", parseProjection);

export type Parameter<T> = (input: JsonInput) => Template<T> | undefined;

const maxRemembered = 2000;

function remembered<T>(parameter: string, parse: (text: string) => Template<T>): Parameter<T> {
  const known = new Map<string, Template<T>>();
  return (input) => {
    const text = input[parameter];
    if (text === undefined || text === null) return undefined;
    if (typeof text !== "string") throw invalid(`${parameter} must be a string`);
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size >= maxRemembered) known.clear();
    const template = parse(text);
    known.set(text, template);
    return template;
  };
}

import type { Attributes } from "../../shared/table/engine/attribute.ts";
import { type CancellationReason, EngineError } from "../../shared/table/engine/errors.ts";
import type { JsonInput } from "../cloud/json-service.ts";
import { jsonReply } from "../cloud/replies.ts";
import type { AwsResponse } from "../cloud/service.ts";
import { attributesToWire } from "./wire.ts";

/** The operations of one API by name: request body in, answer out; refusals are thrown. */
export type Operations = { readonly [operation: string]: (input: JsonInput) => JsonInput };

const contentType = { "content-type": "application/x-amz-json-1.0" };
const namespaces: Readonly<Record<string, string>> = {
  ValidationException: "com.amazon.coral.validate#",
  SerializationException: "com.amazon.coral.service#",
  UnknownOperationException: "com.amazon.coral.service#",
  ThrottlingException: "com.amazon.coral.availability#",
};

/** A refused condition on its way out, with the item it met where the request asked for it. */
export type ConditionRefusal = EngineError & { readonly item: Attributes | null };

export function conditionalCheckFailed(item: Attributes | null): ConditionRefusal {
  const error = new EngineError("ConditionalCheckFailedException", "The conditional request failed");
  return Object.assign(error, { item });
}

export function answered(body: JsonInput): AwsResponse {
  return jsonReply(body, 200, contentType);
}

/** The error as the service writes it. A lost answer shows as a server error: the client cannot know what happened. */
export function refused(error: EngineError): AwsResponse {
  const isServers = error.name === "InternalServerError" || error.name === "TimeoutError";
  const name = isServers ? "InternalServerError" : error.name;
  const type = `${namespaces[name] ?? "com.amazonaws.dynamodb.v20120810#"}${name}`;
  const { message, reasons } = error;
  const body = {
    __type: type,
    message,
    ...(name === "TransactionCanceledException" && { Message: message, CancellationReasons: reasons.map(shownReason) }),
    ...("item" in error && error.item !== null && { Item: attributesToWire(error.item as Attributes) }),
  };
  return jsonReply(body, isServers ? 500 : 400, contentType);
}

function shownReason({ code, message, item }: CancellationReason): JsonInput {
  return { Code: code, Message: message, ...(item && { Item: attributesToWire(item) }) };
}

import { awsFault, isAwsFault } from "./fault.ts";
import { jsonReply, refusalReply } from "./replies.ts";
import type { AwsRequest, AwsResponse } from "./service.ts";

export type JsonInput = Readonly<Record<string, unknown>>;

export type JsonOperation = {
  /** Every parameter the emulation understands; another one is refused by name. */
  readonly known: readonly string[];
  readonly run: (input: JsonInput, request: AwsRequest) => unknown;
};

export type JsonProtocol = {
  readonly service: string;
  /** The code for a malformed or unknown parameter in this service. */
  readonly invalid: string;
  readonly contentType: string;
  readonly errorHeaders?: (code: string) => Readonly<Record<string, string>>;
};

/** Answers AWS JSON 1.0 and 1.1 requests: finds the operation, refuses what it does not know, shapes faults. */
export function makeJsonHandler(
  protocol: JsonProtocol,
  operations: Readonly<Record<string, JsonOperation>>,
): (request: AwsRequest) => Promise<AwsResponse> {
  async function run(request: AwsRequest): Promise<unknown> {
    const operation = operations[request.operation];
    if (!operation) {
      const message = `The local cloud does not know the operation ${protocol.service}:${request.operation}`;
      throw awsFault("UnknownOperationException", message);
    }
    const input = parseInput(request.body.toString("utf8"), protocol.invalid);
    const unknown = Object.keys(input).find((name) => !operation.known.includes(name) && input[name] !== null);
    if (unknown !== undefined) {
      const message = `The local cloud does not know the parameter ${unknown} of ${protocol.service}:${request.operation}`;
      throw awsFault(protocol.invalid, message);
    }
    return await operation.run(input, request);
  }

  return async (request) => {
    try {
      return jsonReply((await run(request)) ?? {}, 200, { "content-type": protocol.contentType });
    } catch (error) {
      if (!isAwsFault(error)) throw error;
      const reply = refusalReply(protocol.service, error);
      return { ...reply, headers: { ...reply.headers, ...protocol.errorHeaders?.(error.code) } };
    }
  };
}

function parseInput(text: string, invalid: string): JsonInput {
  if (text.trim() === "") return {};
  try {
    const input: unknown = JSON.parse(text);
    if (isRecord(input)) return input;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw awsFault(
    invalid === "InvalidParameterValueException" ? "SerializationException" : invalid,
    "The body is not JSON",
  );
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

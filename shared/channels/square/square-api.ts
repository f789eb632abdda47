import type { Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, HttpRequest } from "../api.ts";
import { addressOf, askForJson, needCredentials, type ReadRefusal, type RestAnswer } from "../rest-answer.ts";

const CONNECT = "https://connect.squareup.com";
export const SQUARE_VERSION = "2025-10-16";

/** One question to the Square API. */
export type SquareRequest = Omit<HttpRequest, "url" | "headers" | "body"> & {
  readonly path: string;
  readonly body?: unknown;
};

export async function askSquare(call: ApiCall, request: SquareRequest): Promise<Result<RestAnswer, ApiProblem>> {
  const given = needCredentials(call, ["accessToken"]);
  if (!given.ok) return given;
  return await sendToSquare(call, request, { authorization: `Bearer ${given.value.accessToken}` });
}

/** Asking for a token needs none. */
export async function sendToSquare(
  call: ApiCall,
  request: SquareRequest,
  signed: Readonly<Record<string, string>>,
): Promise<Result<RestAnswer, ApiProblem>> {
  const address = addressOf(call, CONNECT);
  if (!address.ok) return address;
  const { path, body, ...rest } = request;
  return await askForJson(
    call,
    {
      ...rest,
      url: `${address.value}${path}`,
      headers: {
        ...signed,
        accept: "application/json",
        "square-version": SQUARE_VERSION,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
    readRefusal,
  );
}

/** `{"errors":[{"category":"…","code":"…","detail":"…"}]}`. */
const readRefusal: ReadRefusal = (at) => {
  const [first] = at.entries("errors");
  return first === undefined ? null : { code: first.textOrNull("code"), detail: first.textOrNull("detail") };
};

import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, HttpRequest } from "../api.ts";
import type { JsonReader } from "../json-reader.ts";
import { addressOf, askForJson, needCredentials, type RestAnswer } from "../rest-answer.ts";

const NORTH_AMERICA = "https://sellingpartnerapi-na.amazon.com";

/** One question to the Selling Partner API: `path` with its query, and how the request goes. */
export type SpRequest = Omit<HttpRequest, "url" | "headers" | "body"> & {
  readonly path: string;
  readonly body?: unknown;
};

/** Requests carry the access token; nothing else is signed since 2023. */
export async function askSpApi(call: ApiCall, request: SpRequest): Promise<Result<RestAnswer, ApiProblem>> {
  const given = needCredentials(call, ["accessToken"]);
  if (!given.ok) return given;
  const address = addressOf(call, NORTH_AMERICA);
  if (!address.ok) return address;
  const { path, body, ...rest } = request;
  return await askForJson(
    call,
    {
      ...rest,
      url: `${address.value}${path}`,
      headers: {
        accept: "application/json",
        "user-agent": "orderhub/1 (Language=TypeScript)",
        "x-amz-access-token": given.value.accessToken,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
    readRefusal,
  );
}

/** `{"errors":[{"code":"InvalidInput","message":"…"}]}`. */
function readRefusal(at: JsonReader): { readonly code: string | null; readonly detail: string | null } | null {
  const [first] = at.entries("errors");
  return first === undefined ? null : { code: first.textOrNull("code"), detail: first.textOrNull("message") };
}

/** Ids that stand between commas in one credential. */
export function namesIn(text: string | undefined): readonly string[] {
  return (text ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

/** The marketplace a write is for. */
export function firstMarketplace(call: ApiCall): Result<string, ApiProblem> {
  const [first] = namesIn(call.credentials["marketplaceIds"]);
  return first === undefined
    ? fail({ kind: "unauthorised", detail: "the connection has no marketplaceIds" })
    : ok(first);
}

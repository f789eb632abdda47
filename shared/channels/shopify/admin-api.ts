import type { Json } from "../../kernel/lossless-json.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, HttpRequest } from "../api.ts";
import type { JsonReader } from "../json-reader.ts";
import { addressOf, askForJson, needCredentials, type RestAnswer, readAnswer, unreadable } from "../rest-answer.ts";

const API_VERSION = "2026-07";

type AdminRequest = Omit<HttpRequest, "url" | "headers" | "body"> & {
  readonly path: string;
  readonly body?: unknown;
};

/** One question to the Admin API of the shop: `path` behind its version. */
export async function askAdmin(call: ApiCall, request: AdminRequest): Promise<Result<RestAnswer, ApiProblem>> {
  const given = needCredentials(call, ["shop", "accessToken"]);
  if (!given.ok) return given;
  const address = addressOf(call, `https://${given.value.shop}`);
  if (!address.ok) return address;
  const { path, body, ...rest } = request;
  return await askForJson(
    call,
    {
      ...rest,
      url: `${address.value}/admin/api/${API_VERSION}${path}`,
      headers: {
        accept: "application/json",
        "x-shopify-access-token": given.value.accessToken,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
    readRefusal,
  );
}

/** `{"errors":"Not Found"}`, or an object of lists. */
function readRefusal(at: JsonReader): { readonly code: string | null; readonly detail: string | null } | null {
  return { code: null, detail: at.textOrNull("errors") };
}

export type GraphqlQuestion = {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly isRepeatable: boolean;
};

/** `data` of a GraphQL answer. Errors come with status 200: too many calls, no permission, or a query that does not fit. */
export async function askGraphql(call: ApiCall, question: GraphqlQuestion): Promise<Result<Json, ApiProblem>> {
  const { query, variables, isRepeatable } = question;
  const answer = await askAdmin(call, {
    method: "POST",
    path: "/graphql.json",
    body: { query, variables },
    isRepeatable,
  });
  if (!answer.ok) return answer;
  const errors = readAnswer(answer.value.json, (at) =>
    at.entries("errors").map((error) => ({
      code: error.child("extensions")?.textOrNull("code") ?? "GRAPHQL",
      detail: (error.textOrNull("message") ?? "").slice(0, 300),
    })),
  );
  if (!errors.ok) return errors;
  const [first] = errors.value;
  if (first !== undefined) return fail(problemOf(first));
  const { json } = answer.value;
  const told = json !== null && typeof json === "object" && "data" in json ? json.data : null;
  return told === null || told === undefined ? fail(unreadable("data", "no data")) : ok(told);
}

function problemOf({ code, detail }: { readonly code: string; readonly detail: string }): ApiProblem {
  if (code === "THROTTLED") return { kind: "rate_limited", retryAfterMs: 1_000 };
  if (code === "ACCESS_DENIED") return { kind: "unauthorised", detail };
  if (code === "INTERNAL_SERVER_ERROR") return { kind: "unavailable", detail };
  return { kind: "refused", code, detail };
}

/** The id that GraphQL wants: "gid://shopify/Order/42". */
export function gidOf(type: string, id: string): string {
  return id.startsWith("gid://") ? id : `gid://shopify/${type}/${id}`;
}

/** The number at the end of such an id. */
export function numberOf(gid: string): string {
  return gid.slice(gid.lastIndexOf("/") + 1);
}

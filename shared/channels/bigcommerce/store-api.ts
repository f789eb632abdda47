import { fail, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, HttpRequest } from "../api.ts";
import type { JsonReader } from "../json-reader.ts";
import { addressOf, askForJson, needCredentials, type RestAnswer } from "../rest-answer.ts";

/** One question to the store's API: `path` behind the store's hash, with its version and query. */
export type StoreRequest = Omit<HttpRequest, "url" | "headers" | "body"> & {
  readonly path: string;
  readonly body?: unknown;
};

/** A list without rows is answered with 204 and no body. */
export async function askStore(call: ApiCall, request: StoreRequest): Promise<Result<RestAnswer, ApiProblem>> {
  const given = needCredentials(call, ["storeHash", "accessToken"]);
  if (!given.ok) return given;
  const address = addressOf(call, "https://api.bigcommerce.com");
  if (!address.ok) return address;
  const { path, body, ...rest } = request;
  const answer = await askForJson(
    call,
    {
      ...rest,
      url: `${address.value}/stores/${encodeURIComponent(given.value.storeHash)}${path}`,
      headers: {
        accept: "application/json",
        "x-auth-token": given.value.accessToken,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
    readRefusal,
  );
  return answer;
}

/** v3 answers `{"status":422,"title":"…","errors":{…}}`, v2 a list of `{"status":400,"message":"…"}`. */
function readRefusal(at: JsonReader): { readonly code: string | null; readonly detail: string | null } | null {
  return { code: at.textOrNull("status"), detail: at.textOrNull("title") ?? at.textOrNull("message") };
}

/** Ids of orders are numbers here; anything else would be another address. */
export function orderPath(channelOrderId: string, rest: string): Result<string, ApiProblem> {
  if (/^\d{1,19}$/.test(channelOrderId)) return { ok: true, value: `/v2/orders/${channelOrderId}${rest}` };
  return fail({ kind: "not_found", detail: "an order's id is a number" });
}

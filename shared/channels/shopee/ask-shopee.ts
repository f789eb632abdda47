import { createHmac } from "node:crypto";
import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, HttpRequest } from "../api.ts";
import type { JsonReader } from "../json-reader.ts";
import { addressOf, askForOwnErrors, needCredentials, type RestAnswer, readAnswer, withQuery } from "../rest-answer.ts";

export type ShopeeAsk = {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON text, so that ids of any length stay numbers. */
  readonly body?: string;
  /** Signed for the app alone, without shop and token. */
  readonly isOfApp?: boolean;
  readonly isRepeatable?: boolean;
  /** An error whose answer is read all the same. */
  readonly tolerated?: string;
};

const usualAddress = "https://partner.shopeemobile.com";

/** Signs, sends, and tells Shopee's own errors, which may come under any status, from an answer. */
export async function askShopee(call: ApiCall, ask: ShopeeAsk): Promise<Result<RestAnswer, ApiProblem>> {
  const request = signedRequest(call, ask);
  if (!request.ok) return request;
  return askForOwnErrors(call, request.value, (at) => {
    const error = readError(at);
    return error === null || error.code === ask.tolerated ? null : problemOf(error, request.value);
  });
}

/** `response` of an answer; what is not as documented is `unreadable`. */
export function readShopee<T>(answer: RestAnswer, map: (at: JsonReader) => T): Result<T, ApiProblem> {
  return readAnswer(answer.json, (at) => {
    const response = at.child("response");
    if (response === null) at.refuse("missing_field", "response", "the answer holds none");
    return map(response ?? at);
  });
}

/** hex(HMAC-SHA256(partner key, partner id + path + seconds + access token + shop id)); of the app, without the last two. */
function signedRequest(call: ApiCall, ask: ShopeeAsk): Result<HttpRequest, ApiProblem> {
  const needed = needCredentials(call, ["partnerId", "partnerKey", "shopId"]);
  if (!needed.ok) return needed;
  const address = addressOf(call, usualAddress);
  if (!address.ok) return address;
  const token = needCredentials(call, ask.isOfApp === true ? [] : ["accessToken"]);
  if (!token.ok) return token;
  const { partnerId, partnerKey, shopId } = needed.value;
  const seconds = String(Math.floor(call.now.getTime() / 1000));
  const accessToken = call.credentials["accessToken"] ?? "";
  const ofShop = ask.isOfApp === true ? "" : accessToken + shopId;
  const sign = createHmac("sha256", partnerKey).update(`${partnerId}${ask.path}${seconds}${ofShop}`).digest("hex");
  const common = {
    partner_id: partnerId,
    timestamp: seconds,
    ...(ask.isOfApp === true ? {} : { access_token: accessToken, shop_id: shopId }),
    sign,
  };
  return ok({
    method: ask.method,
    url: withQuery(`${address.value}${ask.path}`, { ...common, ...ask.query }),
    ...(ask.body === undefined ? {} : { headers: { "content-type": "application/json" }, body: ask.body }),
    isRepeatable: ask.method === "GET" || ask.isRepeatable === true,
  });
}

type ShopeeError = { readonly code: string; readonly message: string };

/** "" means success, and in the examples of some calls "-". */
function readError(at: JsonReader): ShopeeError | null {
  const code = at.textOrNull("error");
  return code === null || code === "-" ? null : { code, message: at.textOrNull("message") ?? "" };
}

const passing: ReadonlySet<string> = new Set(["error_server", "error_inner", "error_network", "error_system_busy"]);

function problemOf({ code, message }: ShopeeError, request: HttpRequest): ApiProblem {
  const detail = `${code} ${message}`.slice(0, 300);
  if (/too.?many|rate.?limit|frequent/i.test(detail)) return { kind: "rate_limited", retryAfterMs: null };
  if (code === "error_sign" || code === "error_permission" || /acc?ee?ss_token|refresh_token/i.test(detail)) {
    return { kind: "unauthorised", detail };
  }
  if (code === "error_auth" && /permission|auth/i.test(message)) return { kind: "unauthorised", detail };
  if (passing.has(code)) return { kind: request.isRepeatable === true ? "unavailable" : "in_doubt", detail };
  if (/not.?found|not.?exist/i.test(detail)) return { kind: "not_found", detail };
  return { kind: "refused", code, detail };
}

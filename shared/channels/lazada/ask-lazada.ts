import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, HttpRequest } from "../api.ts";
import type { JsonReader } from "../json-reader.ts";
import { addressOf, askForOwnErrors, needCredentials, type RestAnswer, withQuery } from "../rest-answer.ts";
import { lazadaSignature } from "./sign-request.ts";

export type LazadaAsk = {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  /** Signed for the app alone, without a token, and sent to the address that gives tokens. */
  readonly isOfApp?: boolean;
  readonly isRepeatable?: boolean;
};

const addresses: Readonly<Record<string, string>> = {
  id: "https://api.lazada.co.id/rest",
  my: "https://api.lazada.com.my/rest",
  ph: "https://api.lazada.com.ph/rest",
  sg: "https://api.lazada.sg/rest",
  th: "https://api.lazada.co.th/rest",
  vn: "https://api.lazada.vn/rest",
};
const tokenAddress = "https://auth.lazada.com/rest";

/** Signs, sends, and tells Lazada's own errors, which come under 200 as well, from an answer. */
export async function askLazada(call: ApiCall, ask: LazadaAsk): Promise<Result<RestAnswer, ApiProblem>> {
  const request = signedRequest(call, ask);
  if (!request.ok) return request;
  return askForOwnErrors(call, request.value, (at) => {
    const error = readError(at);
    return error === null ? null : problemOf(error, request.value);
  });
}

/** What is asked for stands in the query or, of a POST, in a form; what every call has always stands in the query. */
function signedRequest(call: ApiCall, ask: LazadaAsk): Result<HttpRequest, ApiProblem> {
  const needed = needCredentials(call, ["appKey", "appSecret", "country"]);
  if (!needed.ok) return needed;
  const token = needCredentials(call, ask.isOfApp === true ? [] : ["accessToken"]);
  if (!token.ok) return token;
  const { appKey, appSecret, country } = needed.value;
  const usual = ask.isOfApp === true ? tokenAddress : (addresses[country.toLowerCase()] ?? null);
  const address = addressOf(call, usual);
  if (!address.ok) return address;
  const common = {
    app_key: appKey,
    timestamp: String(call.now.getTime()),
    sign_method: "sha256",
    ...(ask.isOfApp === true ? {} : { access_token: call.credentials["accessToken"] ?? "" }),
  };
  const sign = lazadaSignature(ask.path, { ...common, ...ask.params }, appSecret);
  const isForm = ask.method === "POST";
  const query = { ...common, ...(isForm ? {} : ask.params), sign };
  return ok({
    method: ask.method,
    url: withQuery(`${address.value}${ask.path}`, query),
    ...(isForm
      ? {
          headers: { "content-type": "application/x-www-form-urlencoded;charset=utf-8" },
          body: new URLSearchParams(ask.params).toString(),
        }
      : {}),
    isRepeatable: !isForm || ask.isRepeatable === true,
  });
}

type LazadaError = { readonly code: string; readonly detail: string; readonly isTheirs: boolean };

/** `type` is ISV for a mistake of ours, ISP for one of the service behind, SYSTEM for one of the platform. */
function readError(at: JsonReader): LazadaError | null {
  const code = at.textOrNull("code") ?? "0";
  if (code === "0") return null;
  const type = at.textOrNull("type") ?? "";
  return { code, detail: `${code} ${at.textOrNull("message") ?? ""}`.slice(0, 300), isTheirs: type === "SYSTEM" };
}

function problemOf({ code, detail, isTheirs }: LazadaError, request: HttpRequest): ApiProblem {
  if (/call.?limit|too.?frequent/i.test(detail)) return { kind: "rate_limited", retryAfterMs: null };
  if (/access.?token|refresh.?token|signature|permission|app.?key/i.test(code)) return { kind: "unauthorised", detail };
  if (isTheirs || /timeout|unavailable|system.?error/i.test(code)) {
    return { kind: request.isRepeatable === true ? "unavailable" : "in_doubt", detail };
  }
  if (/not.?found|not.?exist|invalid order id/i.test(detail)) return { kind: "not_found", detail };
  return { kind: "refused", code, detail };
}

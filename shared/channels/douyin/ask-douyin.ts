import { createHmac } from "node:crypto";
import { compareText } from "../../kernel/compare-text.ts";
import type { Json } from "../../kernel/lossless-json.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, HttpRequest } from "../api.ts";
import type { JsonReader } from "../json-reader.ts";
import { addressOf, askForJson, needCredentials, readAnswer, withQuery } from "../rest-answer.ts";

const GATEWAY = "https://openapi-fxg.jinritemai.com";

export type DouyinAsk = {
  /** `order.orderDetail`; the path is the same with a slash. */
  readonly method: string;
  /** JSON with its names in order, see `sortedJson`. */
  readonly param: string;
  /** Tokens are asked for without one. */
  readonly isOfApp?: boolean;
  /** What must not be done twice: a refresh token is good for one use. */
  readonly isOnce?: boolean;
};

type DouyinAnswer = { readonly text: string; readonly json: Json };

/** Asks the Doudian open platform. Its errors come with status 200 and a code that is not 10000. */
export async function askDouyin(call: ApiCall, ask: DouyinAsk): Promise<Result<DouyinAnswer, ApiProblem>> {
  const needed = needCredentials(call, ["appKey", "appSecret", ...(ask.isOfApp ? [] : ["accessToken"])]);
  if (!needed.ok) return needed;
  const address = addressOf(call, GATEWAY);
  if (!address.ok) return address;
  const request = signedRequest(call, ask, address.value);
  const answer = await askForJson(call, request, () => null);
  if (!answer.ok) return answer;
  const { text, json } = answer.value;
  const problem = readAnswer(json, (at) => problemOf(at, ask));
  if (!problem.ok) return problem;
  return problem.value === null ? ok({ text, json }) : fail(problem.value);
}

/** Version 2: hex HMAC-SHA256 over the names and values in their fixed order, between the secret and itself. */
function signedRequest({ credentials, now }: ApiCall, ask: DouyinAsk, address: string): HttpRequest {
  const { appKey = "", appSecret = "", accessToken = "" } = credentials;
  const { method, param } = ask;
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const text = `${appSecret}app_key${appKey}method${method}param_json${param}timestamp${timestamp}v2${appSecret}`;
  const query = {
    app_key: appKey,
    method,
    timestamp,
    v: "2",
    sign: createHmac("sha256", appSecret).update(text).digest("hex"),
    sign_method: "hmac-sha256",
    ...(ask.isOfApp ? {} : { access_token: accessToken }),
  };
  return {
    method: "POST",
    url: withQuery(`${address}/${method.replaceAll(".", "/")}`, query),
    headers: { "content-type": "application/json;charset=utf-8" },
    body: param,
    isRepeatable: ask.isOnce !== true,
  };
}

/** A flat parameter object with its names in order, as the signature wants it. */
export function sortedJson(param: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(param).sort(([a], [b]) => compareText(a, b))));
}

/** Codes by their thousands: 20 their own failure, 30 rights, 40 parameters, 50 the business refuses, 60 too many. */
function problemOf(at: JsonReader, ask: DouyinAsk): ApiProblem | null {
  const code = at.text("code").trim();
  if (code === "10000") return null;
  const subCode = at.textOrNull("sub_code")?.trim() ?? "";
  const words = at.textOrNull("sub_msg") ?? at.textOrNull("msg") ?? "";
  const detail = `${code} ${subCode} ${words}`.slice(0, 300);
  if (code === "60000") return { kind: "rate_limited", retryAfterMs: null };
  if (isAboutToken(subCode)) return { kind: "unauthorised", detail };
  if (code === "20000" || code === "20001" || passing.test(subCode)) {
    return { kind: ask.isOnce === true ? "in_doubt" : "unavailable", detail };
  }
  if (noSuchOrder.test(subCode)) return { kind: "not_found", detail };
  return { kind: "refused", code: subCode === "" ? code : subCode, detail };
}

function isAboutToken(subCode: string): boolean {
  return /^(isv\.access-token-|dop\.authorization-|dop\.token-generate-failed)/.test(subCode);
}

/** The order is being worked on, or their system is busy. */
const passing = /^isv\.business-failed:(70011|70009|60118|60124|8888)$/;

const noSuchOrder = /:60033$/;

import { createHmac } from "node:crypto";
import { compareText } from "../../kernel/compare-text.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, HttpRequest } from "../api.ts";
import type { JsonReader } from "../json-reader.ts";
import { addressOf, askForJson, needCredentials, type RestAnswer, readAnswer, withQuery } from "../rest-answer.ts";

const GATEWAY = "https://open-api.tiktokglobalshop.com";

type TikTokAsk = {
  readonly method: "GET" | "POST";
  /** `/order/202309/orders`, without a query. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly isRepeatable?: boolean;
};

/** Asks TikTok Shop. An answer is good when its `code` is 0, whatever the HTTP status says. */
export async function askTikTok(call: ApiCall, ask: TikTokAsk): Promise<Result<RestAnswer, ApiProblem>> {
  const needed = needCredentials(call, ["appKey", "appSecret", "accessToken", "shopCipher"]);
  if (!needed.ok) return needed;
  const address = addressOf(call, GATEWAY);
  if (!address.ok) return address;
  return await sendTikTok(call, signedRequest(call, ask, address.value));
}

/** Sends what needs no signature of ours any more, and tells its refusals apart. */
export async function sendTikTok(call: ApiCall, request: HttpRequest): Promise<Result<RestAnswer, ApiProblem>> {
  const answer = await askForJson(call, request, refusalIn);
  const isSafe = request.method === "GET" || request.isRepeatable === true;
  if (!answer.ok) {
    const { error } = answer;
    return error.kind === "refused" ? fail(problemOf(error.code, error.detail, isSafe)) : answer;
  }
  const said = readAnswer(answer.value.json, (at) => ({
    code: at.text("code"),
    words: at.textOrNull("message") ?? "",
  }));
  if (!said.ok) return said;
  const { code, words } = said.value;
  return code.trim() === "0" ? answer : fail(problemOf(code.trim(), `${code} ${words}`.slice(0, 300), isSafe));
}

/**
 * Hex HMAC-SHA256, keyed with the app secret, over the secret, the path, names and values of the query in order, the body and
 * the secret again. The token goes in a header and is not signed.
 */
function signedRequest({ credentials, now }: ApiCall, ask: TikTokAsk, address: string): HttpRequest {
  const { appKey = "", appSecret = "", accessToken = "", shopCipher = "" } = credentials;
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const query: Record<string, string> = { ...ask.query, app_key: appKey, shop_cipher: shopCipher, timestamp };
  const body = ask.body === undefined ? "" : JSON.stringify(ask.body);
  const sorted = Object.entries(query).sort(([a], [b]) => compareText(a, b));
  const text = appSecret + ask.path + sorted.map(([name, value]) => name + value).join("") + body + appSecret;
  const sign = createHmac("sha256", appSecret).update(text).digest("hex");
  return {
    method: ask.method,
    url: withQuery(address + ask.path, { ...query, sign }),
    headers: { "content-type": "application/json", "x-tts-access-token": accessToken },
    ...(body === "" ? {} : { body }),
    ...(ask.isRepeatable === undefined ? {} : { isRepeatable: ask.isRepeatable }),
  };
}

function refusalIn(at: JsonReader): { readonly code: string | null; readonly detail: string | null } {
  return { code: at.textOrNull("code"), detail: at.textOrNull("message") };
}

/** Codes that are about the token or the shop it is for. */
const aboutToken = /^(105[0-9]{3}|101000|106013)$/;

function problemOf(code: string, detail: string, isSafe: boolean): ApiProblem {
  if (code === "36009002") return { kind: "rate_limited", retryAfterMs: null };
  if (aboutToken.test(code) || (code === "36009004" && detail.includes("access_token"))) {
    return { kind: "unauthorised", detail };
  }
  if (code === "36009003") return { kind: isSafe ? "unavailable" : "in_doubt", detail };
  return { kind: "refused", code, detail };
}

/** The order of an answer that was asked for one; null when it holds none. */
export function orderIn(answer: RestAnswer): Result<JsonReader | null, ApiProblem> {
  const read = readAnswer(answer.json, (at) => at.child("data")?.listOrEmpty("orders")[0] ?? null);
  return read.ok ? ok(read.value) : read;
}

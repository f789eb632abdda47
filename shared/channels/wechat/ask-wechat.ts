import { fail, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import type { JsonReader } from "../json-reader.ts";
import { addressOf, askForJson, needCredentials, type RestAnswer, readAnswer, withQuery } from "../rest-answer.ts";

const GATEWAY = "https://api.weixin.qq.com";

type WeChatAsk = {
  /** `/channels/ec/order/get`. */
  readonly path: string;
  readonly body: unknown;
  readonly isRepeatable: boolean;
  /** The token itself is asked for without one. */
  readonly isOfApp?: boolean;
};

/** Asks the WeChat store. Nothing is signed: the token in the address stands for the shop. Errors come with status 200. */
export async function askWeChat(call: ApiCall, ask: WeChatAsk): Promise<Result<RestAnswer, ApiProblem>> {
  const needed = needCredentials(call, ask.isOfApp ? [] : ["accessToken"]);
  if (!needed.ok) return needed;
  const address = addressOf(call, GATEWAY);
  if (!address.ok) return address;
  const { accessToken = "" } = call.credentials;
  const url = address.value + ask.path;
  const request = {
    method: "POST" as const,
    url: ask.isOfApp ? url : withQuery(url, { access_token: accessToken }),
    headers: { "content-type": "application/json" },
    body: JSON.stringify(ask.body),
    isRepeatable: ask.isRepeatable,
  };
  const answer = await askForJson(call, request, () => null);
  if (!answer.ok) return answer;
  const problem = readAnswer(answer.value.json, (at) => problemOf(at, ask));
  if (!problem.ok) return problem;
  return problem.value === null ? answer : fail(problem.value);
}

/** Tokens that are wrong, used up or missing; the app's secret; an address that is not on its list. */
const aboutToken: ReadonlySet<string> = new Set([
  "40001",
  "40013",
  "40014",
  "40125",
  "40164",
  "41001",
  "42001",
  "61004",
]);

/** Calls of a day or a minute are used up; too fast; one sku's stock set too often. */
const tooMany: ReadonlySet<string> = new Set(["45009", "45011", "10020112"]);

function problemOf(at: JsonReader, { isRepeatable }: WeChatAsk): ApiProblem | null {
  const code = at.textOrNull("errcode")?.trim() ?? "0";
  if (code === "0") return null;
  const detail = `${code} ${at.textOrNull("errmsg") ?? ""}`.slice(0, 300);
  if (tooMany.has(code)) return { kind: "rate_limited", retryAfterMs: null };
  if (aboutToken.has(code)) return { kind: "unauthorised", detail };
  if (code === "-1") return { kind: isRepeatable ? "unavailable" : "in_doubt", detail };
  return { kind: "refused", code, detail };
}

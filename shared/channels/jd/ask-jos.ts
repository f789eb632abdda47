import type { Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import { chineseTime } from "../chinese-time.ts";
import type { JsonReader } from "../json-reader.ts";
import { needCredentials, type RestAnswer } from "../rest-answer.ts";
import { askSignedForm, readUnder } from "../signed-form.ts";

export type JosAsk = { readonly method: string; readonly params: Readonly<Record<string, string>> };

/** Asks JD's open platform. Its errors come with status 200. What it is asked may be repeated. */
export async function askJos(call: ApiCall, ask: JosAsk): Promise<Result<RestAnswer, ApiProblem>> {
  const needed = needCredentials(call, ["appKey", "appSecret", "accessToken"]);
  if (!needed.ok) return needed;
  const { appKey, appSecret, accessToken } = needed.value;
  const params = {
    method: ask.method,
    app_key: appKey,
    access_token: accessToken,
    timestamp: chineseTime(call.now),
    format: "json",
    v: "2.0",
    "360buy_param_json": JSON.stringify(ask.params),
  };
  const url = call.credentials["apiUrl"] ?? "https://api.jd.com/routerjson";
  return askSignedForm(call, { url, params, secret: appSecret, isRepeatable: true }, problemOf);
}

/** Reads what stands under the name that JD derives from the method; "responce" is its own spelling. */
export function readJos<T>(answer: RestAnswer, method: string, map: (at: JsonReader) => T): Result<T, ApiProblem> {
  const key = `${method.replaceAll(".", "_")}_responce`;
  return readUnder(answer, key, map);
}

/** What a service says of itself inside an answer: null when it succeeded. */
export function refusalIn(result: JsonReader | null): ApiProblem | null {
  if (result === null || result.flag("success")) return null;
  const code = result.textOrNull("errorCode") ?? result.textOrNull("numberCode") ?? "no_success";
  const words = result.textOrNull("chineseErrCode") ?? result.textOrNull("englishErrCode") ?? "no reason was given";
  return { kind: "refused", code, detail: words.slice(0, 300) };
}

function problemOf(error: JsonReader): ApiProblem {
  const code = error.textOrNull("code") ?? "";
  const detail = `${code} ${error.textOrNull("zh_desc") ?? error.textOrNull("en_desc") ?? ""}`.slice(0, 300);
  if (code === "2") return { kind: "rate_limited", retryAfterMs: null };
  if (code === "19") return { kind: "unauthorised", detail };
  if (code === "65") return { kind: "unavailable", detail };
  return { kind: "refused", code, detail };
}

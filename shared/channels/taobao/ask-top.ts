import type { Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import { chineseTime } from "../chinese-time.ts";
import type { JsonReader } from "../json-reader.ts";
import { needCredentials, type RestAnswer } from "../rest-answer.ts";
import { askSignedForm, type FormParams, readUnder } from "../signed-form.ts";

export type TopAsk = {
  readonly method: string;
  readonly params: FormParams;
  /** Messages belong to the app, not to a shop: they are asked for without one. */
  readonly isOfApp?: boolean;
  /** A refresh token is good for one use. */
  readonly isOnce?: boolean;
};

/** Asks the Taobao Open Platform. Its errors come with status 200. */
export async function askTop(call: ApiCall, ask: TopAsk): Promise<Result<RestAnswer, ApiProblem>> {
  const needed = needCredentials(call, ["appKey", "appSecret", ...(ask.isOfApp ? [] : ["sessionKey"])]);
  if (!needed.ok) return needed;
  const { appKey = "", appSecret = "", sessionKey = "" } = call.credentials;
  const params = {
    ...ask.params,
    method: ask.method,
    app_key: appKey,
    ...(ask.isOfApp ? {} : { session: sessionKey }),
    timestamp: chineseTime(call.now),
    format: "json",
    v: "2.0",
    sign_method: "md5",
  };
  const url = call.credentials["apiUrl"] ?? "https://eco.taobao.com/router/rest";
  return askSignedForm(call, { url, params, secret: appSecret, isRepeatable: ask.isOnce !== true }, problemOf);
}

/** Reads what stands under the name that the platform derives from the method. */
export function readTop<T>(answer: RestAnswer, method: string, map: (at: JsonReader) => T): Result<T, ApiProblem> {
  const key = `${method.replace(/^taobao\./, "").replaceAll(".", "_")}_response`;
  return readUnder(answer, key, map);
}

/** Codes below 100 are the platform's; 15 says that the service behind it refused, with its reason as `sub_code`. */
function problemOf(error: JsonReader): ApiProblem {
  const code = error.textOrNull("code") ?? "";
  const subCode = error.textOrNull("sub_code") ?? "";
  const words = error.textOrNull("sub_msg") ?? error.textOrNull("msg") ?? "";
  const detail = `${code} ${subCode} ${words}`.slice(0, 300);
  if (code === "7" || subCode.startsWith("accesscontrol.limited-by-") || subCode === "isp.call-limited") {
    const seconds = /for (\d{1,6}) more seconds/.exec(words)?.[1];
    return { kind: "rate_limited", retryAfterMs: seconds === undefined ? null : Number(seconds) * 1000 };
  }
  if (code === "26" || code === "27" || subCode.includes("session")) return { kind: "unauthorised", detail };
  if (subCode.startsWith("isv.trade-not-exist")) return { kind: "not_found", detail };
  if (code === "10" || subCode.startsWith("isp.")) return { kind: "unavailable", detail };
  return { kind: "refused", code: subCode === "" ? code : subCode, detail };
}

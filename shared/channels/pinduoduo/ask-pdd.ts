import type { Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import type { JsonReader } from "../json-reader.ts";
import { needCredentials, type RestAnswer } from "../rest-answer.ts";
import { askSignedForm, type FormParams } from "../signed-form.ts";

export type PddAsk = {
  readonly type: string;
  readonly params: FormParams;
  /** A refresh token may be good for one use; it is asked for without the shop's access token. */
  readonly isRefresh?: boolean;
};

/** Asks Pinduoduo's open platform. Its errors come with status 200. */
export async function askPdd(call: ApiCall, ask: PddAsk): Promise<Result<RestAnswer, ApiProblem>> {
  const needed = needCredentials(call, ["clientId", "clientSecret", ...(ask.isRefresh ? [] : ["accessToken"])]);
  if (!needed.ok) return needed;
  const { clientId = "", clientSecret = "", accessToken = "" } = call.credentials;
  const params = {
    ...ask.params,
    type: ask.type,
    client_id: clientId,
    ...(ask.isRefresh ? {} : { access_token: accessToken }),
    timestamp: String(Math.floor(call.now.getTime() / 1000)),
    data_type: "JSON",
    version: "V1",
  };
  const url = call.credentials["apiUrl"] ?? "https://gw-api.pinduoduo.com/api/router";
  return askSignedForm(call, { url, params, secret: clientSecret, isRepeatable: ask.isRefresh !== true }, problemOf);
}

/** From the platform's table of codes. Too many calls; the token; its own breakdowns and works on it. */
const tooMany = ["52101", "70031"];
const tokenIsOver = ["10019"];
const passing = ["50000", "50002", "52001", "52002", "52102", "52103", "70033"];

function problemOf(error: JsonReader): ApiProblem {
  const code = error.textOrNull("error_code") ?? "";
  const words = error.textOrNull("sub_msg") ?? error.textOrNull("error_msg") ?? "";
  const subCode = error.textOrNull("sub_code");
  const detail = `${code} ${subCode ?? ""} ${words}`.slice(0, 300);
  if (tooMany.includes(code)) return { kind: "rate_limited", retryAfterMs: null };
  if (tokenIsOver.includes(code)) return { kind: "unauthorised", detail };
  if (passing.includes(code)) return { kind: "unavailable", detail };
  return { kind: "refused", code: subCode ?? code, detail };
}

import type { Json } from "../../kernel/lossless-json.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import type { JsonReader } from "../json-reader.ts";
import { askForJson, needCredentials, readAnswer } from "../rest-answer.ts";
import { type FormParams, signedForm } from "../signed-form.ts";

export type PddAsk = {
  readonly type: string;
  readonly params: FormParams;
  /** A refresh token may be good for one use; it is asked for without the shop's access token. */
  readonly isRefresh?: boolean;
};

export type PddAnswer = { readonly text: string; readonly json: Json };

/** Asks Pinduoduo's open platform. Its errors come with status 200. */
export async function askPdd(call: ApiCall, ask: PddAsk): Promise<Result<PddAnswer, ApiProblem>> {
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
  const request = signedForm({ url, params, secret: clientSecret, isRepeatable: ask.isRefresh !== true });
  const answer = await askForJson(call, request, () => null);
  if (!answer.ok) return answer;
  const { text, json } = answer.value;
  const problem = readAnswer(json, (at) => problemOf(at.child("error_response")));
  if (!problem.ok) return problem;
  return problem.value === null ? ok({ text, json }) : fail(problem.value);
}

/** Reads what stands under `key`: Pinduoduo does not derive it from the type. */
export function readPdd<T>(answer: PddAnswer, key: string, map: (at: JsonReader) => T): Result<T, ApiProblem> {
  return readAnswer(answer.json, (at) => {
    const response = at.child(key);
    if (response === null) at.refuse("missing_field", key, "the answer has neither this nor an error");
    return map(response ?? at);
  });
}

/** From the platform's table of codes. Too many calls; the token; its own breakdowns and works on it. */
const tooMany = ["52101", "70031"];
const tokenIsOver = ["10019"];
const passing = ["50000", "50002", "52001", "52002", "52102", "52103", "70033"];

function problemOf(error: JsonReader | null): ApiProblem | null {
  if (error === null) return null;
  const code = error.textOrNull("error_code") ?? "";
  const words = error.textOrNull("sub_msg") ?? error.textOrNull("error_msg") ?? "";
  const subCode = error.textOrNull("sub_code");
  const detail = `${code} ${subCode ?? ""} ${words}`.slice(0, 300);
  if (tooMany.includes(code)) return { kind: "rate_limited", retryAfterMs: null };
  if (tokenIsOver.includes(code)) return { kind: "unauthorised", detail };
  if (passing.includes(code)) return { kind: "unavailable", detail };
  return { kind: "refused", code: subCode ?? code, detail };
}

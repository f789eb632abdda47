import { parseJson } from "../../kernel/lossless-json.ts";
import { fail, ok, type Result } from "../../kernel/result.ts";
import { instantFromMs } from "../../kernel/time.ts";
import type { ApiCall, ApiProblem, Credentials } from "../api.ts";
import { needCredentials, readAnswer, unreadable } from "../rest-answer.ts";
import { askTop, readTop } from "./ask-top.ts";

/** Only apps that are sold on Taobao's service market get new tokens so; others sign in again when theirs has run out. */
export async function refreshSession(call: ApiCall): Promise<Result<Credentials, ApiProblem>> {
  const needed = needCredentials(call, ["refreshToken"]);
  if (!needed.ok) return needed;
  const method = "taobao.top.auth.token.refresh";
  const params = { refresh_token: needed.value.refreshToken };
  const answer = await askTop(call, { method, params, isOfApp: true, isOnce: true });
  if (!answer.ok) return answer;
  const text = readTop(answer.value, method, (at) => at.text("token_result"));
  if (!text.ok) return text;
  const json = parseJson(text.value);
  if (!json.ok) return fail(unreadable("token_result", json.error.detail));
  const read = readAnswer(json.value, (at) => ({
    sessionKey: at.text("access_token"),
    refreshToken: at.textOrNull("refresh_token") ?? needed.value.refreshToken,
    expiresAt: instantFromMs(call.now.getTime() + at.count("expires_in") * 1000),
  }));
  return read.ok ? ok({ ...call.credentials, ...read.value }) : read;
}

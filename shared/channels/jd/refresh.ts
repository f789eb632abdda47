import { fail, ok, type Result } from "../../kernel/result.ts";
import { instantFromMs } from "../../kernel/time.ts";
import type { ApiCall, ApiProblem, Credentials, HttpRequest } from "../api.ts";
import { askForJson, needCredentials, readAnswer, withQuery } from "../rest-answer.ts";

/** Sent as a POST, so that nothing on the way repeats it: the refresh token may be good for one use. */
export async function refreshToken(call: ApiCall): Promise<Result<Credentials, ApiProblem>> {
  const needed = needCredentials(call, ["appKey", "appSecret", "refreshToken"]);
  if (!needed.ok) return needed;
  const request: HttpRequest = {
    method: "POST",
    url: withQuery(call.credentials["oauthUrl"] ?? "https://open-oauth.jd.com/oauth2/refresh_token", {
      app_key: needed.value.appKey,
      app_secret: needed.value.appSecret,
      grant_type: "refresh_token",
      refresh_token: needed.value.refreshToken,
    }),
  };
  const answer = await askForJson(call, request, () => null);
  if (!answer.ok) return answer;
  const read = readAnswer(answer.value.json, (at) => {
    if (!at.has("access_token")) return { code: at.textOrNull("code") ?? "", detail: at.textOrNull("msg") ?? "" };
    return {
      accessToken: at.text("access_token"),
      refreshToken: at.textOrNull("refresh_token") ?? needed.value.refreshToken,
      expiresAt: instantFromMs(call.now.getTime() + at.count("expires_in") * 1000),
    };
  });
  if (!read.ok) return read;
  if (!("accessToken" in read.value)) return fail({ kind: "refused", ...read.value });
  return ok({ ...call.credentials, ...read.value });
}

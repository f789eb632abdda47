import { ok, type Result } from "../../kernel/result.ts";
import { instantFromMs } from "../../kernel/time.ts";
import type { ApiCall, ApiProblem, Credentials } from "../api.ts";
import { askForJson, needCredentials, readAnswer } from "../rest-answer.ts";

const LOGIN_WITH_AMAZON = "https://api.amazon.com";

/** Login with Amazon: an access token lasts an hour, the refresh token until the seller takes it back. */
export async function refreshToken(call: ApiCall): Promise<Result<Credentials, ApiProblem>> {
  const given = needCredentials(call, ["clientId", "clientSecret", "refreshToken"]);
  if (!given.ok) return given;
  const { clientId, clientSecret, refreshToken: token } = given.value;
  const form = { grant_type: "refresh_token", refresh_token: token, client_id: clientId, client_secret: clientSecret };
  const answer = await askForJson(
    call,
    {
      method: "POST",
      url: `${call.credentials["authUrl"] || LOGIN_WITH_AMAZON}/auth/o2/token`,
      headers: { "content-type": "application/x-www-form-urlencoded;charset=UTF-8", accept: "application/json" },
      body: new URLSearchParams(form).toString(),
      isRepeatable: true,
    },
    (at) => ({ code: at.textOrNull("error"), detail: at.textOrNull("error_description") }),
  );
  if (!answer.ok) return answer;
  const read = readAnswer(answer.value.json, (at) => ({
    accessToken: at.text("access_token"),
    seconds: at.count("expires_in"),
    next: at.textOrNull("refresh_token"),
  }));
  if (!read.ok) return read;
  const { accessToken, seconds, next } = read.value;
  const expiresAt = instantFromMs(call.now.getTime() + seconds * 1000);
  return ok({ ...call.credentials, accessToken, refreshToken: next ?? token, expiresAt });
}

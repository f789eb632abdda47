import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, Credentials } from "../api.ts";
import { needCredentials, readAnswer } from "../rest-answer.ts";
import { sendToSquare } from "./square-api.ts";

/** OAuth with a secret: the refresh token stays the same, an access token lasts 30 days. */
export async function refreshToken(call: ApiCall): Promise<Result<Credentials, ApiProblem>> {
  const given = needCredentials(call, ["clientId", "clientSecret", "refreshToken"]);
  if (!given.ok) return given;
  const { clientId, clientSecret, refreshToken: token } = given.value;
  const answer = await sendToSquare(
    call,
    {
      method: "POST",
      path: "/oauth2/token",
      body: { client_id: clientId, client_secret: clientSecret, grant_type: "refresh_token", refresh_token: token },
      isRepeatable: true,
    },
    {},
  );
  if (!answer.ok) return answer;
  const read = readAnswer(answer.value.json, (at) => ({
    accessToken: at.text("access_token"),
    expiresAt: at.instant("expires_at"),
    next: at.textOrNull("refresh_token"),
  }));
  if (!read.ok) return read;
  const { accessToken, expiresAt, next } = read.value;
  return ok({ ...call.credentials, accessToken, refreshToken: next ?? token, expiresAt });
}

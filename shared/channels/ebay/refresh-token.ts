import { ok, type Result } from "../../kernel/result.ts";
import { instantFromMs } from "../../kernel/time.ts";
import type { ApiCall, ApiProblem, Credentials } from "../api.ts";
import { askForJson, needCredentials, readAnswer } from "../rest-answer.ts";
import { ebayAddress, readRefusal } from "./ask-ebay.ts";

/** An access token lasts two hours. The refresh token stays, so asking twice does no harm. */
export async function refreshToken(call: ApiCall): Promise<Result<Credentials, ApiProblem>> {
  const needed = needCredentials(call, ["clientId", "clientSecret", "refreshToken"]);
  if (!needed.ok) return needed;
  const address = ebayAddress(call);
  if (!address.ok) return address;
  const { clientId, clientSecret } = needed.value;
  const form = new URLSearchParams({ grant_type: "refresh_token", refresh_token: needed.value.refreshToken });
  const request = {
    method: "POST",
    url: `${address.value}/identity/v1/oauth2/token`,
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: form.toString(),
    isRepeatable: true,
  } as const;
  const answer = await askForJson(call, request, readRefusal);
  if (!answer.ok) return isUsedUp(answer.error) ? { ok: false, error: usedUp } : answer;
  const read = readAnswer(answer.value.json, (at) => ({
    accessToken: at.text("access_token"),
    expiresAt: instantFromMs(call.now.getTime() + at.count("expires_in") * 1000),
  }));
  return read.ok ? ok({ ...call.credentials, ...read.value }) : read;
}

const usedUp: ApiProblem = { kind: "unauthorised", detail: "the refresh token is used up or revoked: sign in again" };

/** OAuth says so with 400. */
function isUsedUp(problem: ApiProblem): boolean {
  return problem.kind === "refused" && ["invalid_grant", "invalid_client"].includes(problem.code);
}

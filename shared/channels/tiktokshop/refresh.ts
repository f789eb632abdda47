import { ok, type Result } from "../../kernel/result.ts";
import { instantFromMs } from "../../kernel/time.ts";
import type { ApiCall, ApiProblem, Credentials } from "../api.ts";
import { needCredentials, readAnswer, withQuery } from "../rest-answer.ts";
import { sendTikTok } from "./ask-tiktok.ts";

const AUTH = "https://auth.tiktok-shops.com";

/** Larger figures are the moment itself, smaller ones a number of seconds from now. */
const YEAR_2001_S = 1_000_000_000;

/** Access tokens last a week. The answer says until when, as seconds since 1970. */
export async function refreshCredentials(call: ApiCall): Promise<Result<Credentials, ApiProblem>> {
  const given = needCredentials(call, ["appKey", "appSecret", "refreshToken"]);
  if (!given.ok) return given;
  const { appKey, appSecret, refreshToken: token } = given.value;
  const query = { app_key: appKey, app_secret: appSecret, refresh_token: token, grant_type: "refresh_token" };
  const url = withQuery(`${call.credentials["authUrl"] || AUTH}/api/v2/token/refresh`, query);
  const answer = await sendTikTok(call, { method: "GET", url });
  if (!answer.ok) {
    const { error } = answer;
    return error.kind === "refused" ? { ok: false, error: { kind: "unauthorised", detail: error.detail } } : answer;
  }
  const read = readAnswer(answer.value.json, (at) => {
    const given = at.child("data") ?? at;
    return {
      accessToken: given.text("access_token"),
      refreshToken: given.textOrNull("refresh_token") ?? token,
      untilS: given.quantity("access_token_expire_in"),
    };
  });
  if (!read.ok) return read;
  const { accessToken, refreshToken, untilS } = read.value;
  const nowMs = call.now.getTime();
  const expiresAt = instantFromMs(untilS > YEAR_2001_S ? untilS * 1000 : nowMs + untilS * 1000);
  return ok({ ...call.credentials, accessToken, refreshToken, expiresAt });
}

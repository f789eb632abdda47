import { ok, type Result } from "../../kernel/result.ts";
import { instantFromMs } from "../../kernel/time.ts";
import type { ApiCall, ApiProblem, Credentials } from "../api.ts";
import { needCredentials, readAnswer } from "../rest-answer.ts";
import { askWeChat } from "./ask-wechat.ts";

/**
 * `stable_token`: the same token until shortly before its two hours are over, however often it is asked for, so that others with
 * the app's secret are not locked out.
 */
export async function refreshCredentials(call: ApiCall): Promise<Result<Credentials, ApiProblem>> {
  const given = needCredentials(call, ["appId", "appSecret"]);
  if (!given.ok) return given;
  const { appId: appid, appSecret: secret } = given.value;
  const answer = await askWeChat(call, {
    path: "/cgi-bin/stable_token",
    body: { grant_type: "client_credential", appid, secret, force_refresh: false },
    isRepeatable: true,
    isOfApp: true,
  });
  if (!answer.ok) return answer;
  const read = readAnswer(answer.value.json, (at) => ({
    accessToken: at.text("access_token"),
    seconds: at.count("expires_in"),
  }));
  if (!read.ok) return read;
  const { accessToken, seconds } = read.value;
  const expiresAt = instantFromMs(call.now.getTime() + seconds * 1000);
  return ok({ ...call.credentials, accessToken, expiresAt });
}

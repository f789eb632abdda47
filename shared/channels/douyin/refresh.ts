import { ok, type Result } from "../../kernel/result.ts";
import { instantFromMs } from "../../kernel/time.ts";
import type { ApiCall, ApiProblem, Credentials } from "../api.ts";
import { needCredentials, readAnswer } from "../rest-answer.ts";
import { askDouyin, type DouyinAsk, sortedJson } from "./ask-douyin.ts";

/**
 * Apps of many shops renew by `token.refresh`, whose refresh token is good for one use; an app of the merchant's own asks for a
 * token of its shop (`token.create`), as often as it likes.
 */
export async function refreshCredentials(call: ApiCall): Promise<Result<Credentials, ApiProblem>> {
  const ask = askFor(call);
  if (!ask.ok) return ask;
  const answer = await askDouyin(call, ask.value);
  if (!answer.ok) return answer;
  const read = readAnswer(answer.value.json, (at) => {
    const token = at.child("data") ?? at;
    return {
      accessToken: token.text("access_token"),
      refreshToken: token.textOrNull("refresh_token"),
      seconds: token.count("expires_in"),
    };
  });
  if (!read.ok) return read;
  const { accessToken, refreshToken, seconds } = read.value;
  const renewed = call.credentials["refreshToken"] && refreshToken !== null ? { refreshToken } : {};
  const expiresAt = instantFromMs(call.now.getTime() + seconds * 1000);
  return ok({ ...call.credentials, ...renewed, accessToken, expiresAt });
}

function askFor(call: ApiCall): Result<DouyinAsk, ApiProblem> {
  const { refreshToken = "" } = call.credentials;
  if (refreshToken !== "") {
    const param = sortedJson({ grant_type: "refresh_token", refresh_token: refreshToken });
    return ok({ method: "token.refresh", param, isOfApp: true, isOnce: true });
  }
  const shop = needCredentials(call, ["shopId"]);
  if (!shop.ok) return shop;
  const param = sortedJson({ code: "", grant_type: "authorization_self", shop_id: shop.value.shopId });
  return ok({ method: "token.create", param, isOfApp: true });
}

import { ok, type Result } from "../../kernel/result.ts";
import { instantFromMs } from "../../kernel/time.ts";
import type { ApiCall, ApiProblem, Credentials } from "../api.ts";
import { needCredentials, readAnswer } from "../rest-answer.ts";
import { askShopee } from "./ask-shopee.ts";

/** An access token lasts four hours. Each refresh token works once; the answer stands beside `error`, not in `response`. */
export async function refreshToken(call: ApiCall): Promise<Result<Credentials, ApiProblem>> {
  const needed = needCredentials(call, ["partnerId", "shopId", "refreshToken"]);
  if (!needed.ok) return needed;
  const { partnerId, shopId } = needed.value;
  const answer = await askShopee(call, {
    method: "POST",
    path: "/api/v2/auth/access_token/get",
    body: `{"partner_id":${partnerId},"shop_id":${shopId},"refresh_token":${JSON.stringify(needed.value.refreshToken)}}`,
    isOfApp: true,
  });
  if (!answer.ok) return answer;
  const read = readAnswer(answer.value.json, (at) => ({
    accessToken: at.text("access_token"),
    refreshToken: at.text("refresh_token"),
    expiresAt: instantFromMs(call.now.getTime() + at.count("expire_in") * 1000),
  }));
  return read.ok ? ok({ ...call.credentials, ...read.value }) : read;
}

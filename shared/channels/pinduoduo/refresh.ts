import { ok, type Result } from "../../kernel/result.ts";
import { instantFromMs } from "../../kernel/time.ts";
import type { ApiCall, ApiProblem, Credentials } from "../api.ts";
import { needCredentials } from "../rest-answer.ts";
import { readUnder } from "../signed-form.ts";
import { askPdd } from "./ask-pdd.ts";

export async function refreshToken(call: ApiCall): Promise<Result<Credentials, ApiProblem>> {
  const needed = needCredentials(call, ["refreshToken"]);
  if (!needed.ok) return needed;
  const params = { refresh_token: needed.value.refreshToken };
  const answer = await askPdd(call, { type: "pdd.pop.auth.token.refresh", params, isRefresh: true });
  if (!answer.ok) return answer;
  const read = readUnder(answer.value, "pop_auth_token_refresh_response", (at) => ({
    accessToken: at.text("access_token"),
    refreshToken: at.textOrNull("refresh_token") ?? needed.value.refreshToken,
    expiresAt: instantFromMs(call.now.getTime() + at.count("expires_in") * 1000),
  }));
  return read.ok ? ok({ ...call.credentials, ...read.value }) : read;
}

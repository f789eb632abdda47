import { ok, type Result } from "../../kernel/result.ts";
import { instantFromMs } from "../../kernel/time.ts";
import type { ApiCall, ApiProblem, Credentials } from "../api.ts";
import { needCredentials, readAnswer } from "../rest-answer.ts";
import { askLazada } from "./ask-lazada.ts";

/** Each refresh gives a new refresh token as well. The answer stands beside `code`, not in `data`. */
export async function refreshToken(call: ApiCall): Promise<Result<Credentials, ApiProblem>> {
  const needed = needCredentials(call, ["refreshToken"]);
  if (!needed.ok) return needed;
  const answer = await askLazada(call, {
    method: "POST",
    path: "/auth/token/refresh",
    params: { refresh_token: needed.value.refreshToken },
    isOfApp: true,
  });
  if (!answer.ok) return answer;
  const read = readAnswer(answer.value.json, (at) => ({
    accessToken: at.text("access_token"),
    refreshToken: at.text("refresh_token"),
    expiresAt: instantFromMs(call.now.getTime() + at.count("expires_in") * 1000),
  }));
  return read.ok ? ok({ ...call.credentials, ...read.value }) : read;
}

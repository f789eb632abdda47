import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import { askSite, numberPath } from "./site-api.ts";

/** The very order that a webhook carries. */
export async function readOrder(call: ApiCall, channelOrderId: string): Promise<Result<Uint8Array, ApiProblem>> {
  const path = numberPath("/orders", channelOrderId);
  if (!path.ok) return path;
  const answer = await askSite(call, { method: "GET", path: path.value });
  return answer.ok ? ok(answer.value.response.body) : answer;
}

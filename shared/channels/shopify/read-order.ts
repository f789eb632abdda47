import { fail, ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import { askAdmin } from "./admin-api.ts";

/** REST: `{"order":{…}}` with the very order that webhooks carry, refunds and fulfilments in it. */
export async function readOrder(call: ApiCall, channelOrderId: string): Promise<Result<Uint8Array, ApiProblem>> {
  if (!/^\d{1,19}$/.test(channelOrderId)) return fail({ kind: "not_found", detail: "an order's id is a number" });
  const answer = await askAdmin(call, { method: "GET", path: `/orders/${channelOrderId}.json` });
  return answer.ok ? ok(answer.value.response.body) : answer;
}

import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem } from "../api.ts";
import { withQuery } from "../rest-answer.ts";
import { askSpApi } from "./sp-api.ts";

const DATASETS = "BUYER,RECIPIENT,PROCEEDS,PROMOTION,CANCELLATION,FULFILLMENT,PACKAGES,PAYMENT";

/** getOrder 2026-01-01 with every dataset that `order.ts` reads. */
export async function readOrder(call: ApiCall, channelOrderId: string): Promise<Result<Uint8Array, ApiProblem>> {
  const path = withQuery(`/orders/2026-01-01/orders/${encodeURIComponent(channelOrderId)}`, { includedData: DATASETS });
  const answer = await askSpApi(call, { method: "GET", path });
  return answer.ok ? ok(answer.value.response.body) : answer;
}

import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, StockAnswer, StockLevel } from "../api.ts";
import { readAnswer } from "../rest-answer.ts";
import { askEbay } from "./ask-ebay.ts";

/** One sku is one call; the batch bounds how long a round of them lasts. */
export const stockBatch = 25;

/**
 * The article's own quantity and that of each of its offers: a listing shows the smaller of the two. Absolute, so that the same level
 * may be set again after any failure.
 */
export async function setStock(
  call: ApiCall,
  levels: readonly StockLevel[],
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  const answers: StockAnswer[] = [];
  for (const level of levels) {
    const answer = await setOne(call, level);
    if (!answer.ok) return answer;
    answers.push(answer.value);
  }
  return ok(answers);
}

async function setOne(call: ApiCall, { sku, listing, quantity }: StockLevel): Promise<Result<StockAnswer, ApiProblem>> {
  const offerIds = (listing["offerId"] ?? "")
    .split(",")
    .map((id) => id.trim())
    .filter((id) => id !== "");
  const offers = offerIds.map((offerId) => ({ offerId, availableQuantity: quantity }));
  const request = {
    sku: listing["sku"] ?? sku,
    shipToLocationAvailability: { quantity },
    ...(offers.length === 0 ? {} : { offers }),
  };
  const answer = await askEbay(call, {
    method: "POST",
    path: "/sell/inventory/v1/bulk_update_price_quantity",
    body: { requests: [request] },
    isRepeatable: true,
  });
  if (!answer.ok) {
    const { error } = answer;
    if (error.kind === "refused") return ok({ kind: "refused", code: error.code, detail: error.detail });
    return error.kind === "not_found" ? ok({ kind: "refused", code: "not_found", detail: error.detail }) : answer;
  }
  return readAnswer(answer.value.json, (at): StockAnswer => {
    const failed = at.list("responses").find((each) => each.count("statusCode") >= 300);
    if (failed === undefined) return { kind: "set" };
    const [error] = failed.entries("errors");
    const code = error?.textOrNull("errorId") ?? String(failed.count("statusCode"));
    return { kind: "refused", code, detail: error?.textOrNull("message") ?? "eBay gave no reason" };
  });
}

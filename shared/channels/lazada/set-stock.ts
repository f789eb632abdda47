import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, StockAnswer, StockLevel } from "../api.ts";
import { askLazada } from "./ask-lazada.ts";

/** "A maximum of 50 SKUs can be added per request." */
export const stockBatch = 50;

/**
 * Absolute sellable quantities. Lazada answers once for all skus of a call: what is refused together is asked again one by
 * one, so that each has an answer of its own. Setting again does no harm.
 */
export async function setStock(
  call: ApiCall,
  levels: readonly StockLevel[],
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  const isListed = ({ listing }: StockLevel): boolean =>
    [listing["itemId"], listing["skuId"]].every((id) => /^\d{1,19}$/.test(id ?? ""));
  const listed = levels.filter(isListed);
  const together = listed.length === 0 ? null : await setTogether(call, listed);
  if (together !== null && !together.ok) return together;
  const isAllSet = together?.value.kind === "set";
  const answers: StockAnswer[] = [];
  for (const level of levels) {
    if (!isListed(level)) {
      answers.push({ kind: "refused", code: "no_listing", detail: "the listing needs itemId and skuId" });
    } else if (isAllSet || (listed.length === 1 && together !== null)) {
      answers.push(together.value);
    } else {
      const alone = await setTogether(call, [level]);
      if (!alone.ok) return alone;
      answers.push(alone.value);
    }
  }
  return ok(answers);
}

async function setTogether(call: ApiCall, levels: readonly StockLevel[]): Promise<Result<StockAnswer, ApiProblem>> {
  const skus = levels.map(
    ({ listing, quantity }) =>
      `<Sku><ItemId>${listing["itemId"]}</ItemId><SkuId>${listing["skuId"]}</SkuId>` +
      `<SellableQuantity>${quantity}</SellableQuantity></Sku>`,
  );
  const answer = await askLazada(call, {
    method: "POST",
    path: "/product/stock/sellable/update",
    params: { payload: `<Request><Product><Skus>${skus.join("")}</Skus></Product></Request>` },
    isRepeatable: true,
  });
  if (answer.ok) return ok({ kind: "set" });
  const { error } = answer;
  if (error.kind === "refused") return ok({ kind: "refused", code: error.code, detail: error.detail });
  return error.kind === "not_found" ? ok({ kind: "refused", code: "not_found", detail: error.detail }) : answer;
}

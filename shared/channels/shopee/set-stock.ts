import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, StockAnswer, StockLevel } from "../api.ts";
import { type RestAnswer, readAnswer } from "../rest-answer.ts";
import { askShopee, readShopee } from "./ask-shopee.ts";

/** One item, with up to 50 models, is one call; so at most 50 calls. */
export const stockBatch = 50;

const someFailed = "error_busi_update_stock_failed";

/** Absolute, so that the same levels may be set again after any failure. */
export async function setStock(
  call: ApiCall,
  levels: readonly StockLevel[],
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  const answers = new Map<StockLevel, StockAnswer>();
  for (const [itemId, models] of Map.groupBy(levels, ({ listing }) => listing["itemId"] ?? "")) {
    const set = await setItem(call, itemId, models);
    if (!set.ok) return set;
    models.forEach((level, index) => {
      answers.set(level, set.value[index] ?? { kind: "set" });
    });
  }
  return ok(levels.map((level) => answers.get(level) ?? { kind: "set" }));
}

/** One answer for each model. What Shopee refuses of the item it refuses of all its models. */
async function setItem(
  call: ApiCall,
  itemId: string,
  models: readonly StockLevel[],
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  const all = (answer: StockAnswer) => ok(models.map(() => answer));
  if (![itemId, ...models.map(modelIdOf)].every((id) => /^\d{1,19}$/.test(id))) {
    return all({
      kind: "refused",
      code: "no_listing",
      detail: "the listing needs itemId, and modelId if it has models",
    });
  }
  const stockList = models.map((level) => {
    const locationId = level.listing["locationId"];
    const place = locationId === undefined ? {} : { location_id: locationId };
    return `{"model_id":${modelIdOf(level)},"seller_stock":[${JSON.stringify({ ...place, stock: level.quantity })}]}`;
  });
  const answer = await askShopee(call, {
    method: "POST",
    path: "/api/v2/product/update_stock",
    body: `{"item_id":${itemId},"stock_list":[${stockList.join(",")}]}`,
    isRepeatable: true,
    tolerated: someFailed,
  });
  if (!answer.ok) {
    const { error } = answer;
    if (error.kind === "refused") return all({ kind: "refused", code: error.code, detail: error.detail });
    if (error.kind === "not_found") return all({ kind: "refused", code: "not_found", detail: error.detail });
    return answer;
  }
  const failures = readShopee(answer.value, (at) => {
    const failed = at.listOrEmpty("failure_list");
    return new Map(failed.map((each) => [each.id("model_id"), each.textOrNull("failed_reason") ?? ""] as const));
  });
  if (!failures.ok) return failures;
  const isWhole = failures.value.size === 0 && hasError(answer.value);
  return ok(
    models.map((level): StockAnswer => {
      const detail = isWhole ? "Shopee names no model" : failures.value.get(modelIdOf(level));
      return detail === undefined ? { kind: "set" } : { kind: "refused", code: someFailed, detail };
    }),
  );
}

/** The one error that is read all the same. */
function hasError({ json }: RestAnswer): boolean {
  const read = readAnswer(json, (at) => at.textOrNull("error") === someFailed);
  return read.ok && read.value;
}

/** 0 for an item without models. */
function modelIdOf({ listing }: StockLevel): string {
  return listing["modelId"] ?? "0";
}

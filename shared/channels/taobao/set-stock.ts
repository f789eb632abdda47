import { ok, type Result } from "../../kernel/result.ts";
import type { ApiCall, ApiProblem, StockAnswer, StockLevel } from "../api.ts";
import { askTop, type TopAsk } from "./ask-top.ts";

/** Skus that one question may set. */
export const stockBatch = 20;

type Placed = { readonly level: StockLevel; readonly place: number };

const set: StockAnswer = { kind: "set" };

/** Absolute quantities (`type` 1), article by article; an article without skus is set itself. */
export async function setStock(
  call: ApiCall,
  levels: readonly StockLevel[],
): Promise<Result<readonly StockAnswer[], ApiProblem>> {
  const answers: StockAnswer[] = levels.map(() => nowhere);
  const placed = levels.map((level, place) => ({ level, place }));
  const listed = placed.filter(({ level }) => (level.listing["numIid"] ?? "") !== "");
  const articles = Map.groupBy(listed, ({ level }) => `${level.listing["numIid"]} ${hasSku(level)}`);
  for (const ofArticle of articles.values()) {
    const answer = await askTop(call, askOf(ofArticle));
    const isTheirNo = !answer.ok && (answer.error.kind === "refused" || answer.error.kind === "not_found");
    if (!answer.ok && !isTheirNo) return answer;
    const said = answer.ok ? set : refusalOf(answer.error);
    for (const { place } of ofArticle) answers[place] = said;
  }
  return ok(answers);
}

const nowhere: StockAnswer = { kind: "refused", code: "no_listing", detail: "the listing names no numIid" };

function hasSku({ listing }: StockLevel): boolean {
  return (listing["skuId"] ?? "") !== "";
}

function askOf(ofArticle: readonly Placed[]): TopAsk {
  const num_iid = ofArticle[0]?.level.listing["numIid"] ?? "";
  const skus = ofArticle.filter(({ level }) => hasSku(level));
  if (skus.length === 0) {
    const quantity = String(ofArticle.at(-1)?.level.quantity ?? 0);
    return { method: "taobao.item.quantity.update", params: { num_iid, quantity, type: "1" } };
  }
  const skuid_quantities = skus.map(({ level }) => `${level.listing["skuId"]}:${level.quantity}`).join(";");
  return { method: "taobao.skus.quantity.update", params: { num_iid, skuid_quantities, type: "1" } };
}

function refusalOf(problem: ApiProblem): StockAnswer {
  const detail = "detail" in problem ? problem.detail : "";
  return { kind: "refused", code: problem.kind === "refused" ? problem.code : problem.kind, detail };
}

import type { RuleSetDraft } from "../../rules/rule-set.ts";
import type { Place } from "../costs/survey.ts";
import { indexStock, type StockSeen } from "../free-stock.ts";
import type { Outline } from "../planner/problem.ts";
import { terms } from "../planner/problem.ts";
import { type Answer, answer, type Question } from "../question.ts";
import { needsWithParts } from "../shared-parts.ts";
import { withHeldBack } from "../sourcing/held-back.ts";
import { surveyFor } from "../sourcing/plan-under.ts";
import { sumBySku } from "../sum-by-sku.ts";
import { aloneFrom, checksOf } from "./check-warehouse.ts";
import { type Comparisons, compareEvery, firstDifference } from "./compare-every.ts";
import type { Otherwise, Receipt, ReceiptWarehouse } from "./receipt.ts";
import { fromSnapshot, type Snapshot } from "./snapshot.ts";

/** The whole decision, made again from what it was made on. `set` is the rule set of its version; null for a plain one. */
export function makeReceipt(snapshot: Snapshot, set: (RuleSetDraft & { readonly version: number }) | null): Receipt {
  const question = fromSnapshot(snapshot, set);
  const made = answer(question);
  const { request } = question;
  const compared = compareEvery(made.problem);
  const stocks = question.kind === "ruled" ? withHeldBack(request.stocks, question.request.sourcing) : request.stocks;
  const { alone } = compared;
  return {
    decidedAt: snapshot.at,
    rulesVersion: made.note.rulesVersion,
    destination: request.destination,
    lines: snapshot.lines.map(([lineId, sku, quantity, grams, priceMinor]) => {
      return { lineId, sku, quantity, grams, priceMinor };
    }),
    stock: stocks.map(stockSeen),
    rules: rulesOf(question, made),
    warehouses: warehousesOf(question, made, compared, stocks),
    bestAlone: alone === null ? null : { warehouse: codeAt(made, alone.warehouses[0] ?? -1), tally: alone.tally },
    tiedWith: [...compared.others].flatMap(([place, other]) => {
      const isTied = firstDifference(made.problem, compared.plan.tally, other.tally) === null;
      return isTied && !compared.plan.warehouses.includes(place) ? codeAt(made, place) : [];
    }),
    plan: planOf(made, compared),
    comparedBy: [...(made.problem.objective ?? terms)],
  };
}

function stockSeen({ sku, warehouse, available, safetyStock, version }: StockSeen): Receipt["stock"][number] {
  const free = Math.max(0, available - safetyStock);
  return { sku, warehouse, available, heldBack: safetyStock, free, version };
}

function rulesOf(question: Question, { dropped }: Answer): Receipt["rules"] {
  if (question.kind === "plain") {
    return question.request.rules.rules.map((rule) => {
      return { rule: rule.name, kind: "prefer" in rule ? "prefer" : "exclude", isSoft: false, isKept: true };
    });
  }
  const { hard, soft, preferences } = question.request.sourcing;
  return [
    ...hard.map(({ rule, kind }) => ({ rule, kind, isSoft: false, isKept: true })),
    ...soft.map((each) => ({ rule: each.rule, kind: each.kind, isSoft: true, isKept: !dropped.includes(each) })),
    ...preferences.map(({ rule }) => ({ rule, kind: "prefer", isSoft: false, isKept: true })),
  ];
}

function warehousesOf(
  question: Question,
  made: Answer,
  compared: Comparisons,
  stocks: readonly StockSeen[],
): readonly ReceiptWarehouse[] {
  const { request } = question;
  const places: ReadonlyMap<string, Place> = question.kind === "ruled" ? surveyFor(question.request) : new Map();
  const stock = indexStock(stocks);
  const needs = sumBySku(request.lines);
  const allNeeded = needsWithParts(request.lines, request.parts);
  return made.note.considered.flatMap(({ warehouse: code, verdict, because }): ReceiptWarehouse[] => {
    const warehouse = request.warehouses.find((each) => each.code === code);
    if (warehouse === undefined) return [];
    const at = made.ranking.candidates.findIndex((each) => each.code === code);
    const place = places.get(code) ?? null;
    const skus = needs.map(({ sku }) => sku);
    const free = stock.free(skus, [code]).map(([units = 0]) => units);
    const has = stock.free(
      allNeeded.map(({ sku }) => sku),
      [code],
    );
    const hasAll = allNeeded.every(({ quantity }, index) => (has[index]?.[0] ?? 0) >= quantity);
    const mayAll = question.kind === "ruled" && at >= 0 && hasAll;
    return [
      {
        warehouse: code,
        verdict,
        because,
        rank: made.ranking.candidates[at]?.rank ?? null,
        units: needs.reduce((sum, { quantity }, index) => sum + Math.min(quantity, free[index] ?? 0), 0),
        waits: place?.facts.waits ?? null,
        days: place?.facts.days ?? null,
        km: place?.facts.km ?? null,
        checks: checksOf(question, warehouse, place),
        alone: mayAll ? aloneFrom(question.request, made, code, places) : null,
        otherwise: otherwiseOf(made, compared, at),
      },
    ];
  });
}

function otherwiseOf(made: Answer, { plan, others }: Comparisons, at: number): Otherwise | null {
  const other = others.get(at);
  if (other === undefined) return null;
  return {
    kind: plan.warehouses.includes(at) ? "without" : "with",
    warehouses: other.warehouses.map((place) => codeAt(made, place)),
    tally: other.tally,
    isProven: other.proof.kind === "best",
    differs: firstDifference(made.problem, plan.tally, other.tally),
  };
}

function planOf(made: Answer, { plan }: { readonly plan: Outline }): Receipt["plan"] {
  const { note, short, parcels } = made;
  return {
    plan: note.plan,
    because: note.because,
    ...(note.gap === undefined ? {} : { gap: note.gap }),
    short,
    tally: plan.tally,
    isProven: plan.proof.kind === "best",
    parcels,
    costMinor: parcels.reduce((sum, { costMinor }) => sum + costMinor, 0),
  };
}

function codeAt({ ranking }: Answer, place: number): string {
  return ranking.candidates[place]?.code ?? "";
}

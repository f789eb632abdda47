import { freeToPromise } from "../inventory/stock.ts";
import type { WarehouseCode } from "../kernel/ids.ts";
import type { Allocation } from "../orders/allocation.ts";
import type { RoutingNote } from "../orders/order.ts";
import type { OpenLine } from "./choose-warehouses.ts";
import { compareInWords, gapInWords } from "./compare-plans.ts";
import type { StockIndex, StockSeen } from "./free-stock.ts";
import type { Alternative, Certificate } from "./planner/certificate.ts";
import type { Candidate, Ranking } from "./rank-warehouses.ts";
import type { RoutingRules } from "./rules.ts";
import { needsWithParts, type Part } from "./shared-parts.ts";
import { type SkuQuantity, sumBySku } from "./sum-by-sku.ts";
import type { Warehouse } from "./warehouse.ts";

export type Explanation = {
  readonly request: {
    readonly lines: readonly OpenLine[];
    readonly warehouses: readonly Warehouse[];
    readonly rules: RoutingRules;
    readonly parts?: readonly Part[];
  };
  readonly stock: StockIndex;
  readonly ranking: Ranking;
  readonly allocations: readonly Allocation[];
  readonly short: readonly SkuQuantity[];
  readonly certificate: Certificate;
};

type Considered = RoutingNote["considered"][number];

/** A long order is not retold: this many skus, then the number of the others. */
const namedSkus = 3;

/** The plan in sentences that a merchant understands: one for each warehouse in the order asked, one for the whole. */
export function explain(plan: Explanation): Pick<RoutingNote, "considered" | "because"> {
  const { candidates, excluded } = plan.ranking;
  const chosen = new Set(plan.allocations.map(({ warehouse }) => warehouse));
  const lastChosen = candidates.findLastIndex(({ code }) => chosen.has(code));
  const isComplete = plan.short.length === 0;
  const lacks = makeLacks(plan);
  const consider = (candidate: Candidate, place: number): Considered => {
    const { code, because } = candidate;
    if (chosen.has(code)) return { warehouse: code, verdict: "chosen", because: `${sends(plan, place)}; ${because}` };
    if (isComplete && place > lastChosen) {
      return { warehouse: code, verdict: "not_needed", because: `others come first and send everything; ${because}` };
    }
    const lacking = lacks(code);
    if (lacking === "") return { warehouse: code, verdict: "not_needed", because: `the plan is better; ${because}` };
    const instead = comparison(plan, plan.certificate.using, place, "with it");
    return { warehouse: code, verdict: "short", because: `lacks ${lacking}${instead}; ${because}` };
  };
  return {
    considered: [
      ...candidates.map(consider),
      ...excluded.map(({ code, because }): Considered => ({ warehouse: code, verdict: "excluded", because })),
      ...unknownWarehouses(plan),
    ],
    because: whole(plan, lacks),
  };
}

function sends(plan: Explanation, place: number): string {
  const code = plan.ranking.candidates[place]?.code;
  const sent = listOf(plan.allocations.filter(({ warehouse }) => warehouse === code));
  return `sends ${sent}${comparison(plan, plan.certificate.without, place, "without it")}`;
}

/** What would be different; nothing of an order that leaves from one warehouse, or waits. */
function comparison(plan: Explanation, others: readonly Alternative[], place: number, under: string): string {
  const other = others.find(({ warehouse }) => warehouse === place);
  const isPlain = plan.certificate.plan.warehouses.length < 2 || plan.allocations.length === 0;
  return isPlain || other === undefined ? "" : `; ${under} ${compareInWords(plan.certificate.plan, other.plan)}`;
}

/** What a warehouse lacks of the order, in words; "" when it has everything. */
type Lacks = (code: WarehouseCode) => string;

function makeLacks({ request: { lines, parts }, stock }: Explanation): Lacks {
  const needs = needsWithParts(lines, parts);
  const rows = stock.rows(needs.map(({ sku }) => sku));
  return (code) => {
    const column = stock.column(code);
    const missing: string[] = [];
    let others = 0;
    for (const [place, { sku, quantity }] of needs.entries()) {
      const seen = rows[place]?.[column];
      const free = seen === undefined ? 0 : freeToPromise(seen);
      if (free >= quantity) continue;
      if (missing.length < namedSkus) missing.push(lacking(sku, quantity - free, free, seen));
      else others += 1;
    }
    return listWith(missing, others);
  };
}

function lacking(sku: string, units: number, free: number, stock: StockSeen | undefined): string {
  const safety = (stock?.safetyStock ?? 0) > 0 ? ` above the safety stock of ${stock?.safetyStock}` : "";
  return `${units} × ${sku} (${free} free${safety})`;
}

/** Stock that routing cannot use because nobody has set up its warehouse: worth a sentence, it is often a typing error. */
function unknownWarehouses({ request: { warehouses }, stock }: Explanation): Considered[] {
  const known = new Set(warehouses.map(({ code }) => code));
  const rows = stock.rows(stock.skus);
  const hasFree = (code: WarehouseCode): boolean => {
    const column = stock.column(code);
    return rows.some((row) => {
      const seen = row?.[column];
      return seen !== undefined && freeToPromise(seen) > 0;
    });
  };
  const because = "it has stock and is not set up as a warehouse";
  return stock.warehouses.flatMap((warehouse): Considered[] => {
    return known.has(warehouse) || !hasFree(warehouse) ? [] : [{ warehouse, verdict: "excluded", because }];
  });
}

function whole(plan: Explanation, lacks: Lacks): string {
  const { allocations, short, ranking, certificate } = plan;
  const chosen = new Set(allocations.map(({ warehouse }) => warehouse));
  const from = ranking.candidates.filter(({ code }) => chosen.has(code));
  const units = `${allocations.reduce((sum, { quantity }) => sum + quantity, 0)} units`;
  const places = from.map(({ code }) => code).join(", ");
  if (short.length === 0) {
    const [only] = from;
    if (from.length === 1 && only !== undefined) return `All ${units} leave from ${only.code}: ${only.because}.`;
    const alone = ranking.candidates[certificate.alone?.warehouse ?? -1]?.code;
    const lacking = alone && lacks(alone);
    if (lacking === "") return `All ${units} leave with other parts of the order, from ${places}.`;
    const closest = lacking === undefined ? "" : `: ${alone} comes closest and lacks ${lacking}`;
    const parcels = `${from.length} parcels from ${places}, ${gapInWords(certificate.plan.proof)}`;
    return `No single warehouse has everything${closest}; all ${units} leave in ${parcels}.`;
  }
  const wait = `${listOf(short)}: ${whyShort(plan)}`;
  return from.length === 0 ? `Waits for ${wait}.` : `${units} leave from ${places}; the rest waits for ${wait}.`;
}

function whyShort({ request, ranking }: Explanation): string {
  if (ranking.candidates.length === 0) return "no warehouse may serve this order";
  switch (request.rules.split) {
    case "never":
      return "no single warehouse has everything and the order may not be split";
    case "by_line":
      return "no warehouse that may serve this order has enough for the line";
    case "by_quantity":
      return "the warehouses that may serve this order do not have enough together";
  }
}

function listOf(parts: readonly SkuQuantity[]): string {
  return shortList(sumBySku(parts).map(({ sku, quantity }) => `${quantity} × ${sku}`));
}

function shortList(parts: readonly string[]): string {
  return listWith(parts.slice(0, namedSkus), Math.max(0, parts.length - namedSkus));
}

function listWith(named: readonly string[], others: number): string {
  return others > 0 ? `${named.join(", ")} and ${others} more skus` : named.join(", ");
}

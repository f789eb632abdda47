import { freeToPromise, type Stock } from "../inventory/stock.ts";
import type { WarehouseCode } from "../kernel/ids.ts";
import type { Allocation } from "../orders/allocation.ts";
import type { RoutingNote } from "../orders/order.ts";
import type { OpenLine } from "./choose-warehouses.ts";
import type { Candidate, Ranking } from "./rank-warehouses.ts";
import type { RoutingRules } from "./rules.ts";
import { type SkuQuantity, sumBySku } from "./sum-by-sku.ts";
import type { Warehouse } from "./warehouse.ts";

export type Explanation = {
  readonly request: {
    readonly lines: readonly OpenLine[];
    readonly stocks: readonly Stock[];
    readonly warehouses: readonly Warehouse[];
    readonly rules: RoutingRules;
  };
  readonly ranking: Ranking;
  readonly allocations: readonly Allocation[];
  readonly short: readonly SkuQuantity[];
};

type Considered = RoutingNote["considered"][number];

/** A long order is not retold: this many skus, then the number of the others. */
const namedSkus = 3;

/** The plan in sentences that a merchant understands: one for each warehouse in the order asked, one for the whole. */
export function explain(plan: Explanation): Pick<RoutingNote, "considered" | "because"> {
  const { candidates, excluded } = plan.ranking;
  const lastChosen = candidates.findLastIndex(({ code }) => unitsFrom(plan, code) > 0);
  const isComplete = plan.short.length === 0;
  return {
    considered: [
      ...candidates.map((candidate, index) => considerCandidate(plan, candidate, isComplete && index > lastChosen)),
      ...excluded.map(({ code, because }): Considered => ({ warehouse: code, verdict: "excluded", because })),
      ...unknownWarehouses(plan),
    ],
    because: whole(plan),
  };
}

function considerCandidate(plan: Explanation, { code, because }: Candidate, isAfterChosen: boolean): Considered {
  const sent = plan.allocations.filter((allocation) => allocation.warehouse === code);
  if (sent.length > 0) return { warehouse: code, verdict: "chosen", because: `sends ${listOf(sent)}; ${because}` };
  if (isAfterChosen) {
    return { warehouse: code, verdict: "not_needed", because: `others come first and send everything; ${because}` };
  }
  return { warehouse: code, verdict: "short", because: `lacks ${lacks(plan, code)}; ${because}` };
}

function lacks({ request }: Explanation, code: WarehouseCode): string {
  const needs = sumBySku(request.lines);
  const missing = needs.flatMap(({ sku, quantity }) => {
    const stock = request.stocks.find((each) => each.warehouse === code && each.sku === sku);
    const free = stock === undefined ? 0 : freeToPromise(stock);
    if (free >= quantity) return [];
    const safety = (stock?.safetyStock ?? 0) > 0 ? ` above the safety stock of ${stock?.safetyStock}` : "";
    return [`${quantity - free} × ${sku} (${free} free${safety})`];
  });
  return shortList(missing);
}

/** Stock that routing cannot use because nobody has set up its warehouse: worth a sentence, it is often a typing error. */
function unknownWarehouses({ request }: Explanation): Considered[] {
  const known = new Set(request.warehouses.map(({ code }) => code));
  const unknown = request.stocks.filter((stock) => !known.has(stock.warehouse) && freeToPromise(stock) > 0);
  const because = "it has stock and is not set up as a warehouse";
  return [...new Set(unknown.map((stock) => stock.warehouse))].map((warehouse) => ({
    warehouse,
    verdict: "excluded",
    because,
  }));
}

function whole(plan: Explanation): string {
  const { allocations, short, ranking } = plan;
  const from = ranking.candidates.filter(({ code }) => unitsFrom(plan, code) > 0);
  const units = `${allocations.reduce((sum, { quantity }) => sum + quantity, 0)} units`;
  const places = from.map(({ code }) => code).join(", ");
  if (short.length === 0) {
    const [only] = from;
    return from.length === 1 && only !== undefined
      ? `All ${units} leave from ${only.code}: ${only.because}.`
      : `No single warehouse has everything; all ${units} leave in ${from.length} parcels from ${places}.`;
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

function unitsFrom({ allocations }: Explanation, code: WarehouseCode): number {
  return allocations.reduce((sum, { warehouse, quantity }) => (warehouse === code ? sum + quantity : sum), 0);
}

function listOf(parts: readonly SkuQuantity[]): string {
  return shortList(sumBySku(parts).map(({ sku, quantity }) => `${quantity} × ${sku}`));
}

function shortList(parts: readonly string[]): string {
  const named = parts.slice(0, namedSkus).join(", ");
  return parts.length > namedSkus ? `${named} and ${parts.length - namedSkus} more skus` : named;
}

import type { WarehouseCode } from "../kernel/ids.ts";
import type { Allocation } from "../orders/allocation.ts";
import type { RoutingNote } from "../orders/order.ts";
import type { Destination } from "../rules/regions/region-groups.ts";
import { type Choice, chooseWarehouses, type OpenLine, type Weighing } from "./choose-warehouses.ts";
import { explain } from "./explain-plan.ts";
import { indexStock, type StockIndex, type StockSeen } from "./free-stock.ts";
import type { Certificate } from "./planner/certificate.ts";
import type { SourcingProblem } from "./planner/problem.ts";
import { type Ranking, type RankRequest, rankWarehouses } from "./rank-warehouses.ts";
import type { RoutingRules } from "./rules.ts";
import type { Part } from "./shared-parts.ts";
import type { SkuQuantity } from "./sum-by-sku.ts";
import type { Warehouse } from "./warehouse.ts";

export type PlanRequest = {
  /** What is not yet promised, shipped or taken off the order. */
  readonly lines: readonly OpenLine[];
  readonly destination: Destination;
  readonly channel: string;
  readonly connectionId: string;
  readonly warehouses: readonly Warehouse[];
  readonly stocks: readonly StockSeen[];
  readonly rules: RoutingRules;
  readonly usedWarehouses: readonly WarehouseCode[];
  /** What lines share, or rules hold back of what they consist of; their positions are among the stocks. Absent: nothing. */
  readonly parts?: readonly Part[];
  /** What a merchant's rule set and carriers add. */
  readonly more?: Pick<RankRequest, "bar" | "preferences"> & { readonly weighing?: Weighing };
};

export type Plan = {
  /** By line and warehouse; empty when the order waits as a whole. */
  readonly allocations: readonly Allocation[];
  /** What must arrive before the rest can leave, by sku; empty when everything is allocated. */
  readonly short: readonly SkuQuantity[];
  readonly note: Omit<RoutingNote, "decidedAt">;
};

/** Places of warehouses in the certificate and in the problem it proves are places in the ranking's `candidates`. */
export type CertifiedPlan = Plan & {
  readonly certificate: Certificate;
  readonly problem: SourcingProblem;
  readonly ranking: Ranking;
};

/** What is decided, before anybody asks why. */
export type Decision = Pick<Plan, "allocations" | "short"> & {
  readonly request: PlanRequest;
  readonly stock: StockIndex;
  readonly ranking: Ranking;
  readonly choice: Choice;
};

/** Decides from where an order leaves. Pure: the same request always gives the same plan, with its reasons. */
export function planOrder(request: PlanRequest): CertifiedPlan {
  return withReasons(decide(request, indexStock(request.stocks)));
}

/** The same without reasons, for plans of which only one is kept. `stock` is that of the request. */
export function decide(request: PlanRequest, stock: StockIndex): Decision {
  const { rules, lines } = request;
  const order = { ...request, skus: lines.map((line) => line.sku) };
  const ranking = rankWarehouses({ ...request, ...request.more, order });
  const weighing = request.more?.weighing;
  const choice = chooseWarehouses({
    lines,
    stock,
    candidates: ranking.candidates,
    rules,
    usedWarehouses: request.usedWarehouses,
    ...(weighing === undefined ? {} : { weighing }),
    ...(request.parts === undefined ? {} : { parts: request.parts }),
  });
  const waits = choice.short.length > 0 && rules.backorder === "whole_order";
  return { request, stock, ranking, choice, allocations: waits ? [] : choice.allocations, short: choice.short };
}

export function withReasons(decision: Decision): CertifiedPlan {
  const { request, ranking, allocations, short, choice } = decision;
  const certificate = choice.certificate();
  return {
    allocations,
    short,
    note: {
      rulesVersion: request.rules.version,
      plan: sumByWarehouseAndSku(allocations),
      ...explain({ ...decision, certificate }),
      ...(allocations.length === 0 ? {} : judgedBy(certificate)),
    },
    certificate,
    problem: choice.problem,
    ranking,
  };
}

/** Terms that are 0 say nothing, and what is short is told beside them. */
function judgedBy({ plan: { tally, proof } }: Certificate): Pick<RoutingNote, "terms" | "gap"> {
  const { unfilled: _, ...rest } = tally;
  const terms = Object.fromEntries(Object.entries(rest).filter(([, amount]) => amount > 0));
  return proof.kind === "best" ? { terms } : { terms, gap: { term: proof.term, atMost: proof.atMost } };
}

function sumByWarehouseAndSku(allocations: readonly Allocation[]): RoutingNote["plan"] {
  const sums = new Map<string, { warehouse: WarehouseCode; sku: string; quantity: number }>();
  for (const { warehouse, sku, quantity } of allocations) {
    const key = `${warehouse}#${sku}`;
    sums.set(key, { warehouse, sku, quantity: (sums.get(key)?.quantity ?? 0) + quantity });
  }
  return [...sums.values()];
}

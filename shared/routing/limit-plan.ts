import { sku } from "../kernel/ids.ts";
import { MAX_POSITIONS } from "../orders/allocation.ts";
import type { Order } from "../orders/order.ts";
import type { Plan } from "./plan.ts";
import { MOST_RECEIPTS } from "./receipt/receipt-store.ts";
import type { RoutingRules } from "./rules.ts";
import { sumBySku } from "./sum-by-sku.ts";

/** What the table takes in one transaction. */
export const MAX_WRITES = 100;

/**
 * As much of a plan as one transaction can make true, and as one more can take back when the order is cancelled; the rest
 * is short. A partial order takes more in its next turn, up to `MAX_POSITIONS`; a whole order that needs more waits.
 */
export function limitPlan(plan: Plan, order: Order, rules: Pick<RoutingRules, "backorder">): Plan {
  if (fits(plan, order)) return plan;
  const isWhole = rules.backorder === "whole_order";
  for (let positions = isWhole ? 0 : plan.note.plan.length - 1; positions > 0; positions -= 1) {
    const part = firstPositions(plan, positions);
    if (fits(part, order)) return part;
  }
  return firstPositions(plan, 0);
}

/** The order with its receipts, one update for each position, one place in each queue that the order does not stand in yet. */
function fits({ note, short }: Plan, order: Order): boolean {
  const waits = new Set(order.backorder.map((part) => part.sku));
  const writes = 1 + MOST_RECEIPTS + note.plan.length + short.filter((part) => !waits.has(part.sku)).length;
  const held = order.allocations.map((each) => ({ ...each, sku: sku(each.sku) }));
  return writes <= MAX_WRITES && new Set([...held, ...note.plan].map(positionOf)).size <= MAX_POSITIONS;
}

function firstPositions(plan: Plan, howMany: number): Plan {
  const kept = plan.note.plan.slice(0, howMany);
  const positions = new Set(kept.map(positionOf));
  const isKept = (part: Parameters<typeof positionOf>[0]): boolean => positions.has(positionOf(part));
  const limit = `At most ${MAX_POSITIONS} positions (sku × warehouse) are promised to one order at a time; the rest waits.`;
  return {
    allocations: plan.allocations.filter(isKept),
    short: sumBySku([...plan.short, ...plan.allocations.filter((each) => !isKept(each))]),
    note: { ...plan.note, plan: kept, because: `${plan.note.because} ${limit}` },
  };
}

function positionOf(part: { readonly sku: string; readonly warehouse: string }): string {
  return `${part.warehouse}#${part.sku}`;
}

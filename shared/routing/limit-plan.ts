import { sku } from "../kernel/ids.ts";
import { MAX_POSITIONS } from "../orders/allocation.ts";
import type { Order } from "../orders/order.ts";
import type { Plan } from "./plan.ts";
import type { RoutingRules } from "./rules.ts";
import { sumBySku } from "./sum-by-sku.ts";

/** What the table takes in one transaction. */
export const MAX_WRITES = 100;

/** Of the order's own item, which may measure 400 KB; the rest of it needs some. */
const MAX_BYTES = 330_000;
/** Of an allocation besides its names, and of what a sku is waited for with. */
const BYTES_PER_ALLOCATION = 50;
const BYTES_PER_WAIT = 30;

/**
 * As much of a plan as an order can hold: up to `MAX_POSITIONS`, and allocations that fit into its item, beside the skus that
 * it waits for. The rest is short. A partial order takes more in its next turn; a whole order that needs more waits.
 */
export function limitPlan(plan: Plan, order: Order, rules: Pick<RoutingRules, "backorder">): Plan {
  const room = MAX_BYTES - bytesOfParcels(order);
  if (fits(plan, order, room)) return plan;
  const isWhole = rules.backorder === "whole_order";
  const most = Math.min(plan.note.plan.length - 1, MAX_POSITIONS);
  for (let positions = isWhole ? 0 : most; positions > 0; positions = Math.floor(positions * 0.9)) {
    const part = firstPositions(plan, positions);
    if (fits(part, order, room)) return part;
  }
  return firstPositions(plan, 0);
}

function fits({ note, allocations, short }: Plan, order: Order, room: number): boolean {
  const held = order.allocations.map((each) => ({ ...each, sku: sku(each.sku) }));
  if (new Set([...held, ...note.plan].map(positionOf)).size > MAX_POSITIONS) return false;
  const bytes = (each: Plan["allocations"][number]): number =>
    Buffer.byteLength(each.lineId) + Buffer.byteLength(each.sku) + BYTES_PER_ALLOCATION;
  const promised = [...order.allocations, ...allocations].reduce((sum, each) => sum + bytes(each), 0);
  const waited = short.reduce((sum, each) => sum + Buffer.byteLength(each.sku) + BYTES_PER_WAIT, 0);
  return promised + waited <= room;
}

/** What has left already, and the lines of each parcel. Most orders have nothing of the kind when they are planned. */
function bytesOfParcels({ fulfilments, gone = [] }: Order): number {
  const hasParcels = Object.keys(fulfilments).length > 0;
  return hasParcels ? Buffer.byteLength(JSON.stringify(fulfilments)) + Buffer.byteLength(JSON.stringify(gone)) : 0;
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

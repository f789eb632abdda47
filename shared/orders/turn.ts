import type { Order } from "./order.ts";

/** Whose turn it is where goods are short: priority 1 goes first, 5 is usual; of equals the order placed first. */
export function turnOf(order: Order): { readonly priority: number; readonly placedAt: string } {
  return { priority: order.marks?.priority ?? 5, placedAt: order.header?.facts.placedAt ?? order.recordedAt };
}

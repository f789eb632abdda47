import { MAX_POSITIONS } from "../orders/allocation.ts";
import type { Order } from "../orders/order.ts";

/** Too many lines to share a transaction with other orders. */
export function isRoutedAlone(order: Order): boolean {
  return (order.lines?.facts.length ?? 0) > MAX_POSITIONS;
}

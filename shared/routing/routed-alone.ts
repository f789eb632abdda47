import { POSITIONS_PER_STEP } from "../orders/allocation.ts";
import type { Order } from "../orders/order.ts";

/** Has too many lines to share a transaction with other orders, or goods that stand apart. */
export function isRoutedAlone(order: Order): boolean {
  return order.apart !== undefined || (order.lines?.facts.length ?? 0) > POSITIONS_PER_STEP;
}

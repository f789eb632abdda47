import { coveredUnits, isCancelled, lineQuantities, unallocatedLines } from "./open-quantities.ts";
import type { Order, OrderStatus } from "./order.ts";

/**
 * The status that facts, holds, allocations and backorder add up to. Nothing else ever sets it, so there is no illegal
 * transition to refuse: an order that is un-cancelled or edited on its channel simply has other facts. Precedence:
 * cancelled › completed › shipped › partially_shipped › on_hold › allocated › backordered › approved › pending_payment › received.
 */
export function deriveStatus(order: Order): OrderStatus {
  if (isCancelled(order)) return "cancelled";
  if (!isComplete(order)) return "received";
  const lines = lineQuantities(order);
  const isAllShipped = lines.every((line) => line.open === 0);
  if (lines.some((line) => line.shipped > 0)) {
    if (!isAllShipped) return "partially_shipped";
    return isClosed(order) ? "completed" : "shipped";
  }
  if (order.holds.length > 0) return "on_hold";
  if (isTest(order)) return "received";
  if (order.payment?.facts.state === "refunded") return "completed";
  if (!isPaymentFine(order)) return "pending_payment";
  if (isAllShipped) return "completed";
  if (lines.every((line) => coveredUnits(order, line) >= line.open)) return "allocated";
  return order.backorder.length > 0 ? "backordered" : "approved";
}

/** Header and lines are known: enough to decide on. */
export function isComplete(order: Order): boolean {
  return order.header !== null && order.lines !== null;
}

/** May routing look for goods now? True also for the rest of an order that is partly allocated or shipped. */
export function isRoutable(order: Order): boolean {
  return (
    isComplete(order) &&
    !isCancelled(order) &&
    !isTest(order) &&
    order.holds.length === 0 &&
    isPaymentFine(order) &&
    unallocatedLines(order).length > 0
  );
}

export function isTest(order: Order): boolean {
  return order.header?.facts.isTest === true;
}

function isClosed(order: Order): boolean {
  return order.channelStatus?.facts.closedAt != null;
}

function isPaymentFine(order: Order): boolean {
  const payment = order.payment?.facts;
  if (payment === undefined) return false;
  if (payment.payOnDelivery && payment.state === "pending") return true;
  return payment.state === "paid" || payment.state === "partially_refunded" || payment.state === "authorized";
}

import {
  type AddressFacts,
  type Amounts,
  type Fulfilment,
  type HeaderFacts,
  type IncomingOrder,
  type LineFacts,
  type PaymentFacts,
  paymentStates,
  type Refund,
  type StatusFacts,
} from "../../orders/facts.ts";
import { discrepancyOf, sumOf } from "../amounts.ts";
import type { Body, FulfilmentBody, LineBody, OrderBody, RefundBody } from "./format.ts";
import { type StatusWord, statusRanks } from "./statuses.ts";

/** The groups a body speaks of. `progress` decides between two messages of one instant: see `clockOf`. */
export type Told = Omit<IncomingOrder, "channelOrderId" | "clock"> & { readonly progress: string };

export function fromUpsert(body: OrderBody): Told {
  const { payment, address, refunds, fulfilments } = body;
  const lines = body.lines.map((line) => toLine(line, body.prices_include_tax ?? false));
  const status = body.status ? toStatus(body.status) : null;
  return {
    progress: progressOf(status, body.payment),
    header: toHeader(body, lines),
    lines,
    payment: toPayment(payment),
    ...(status ? { status } : {}),
    ...(address ? { address: toAddress(address) } : {}),
    ...(refunds ? { refunds: refunds.map(toRefund) } : {}),
    ...(fulfilments ? { fulfilments: fulfilments.map(toFulfilment) } : {}),
  };
}

export function fromCancelled({ cancelled_at, reason }: Body<"order.cancelled">): Told {
  const status = statusOf("cancelled", { cancelledAt: cancelled_at, cancelReason: reason || null });
  return { progress: progressOf(status, null), status };
}

export function fromDeleted({ updated_at }: Body<"order.deleted">): Told {
  const status = statusOf("deleted", { cancelledAt: updated_at, isDeleted: true });
  return { progress: progressOf(status, null), status };
}

export function fromRefunded({ refunds, payment }: Body<"order.refunded">): Told {
  return {
    progress: progressOf(null, payment),
    refunds: refunds.map(toRefund),
    ...(payment ? { payment: toPayment(payment) } : {}),
  };
}

export function fromFulfilled({ fulfilments, complete }: Body<"order.fulfilled">): Told {
  const status = complete ? statusOf("fulfilled", { isFulfilled: true }) : null;
  return {
    progress: progressOf(status, null),
    fulfilments: fulfilments.map(toFulfilment),
    ...(status ? { status } : {}),
  };
}

function progressOf(status: StatusFacts | null, payment: OrderBody["payment"] | null | undefined): string {
  return `${statusRanks[status === null ? "open" : wordOf(status)]}${payment ? paymentStates.indexOf(payment.state) : 0}`;
}

function wordOf({ isDeleted, cancelledAt, closedAt, isFulfilled }: StatusFacts): StatusWord {
  if (isDeleted) return "deleted";
  if (cancelledAt !== null) return "cancelled";
  if (closedAt !== null) return "closed";
  return isFulfilled ? "fulfilled" : "open";
}

function toHeader(body: OrderBody, lines: readonly LineFacts[]): HeaderFacts {
  const { totals } = body;
  const amounts: Amounts = {
    itemsMinor: sumOf(lines, (line) => line.unitPriceMinor * line.quantity),
    discountMinor: totals.discount ?? sumOf(lines, (line) => line.discountMinor),
    shippingMinor: totals.shipping ?? 0,
    feesMinor: totals.fees ?? 0,
    taxMinor: totals.tax ?? sumOf(lines, (line) => line.taxMinor),
    taxesIncluded: body.prices_include_tax ?? false,
    totalMinor: totals.total,
  };
  return {
    channelOrderNo: body.number || body.id,
    currency: body.currency,
    placedAt: body.placed_at,
    amounts,
    discrepancyMinor: discrepancyOf(amounts),
    buyerRef: body.buyer_ref || null,
    note: body.note || null,
    tags: (body.tags ?? []).filter((tag) => tag !== ""),
    isTest: body.test ?? false,
  };
}

function toLine(line: LineBody, taxesIncluded: boolean): LineFacts {
  const discountMinor = line.discount ?? 0;
  const taxMinor = line.tax ?? 0;
  const net = line.unit_price * line.quantity - discountMinor;
  return {
    lineId: line.id,
    sku: line.sku ?? "",
    title: line.title ?? "",
    variant: line.variant || null,
    quantity: line.quantity,
    removedQuantity: line.removed_quantity ?? 0,
    unitPriceMinor: line.unit_price,
    discountMinor,
    taxMinor,
    totalMinor: net + (taxesIncluded ? 0 : taxMinor),
    needsShipping: line.ships ?? true,
    weightGrams: line.weight_grams ?? null,
  };
}

function toPayment({ state, paid_at, method, pay_on_delivery }: OrderBody["payment"]): PaymentFacts {
  return { state, paidAt: paid_at ?? null, method: method || null, payOnDelivery: pay_on_delivery ?? false };
}

function toStatus({ word, cancelled_at, cancel_reason, closed_at, fulfilled }: NonNullable<OrderBody["status"]>) {
  const facts = statusOf("open", {
    cancelledAt: cancelled_at ?? null,
    cancelReason: cancel_reason || null,
    closedAt: closed_at ?? null,
    isFulfilled: fulfilled ?? false,
  });
  return { ...facts, raw: word || wordOf(facts) };
}

function statusOf(raw: StatusWord, said: Partial<StatusFacts>): StatusFacts {
  const nothing = { cancelledAt: null, cancelReason: null, closedAt: null, isDeleted: false, isFulfilled: false };
  return { ...nothing, ...said, raw };
}

function toAddress(at: NonNullable<OrderBody["address"]>): AddressFacts {
  return {
    name: at.name ?? "",
    phone: at.phone ?? "",
    country: at.country,
    region: at.region || (at.region_name ?? ""),
    regionName: at.region_name ?? "",
    city: at.city ?? "",
    district: at.district ?? "",
    street: at.street ?? "",
    postalCode: at.postal_code ?? "",
    email: at.email ?? "",
  };
}

function toRefund({ id, at, amount, tax, reason, lines }: RefundBody): Refund {
  return {
    refundId: id,
    at,
    amountMinor: amount,
    taxMinor: tax ?? 0,
    reason: reason || null,
    lines: (lines ?? []).map((line) => ({
      lineId: line.line_id,
      quantity: line.quantity,
      amountMinor: line.amount ?? 0,
    })),
  };
}

function toFulfilment({ id, at, state, carrier, tracking_no, lines }: FulfilmentBody): Fulfilment {
  return {
    fulfilmentId: id,
    at,
    state: state ?? "success",
    carrier: carrier || null,
    trackingNo: tracking_no || null,
    lines: (lines ?? []).map((line) => ({ lineId: line.line_id, quantity: line.quantity })),
  };
}

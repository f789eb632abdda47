import type { QueuedDelivery } from "../../shared/intake/queued-delivery.ts";
import {
  type ConnectionId,
  connectionId,
  deliveryIdOf,
  type MerchantId,
  merchantId,
  orderIdOf,
} from "../../shared/kernel/ids.ts";
import type {
  AddressFacts,
  HeaderFacts,
  IncomingOrder,
  LineFacts,
  PaymentFacts,
  Refund,
  StatusFacts,
} from "../../shared/orders/facts.ts";
import type { Order } from "../../shared/orders/order.ts";
import type { MerchantSettings } from "../../shared/settings/merchant-settings.ts";

/** Boring defaults; a test sets only what it is about. */
export const aMerchantId: MerchantId = merchantId("demo");
export const aConnectionId: ConnectionId = connectionId("shopify-demo");
export const aMoment = "2026-11-21T06:31:51.000Z";

export function aMerchant(over: Partial<MerchantSettings> = {}): MerchantSettings {
  return {
    merchantId: aMerchantId,
    name: "Demo",
    zone: "Asia/Shanghai",
    currency: "CNY",
    cutoffMinutes: 0,
    closedThrough: null,
    locale: "zh-CN",
    ...over,
  };
}

export function aHeader(over: Partial<HeaderFacts> = {}): HeaderFacts {
  const amounts = {
    itemsMinor: 20_000,
    discountMinor: 0,
    shippingMinor: 0,
    feesMinor: 0,
    taxMinor: 0,
    taxesIncluded: false,
    totalMinor: 20_000,
  };
  return {
    channelOrderNo: "#1001",
    currency: "CNY",
    placedAt: aMoment,
    amounts,
    discrepancyMinor: 0,
    buyerRef: null,
    note: null,
    tags: [],
    isTest: false,
    ...over,
  };
}

export function aLine(over: Partial<LineFacts> = {}): LineFacts {
  return {
    lineId: "l1",
    sku: "TEA-250",
    title: "Green tea 250 g",
    variant: null,
    quantity: 2,
    removedQuantity: 0,
    unitPriceMinor: 10_000,
    discountMinor: 0,
    taxMinor: 0,
    totalMinor: 20_000,
    needsShipping: true,
    weightGrams: null,
    ...over,
  };
}

export function aPayment(over: Partial<PaymentFacts> = {}): PaymentFacts {
  return { state: "paid", paidAt: aMoment, method: "alipay", payOnDelivery: false, ...over };
}

export function anAddress(over: Partial<AddressFacts> = {}): AddressFacts {
  return {
    name: "A. Buyer",
    phone: "555-0100",
    country: "CN",
    region: "31",
    regionName: "上海市",
    city: "上海市",
    district: "",
    street: "1 Example Road",
    postalCode: "200000",
    email: "",
    ...over,
  };
}

export function aStatus(over: Partial<StatusFacts> = {}): StatusFacts {
  return {
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    isDeleted: false,
    raw: "paid/unfulfilled",
    isFulfilled: false,
    ...over,
  };
}

export function aRefund(over: Partial<Refund> = {}): Refund {
  return { refundId: "r1", at: aMoment, amountMinor: 5_000, taxMinor: 0, reason: null, lines: [], ...over };
}

/** A paid order of two units with an address, as one message. */
export function anIncomingOrder(over: Partial<IncomingOrder> = {}): IncomingOrder {
  return {
    channelOrderId: "1001",
    clock: { at: Date.parse(aMoment), tie: "a" },
    header: aHeader(),
    lines: [aLine()],
    payment: aPayment(),
    address: anAddress(),
    status: aStatus(),
    ...over,
  };
}

/** The order that `anIncomingOrder` makes, approved and not yet routed. */
export function anOrder(over: Partial<Order> = {}): Order {
  const clock = { at: Date.parse(aMoment), tie: "a" };
  return {
    orderId: orderIdOf(aConnectionId, "1001"),
    merchantId: aMerchantId,
    connectionId: aConnectionId,
    channel: "shopify",
    channelOrderId: "1001",
    version: 1,
    status: "approved",
    header: { clock, facts: aHeader() },
    lines: { clock, facts: [aLine()] },
    payment: { clock, facts: aPayment() },
    address: { clock, facts: anAddress() },
    channelStatus: { clock, facts: aStatus() },
    refunds: {},
    fulfilments: {},
    holds: [],
    allocations: [],
    backorder: [],
    routing: null,
    booking: { day: "2026-11-21", originalDay: "2026-11-21", totalMinor: 20_000, paidMinor: 20_000 },
    recordedAt: aMoment,
    changedAt: aMoment,
    timeline: [],
    ...over,
  };
}

/** A delivery off the queue; `dedupeKey` makes it another one, `said` is its body as JSON. */
export function aDelivery(
  over: Partial<QueuedDelivery> & { readonly dedupeKey?: string; readonly said?: unknown } = {},
): QueuedDelivery {
  const { dedupeKey = "d1", said = {}, ...rest } = over;
  return {
    deliveryId: deliveryIdOf(aMerchantId, aConnectionId, dedupeKey),
    merchantId: aMerchantId,
    connectionId: aConnectionId,
    channel: "shopify",
    topic: "orders/create",
    channelDeliveryId: dedupeKey,
    headers: {},
    receivedAt: aMoment,
    body: new TextEncoder().encode(JSON.stringify(said)),
    ...rest,
  };
}

import type {
  EntryFact,
  FactHead,
  FeeFact,
  LineFact,
  MovementFact,
  OrderDimensions,
  PaymentFact,
  PurchaseFact,
  ShipmentFact,
  StockFact,
} from "../../shared/reports/facts/fact.ts";

const head: FactHead = {
  id: "sale:ord_1",
  day: "2026-11-21",
  originalDay: "2026-11-21",
  at: "2026-11-21T06:00:00.000Z",
};

const dimensions: OrderDimensions = {
  orderId: "ord_1",
  orderNo: "#1001",
  channel: "shopify",
  shop: "shop",
  country: "CN",
  region: "上海市",
  tags: [],
  customerTags: [],
  customer: null,
};

/** A sale of nothing; its total and its amount in the merchant's currency follow from its parts. */
export function anEntry(over: Partial<EntryFact> = {}): EntryFact {
  const fact: Omit<EntryFact, "totalMinor" | "reportingMinor"> = {
    ...head,
    ...dimensions,
    ...{ itemsMinor: 0, discountMinor: 0, shippingMinor: 0, feesMinor: 0, taxMinor: 0, otherMinor: 0 },
    ...{ taxIncluded: false, kind: "sale", lineCount: 1, payment: "paid", reason: "", currency: "CNY", rateId: null },
    ...over,
  };
  const { itemsMinor, discountMinor, shippingMinor, feesMinor, otherMinor } = fact;
  const parts = itemsMinor + discountMinor + shippingMinor + feesMinor + otherMinor;
  const totalMinor = parts + (fact.taxIncluded ? 0 : fact.taxMinor);
  return { ...fact, totalMinor, reportingMinor: over.reportingMinor === undefined ? totalMinor : over.reportingMinor };
}

/** One unit of one article, sold; its total follows from its parts as an entry's does. */
export function aLineFact(over: Partial<LineFact> = {}): LineFact {
  const { kind, lineCount: _, payment: __, reason: ___, ...entry } = anEntry(over as Partial<EntryFact>);
  const entryId = `sale:${entry.orderId}`;
  const goods = { sku: "TEA", title: "Tea", variant: "", category: "drinks", warehouse: "SHA", quantity: 1 };
  return {
    ...entry,
    entryId,
    kind,
    lineId: "1",
    ...goods,
    unitPriceMinor: 100,
    unitCostMinor: null,
    ...over,
    id: entry.id,
  };
}

export function aShipmentFact(over: Partial<ShipmentFact> = {}): ShipmentFact {
  const times = { placedAt: head.at, confirmedAt: "2026-11-21T00:00:00.000Z" };
  const parcel = { shipmentId: "p1", warehouse: "SHA", carrier: "SF", trackingNo: "SF1", units: 1, freightMinor: null };
  return { ...head, ...dimensions, ...times, kind: "shipped", ...parcel, lines: [["1", "TEA", 1]], ...over };
}

export function aMovementFact(over: Partial<MovementFact> = {}): MovementFact {
  const own = { sku: "TEA", warehouse: "SHA", category: "drinks", kind: "shipped", quantity: 1 };
  return { ...head, ...own, onHandChange: -1, onHandAfter: 0, cause: "ord_1", ...over };
}

export function aStockFact(over: Partial<StockFact> = {}): StockFact {
  const counts = { onHand: 0, allocated: 0, available: 0, damaged: 0, onHold: 0, incoming: 0, safetyStock: 0 };
  const own = { sku: "TEA", warehouse: "SHA", title: "Tea", category: "drinks", lowStockThreshold: null };
  return { ...head, ...own, ...counts, unitCostMinor: null, version: 1, ...over };
}

export function aPurchaseFact(over: Partial<PurchaseFact> = {}): PurchaseFact {
  const terms = { supplier: "West Lake", quantity: 60, packSize: 12, leadTimeDays: 7, costMinor: 270_000 };
  const stock = { position: 40, reorderPoint: 40, unitsPerDay: 3.5, stockOutAt: null, isLate: false };
  const own = { id: "purchase:TEA", sku: "TEA", title: "Tea", category: "drinks" };
  return { ...head, ...own, ...terms, ...stock, ...over };
}

export function aPaymentFact(over: Partial<PaymentFact> = {}): PaymentFact {
  const amountMinor = over.amountMinor ?? 0;
  const money = { currency: "CNY", rateId: null, amountMinor, reportingMinor: amountMinor };
  return { ...head, ...dimensions, ...money, id: "payment:ord_1", method: "alipay", ...over };
}

/** A commission; charged, so below 0. */
export function aFee(over: Partial<FeeFact> = {}): FeeFact {
  const { channel, shop, orderId, orderNo } = dimensions;
  const amountMinor = over.amountMinor ?? 0;
  const money = { currency: "CNY", rateId: null, amountMinor, reportingMinor: amountMinor };
  const own = { channel, shop, orderId, orderNo, sku: "", feeKind: "commission", settlementId: "s1", note: "" };
  return { ...head, ...money, ...own, id: "fee:s1:1", ...over };
}

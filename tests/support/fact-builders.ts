import type { EntryFact, FactHead, FeeFact, OrderDimensions, PaymentFact } from "../../shared/reports/facts/fact.ts";

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

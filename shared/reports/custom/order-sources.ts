import type { EntryFact, FeeFact, LineFact, OrderDimensions, PaymentFact } from "../facts/fact.ts";
import { addLine, averageMinor, type LineSums, noLines } from "../list/measure-lines.ts";
import { one, type PlainSums, plainSums } from "./plain-sums.ts";
import { bookedOn, everyPeriod, type Source, text } from "./source.ts";

/** Of everything that belongs to an order. */
export const ofOrder = {
  channel: text(({ channel }: OrderDimensions) => channel),
  connection: text(({ shop }: OrderDimensions) => shop),
  country: text(({ country }: OrderDimensions) => country),
  region: text(({ region }: OrderDimensions) => region),
  tags: text(({ tags }: OrderDimensions) => tags),
  customer: text(({ customer }: OrderDimensions) => customer ?? ""),
  customer_tags: text(({ customerTags }: OrderDimensions) => customerTags),
  order_id: text(({ orderId }: OrderDimensions) => orderId),
  channel_order_no: text(({ orderNo }: OrderDimensions) => orderNo),
} as const;

const currency = text(({ currency: code }: { readonly currency: string }) => code);

/** What is in the sales summary, by any view of order lines. */
export const lines: Source<"lines", LineSums & { lines: number }> = {
  uses: "lines",
  periods: everyPeriod,
  dimensions: {
    ...ofOrder,
    ...bookedOn,
    currency,
    kind: text(({ kind }: LineFact) => kind),
    sku: text(({ sku }: LineFact) => sku),
    title: text(({ title }: LineFact) => title),
    variant: text(({ variant }: LineFact) => variant),
    category: text(({ category }: LineFact) => category),
    warehouse: text(({ warehouse }: LineFact) => warehouse),
  },
  measures: {
    lines: { kind: "count", of: (sums) => sums.lines },
    orders: { kind: "count", of: (sums) => sums.orders },
    units: { kind: "count", of: (sums) => sums.units },
    returned_units: { kind: "count", of: (sums) => sums.returnedUnits },
    sales: { kind: "money", of: (sums) => sums.salesMinor, equals: "sales" },
    average_order: { kind: "money", of: (sums) => averageMinor(sums.salesMinor, sums.orders), isAverage: true },
    discount: { kind: "money", of: (sums) => sums.discountMinor },
    shipping: { kind: "money", of: (sums) => sums.shippingMinor },
    tax: { kind: "money", of: (sums) => sums.taxMinor, equals: "tax" },
    taken_back: { kind: "money", of: (sums) => sums.takenBackMinor },
    net: { kind: "money", of: (sums) => sums.netMinor, equals: "net" },
    reporting_net: { kind: "own_money", of: (sums) => sums.reportingNetMinor },
    revenue_without_tax: { kind: "own_money", of: (sums) => sums.reportingRevenueMinor },
    cost_of_goods: { kind: "own_money", of: (sums) => sums.costMinor },
  },
  none: () => ({ ...noLines(), lines: 0 }),
  add: (sums, line) => {
    sums.lines += 1;
    addLine(sums, line);
  },
};

export const entries: Source<"entries", PlainSums> = {
  uses: "entries",
  periods: everyPeriod,
  dimensions: {
    ...ofOrder,
    ...bookedOn,
    currency,
    kind: text(({ kind }: EntryFact) => kind),
    payment: text(({ payment }: EntryFact) => payment),
    reason: text(({ reason }: EntryFact) => reason),
  },
  ...plainSums<EntryFact>(
    {
      entries: { kind: "count", of: one },
      orders: { kind: "count", of: ({ kind }) => (kind === "sale" ? 1 : 0) },
      items: { kind: "money", of: ({ itemsMinor }) => itemsMinor },
      discount: { kind: "money", of: ({ discountMinor }) => discountMinor },
      shipping: { kind: "money", of: ({ shippingMinor }) => shippingMinor },
      fees: { kind: "money", of: ({ feesMinor }) => feesMinor },
      tax: { kind: "money", of: ({ taxMinor }) => taxMinor, equals: "tax" },
      total: { kind: "money", of: ({ totalMinor }) => totalMinor, equals: "net" },
      reporting_total: { kind: "own_money", of: ({ reportingMinor }) => reportingMinor },
    },
    { average_total: { kind: "money", sum: "total", per: "entries" } },
  ),
};

export const payments: Source<"payments", PlainSums> = {
  uses: "payments",
  periods: everyPeriod,
  dimensions: { ...ofOrder, ...bookedOn, currency, method: text(({ method }: PaymentFact) => method) },
  ...amounts<PaymentFact>("payments", "payments"),
};

export const fees: Source<"fees", PlainSums> = {
  uses: "fees",
  periods: everyPeriod,
  dimensions: {
    ...bookedOn,
    currency,
    fee: text(({ feeKind }: FeeFact) => feeKind),
    channel: text(({ channel }: FeeFact) => channel),
    connection: text(({ shop }: FeeFact) => shop),
    settlement_id: text(({ settlementId }: FeeFact) => settlementId),
    sku: text(({ sku }: FeeFact) => sku),
    order_id: text(({ orderId }: FeeFact) => orderId),
    channel_order_no: text(({ orderNo }: FeeFact) => orderNo),
  },
  ...amounts<FeeFact>("charges", "fees"),
};

/** Facts that are one amount each. */
function amounts<Fact extends { readonly amountMinor: number; readonly reportingMinor: number | null }>(
  counted: string,
  equals: "payments" | "fees",
): ReturnType<typeof plainSums<Fact>> {
  return plainSums<Fact>(
    {
      [counted]: { kind: "count", of: one },
      amount: { kind: "money", of: ({ amountMinor }) => amountMinor, equals },
      reporting_amount: { kind: "own_money", of: ({ reportingMinor }) => reportingMinor },
    },
    { average_amount: { kind: "money", sum: "amount", per: counted } },
  );
}

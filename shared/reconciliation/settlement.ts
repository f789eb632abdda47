export const lineKinds = [
  "sale",
  "refund",
  "fee",
  "shipping",
  "tax",
  "promotion",
  "adjustment",
  /** Money that the platform holds back for a later payout, or adds from an earlier one. */
  "reserve",
  /** The payout itself on its way to the bank: no part of what it is made of. */
  "transfer",
] as const;

export type LineKind = (typeof lineKinds)[number];

/** One amount of a settlement, as the platform tells it, in one form for all platforms. */
export type SettlementLine = {
  /** Unique in its settlement and the same whenever the settlement is exported: the platform's own number, or made of what the line says. */
  readonly lineId: string;
  /** UTC; when the platform booked it. */
  readonly at: string;
  /** The merchant's business day of `at`. */
  readonly day: string;
  /** As buyer and seller see it; "" for what belongs to no order and stays with the payout. */
  readonly orderNo: string;
  readonly sku: string;
  readonly kind: LineKind;
  /** Of fees: which one, in the platform's own words; "" for other kinds. */
  readonly feeKind: string;
  /** What a fee is charged for: the sale, or giving it back. */
  readonly basis: "sale" | "refund";
  /** The very item or shipment, where the platform names one; tells a repeated charge from the next item's. */
  readonly reference: string;
  /** In minor units of the settlement's currency; what the merchant gets is positive. */
  readonly amountMinor: number;
  readonly text: string;
};

/** One payout of one shop, or a month of its account where the platform knows no payouts. */
export type SettlementHead = {
  /** As the platform names it. */
  readonly settlementId: string;
  readonly channel: string;
  /** The id of the shop's connection, or the channel where the file does not say which shop it is. */
  readonly shop: string;
  readonly currency: string;
  /** First and last business day that it is of. */
  readonly from: string;
  readonly to: string;
  /** What the platform says it paid; null: its lines say it. */
  readonly payoutMinor: number | null;
  /** How many days after its sale an order may be paid out, by the usual course of the platform. */
  readonly graceDays: number;
};

/** What the hub's books say of an order. Amounts are in minor units; a refund is positive here. */
export type ExpectedOrder = {
  readonly orderId: string;
  readonly saleMinor: number;
  /** The business day of the sale. */
  readonly saleDay: string;
  readonly refunds: readonly { readonly refundId: string; readonly day: string; readonly amountMinor: number }[];
};

/** What other settlements hold of the same order, as far as they were known. */
export type SettledElsewhere = {
  readonly saleMinor: number;
  readonly refundMinor: number;
  /** `chargeKey` of the fees in them. */
  readonly charges: readonly string[];
};

/** What settlements that came after one hold of an order: it lessens what that one lacks, and nothing else. */
export type SettledLater = Pick<SettledElsewhere, "saleMinor" | "refundMinor">;

/** The lines of one order in one settlement, and what they are held against. No lines: an order that is due and not in it. */
export type SettledOrder = {
  readonly orderNo: string;
  readonly lines: readonly SettlementLine[];
  readonly expected: ExpectedOrder | null;
  readonly elsewhere: SettledElsewhere;
  /** As of the last time that the order was matched again. */
  readonly later?: SettledLater | undefined;
  /** The sale is of other days than the settlement, and expected here because here it was paid out. */
  readonly isPaidHere?: boolean | undefined;
  /** Entries that finance had closed before the order was matched again: they stand as they stood then. */
  readonly closedAs?: readonly Entry[] | undefined;
};

export const differenceClasses = [
  "matched",
  /** Belongs to another payout. */
  "timing",
  "fee_change",
  /** The platform has given money back and the hub does not know of it, or the other way round. */
  "refund_lag",
  "missing_order",
  "duplicate_charge",
  /** Of the payout as a whole; it is never shared out over orders. */
  "unallocated_fee",
  /** None of these: somebody must look. */
  "unexplained",
] as const;

export type DifferenceClass = (typeof differenceClasses)[number];

/** A line of a settlement and what was expected of it, or something expected that has no line. */
export type Entry = {
  /** The line's id; `expected:ORDER:sale` and the like for what has no line. */
  readonly entryId: string;
  readonly orderNo: string;
  readonly orderId: string;
  readonly day: string;
  readonly sku: string;
  readonly kind: LineKind;
  readonly feeKind: string;
  readonly text: string;
  readonly amountMinor: number;
  readonly expectedMinor: number;
  /** amount − expected; what it adds to the difference between the payout and the books. */
  readonly differenceMinor: number;
  readonly class: DifferenceClass;
  /** How sure the class is, 0–100. */
  readonly confidence: number;
  readonly why: Why;
};

export type Why = { readonly code: WhyCode; readonly found: string };

export const whyCodes = [
  "as_booked",
  "usual_rate",
  "rate_unknown",
  "withheld_tax",
  "transfer",
  "sold_before",
  "not_paid_out",
  "part_not_paid_out",
  "paid_late",
  "settled_since",
  "held_back",
  "not_usual_rate",
  "refund_not_known",
  "refund_not_settled",
  "order_not_known",
  "no_order_number",
  "charged_twice",
  "charged_before",
  "paid_before",
  "of_the_payout",
  "other_amount",
  "unknown_adjustment",
  "file_does_not_add_up",
] as const;

export type WhyCode = (typeof whyCodes)[number];

export const nothingElsewhere: SettledElsewhere = { saleMinor: 0, refundMinor: 0, charges: [] };

const saleKinds: readonly LineKind[] = ["sale", "shipping", "tax", "promotion"];

/** Part of what the buyer has paid for the order. */
export function isOfSale({ kind }: SettlementLine): boolean {
  return saleKinds.includes(kind);
}

/** The same charge told again has the same key. */
export function chargeKey({ feeKind, basis, sku, reference, amountMinor }: SettlementLine): string {
  return [feeKind, basis, sku, reference, amountMinor].join("|");
}

export function sumMinor(lines: readonly { readonly amountMinor: number }[]): number {
  return lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

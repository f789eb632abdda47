import type { ChannelName } from "../../shared/channels/registry.ts";
import type { DemoCurrency } from "./articles.ts";
import type { Buyer } from "./buyers.ts";

/** A shop of the running hub, and what the demo sells there. */
export type Shop = {
  readonly connectionId: string;
  readonly channel: ChannelName;
  readonly webhook: string;
  /** What its webhooks are signed with; empty where it posts none. */
  readonly secret: string;
};

export type SaleLine = {
  readonly lineId: number;
  readonly sku: string;
  readonly title: string;
  readonly variant: string | null;
  readonly grams: number;
  readonly quantity: number;
  readonly unitMinor: number;
  readonly discountMinor: number;
  readonly taxMinor: number;
};

/** What happens to an order over the day; `tell-sale.ts` says which deliveries it makes, `expectations.ts` how it ends. */
export type Tale =
  | "paid"
  | "paid_later"
  | "paid_told_before_created"
  | "never_paid"
  | "pay_on_delivery"
  | "cancelled_unpaid"
  | "cancelled_paid"
  | "part_refunded"
  | "refund_told_before_order"
  | "part_shipped"
  | "shipped"
  | "looked_at"
  | "without_phone"
  | "without_sku"
  | "not_adding_up"
  | "trial";

/** One order of the demo's day, as its buyer placed it. Amounts in minor units, times in epoch ms. */
export type Sale = {
  readonly shop: Shop;
  readonly tale: Tale;
  readonly orderId: number;
  /** The order's id as the hub knows it. */
  readonly channelOrderId: string;
  readonly number: string;
  readonly placedMs: number;
  readonly buyer: Buyer;
  readonly currency: DemoCurrency;
  readonly lines: readonly SaleLine[];
  readonly shippingMinor: number;
  readonly shippingTaxMinor: number;
  readonly taxesIncluded: boolean;
  readonly taxRate: number;
  readonly discountCode: string | null;
  readonly note: string | null;
};

export type SaleRefund = {
  readonly refundId: number;
  readonly atMs: number;
  readonly amountMinor: number;
  readonly taxMinor: number;
  readonly reason: string;
  /** Units taken off before shipping. */
  readonly lines: readonly {
    readonly line: SaleLine;
    readonly quantity: number;
    readonly amountMinor: number;
    readonly taxMinor: number;
  }[];
};

export type SaleParcel = {
  readonly parcelId: number;
  readonly atMs: number;
  readonly carrier: string;
  readonly trackingNo: string;
  readonly lines: readonly { readonly line: SaleLine; readonly quantity: number }[];
};

/** The order as its shop shows it at one moment. */
export type SaleState = {
  readonly atMs: number;
  readonly payment: "pending" | "paid";
  readonly payOnDelivery: boolean;
  readonly cancelledMs: number | null;
  readonly refunds: readonly SaleRefund[];
  readonly parcels: readonly SaleParcel[];
};

export function sumOf<T>(entries: readonly T[], amountOf: (entry: T) => number): number {
  return entries.reduce((sum, entry) => sum + amountOf(entry), 0);
}

export function itemsMinor(sale: Sale): number {
  return sumOf(sale.lines, (line) => line.unitMinor * line.quantity);
}

export function discountMinor(sale: Sale): number {
  return sumOf(sale.lines, (line) => line.discountMinor);
}

/** Of lines and shipping. */
export function taxMinor(sale: Sale): number {
  return sumOf(sale.lines, (line) => line.taxMinor) + sale.shippingTaxMinor;
}

/** What the buyer pays; of the sale that does not add up, one major unit more than its parts. */
export function totalMinor(sale: Sale): number {
  const parts = itemsMinor(sale) - discountMinor(sale) + sale.shippingMinor + (sale.taxesIncluded ? 0 : taxMinor(sale));
  return sale.tale === "not_adding_up" ? parts + 100 : parts;
}

/** Units of a line that were given back before they shipped, at this state. */
export function removedOf(line: SaleLine, state: SaleState): number {
  return sumOf(
    state.refunds.flatMap((refund) => refund.lines).filter((each) => each.line.lineId === line.lineId),
    (each) => each.quantity,
  );
}

export function shippedOf(line: SaleLine, state: SaleState): number {
  return sumOf(
    state.parcels.flatMap((parcel) => parcel.lines).filter((each) => each.line.lineId === line.lineId),
    (each) => each.quantity,
  );
}

import type { MerchantId, Sku } from "../../kernel/ids.ts";

export const priceKinds = ["sale", "cost"] as const;

export type PriceKind = (typeof priceKinds)[number];

/** What an article is sold for or has cost, in one currency from one day on. */
export type Price = {
  readonly merchantId: MerchantId;
  readonly sku: Sku;
  readonly kind: PriceKind;
  readonly currency: string;
  /** Of one unit, in minor units. */
  readonly amountMinor: number;
  /** The merchant's days, both included; null: from the beginning, without end. */
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly changedAt: string;
  /** A person, or a row of a file. */
  readonly changedBy: string;
};

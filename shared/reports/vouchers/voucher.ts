import type { Role } from "./account-map.ts";

/** What a voucher is of: the sales of a day, what was taken back on it, money that came, fees that went. */
export const voucherKinds = ["sales", "returns", "payments", "fees"] as const;
export type VoucherKind = (typeof voucherKinds)[number];

/**
 * One posting of a shop, a day and a currency. Its lines balance to the minor unit, in `currency` and in the merchant's own.
 * The same sealed day gives the same vouchers under the same numbers, so that a ledger sees one that comes twice.
 */
export type Voucher = {
  /** `20261121-003`: the day, and its place among the day's vouchers. */
  readonly no: string;
  readonly kind: VoucherKind;
  readonly day: string;
  readonly shop: string;
  readonly currency: string;
  /** The merchant's own currency, in which ledgers keep their books. */
  readonly bookCurrency: string;
  /** One unit of `currency` in `bookCurrency`, exact decimal text; "1" within one currency. */
  readonly rate: string;
  /** How many entries, payments or fees it sums up. */
  readonly entries: number;
  readonly lines: readonly VoucherLine[];
};

/** Positive minor units on one side; `bookMinor` is the same amount in the merchant's own currency. */
export type VoucherLine = {
  readonly role: Role;
  readonly side: "debit" | "credit";
  readonly minor: number;
  readonly bookMinor: number;
};

/** Facts that no voucher could be made of, because nobody stated the rate of their currency. */
export type Unposted = {
  readonly shop: string;
  readonly currency: string;
  readonly kind: VoucherKind;
  readonly entries: number;
};

export type DayVouchers = { readonly vouchers: readonly Voucher[]; readonly unposted: readonly Unposted[] };

/** What a line does to its side's sum: debits count up, credits down. */
export function signed({ side, minor }: Pick<VoucherLine, "side" | "minor">): number {
  return side === "debit" ? minor : -minor;
}

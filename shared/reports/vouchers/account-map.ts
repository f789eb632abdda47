import * as z from "zod/mini";

/** What an amount of the books is, for whoever keeps the ledger. Each wants an account. */
export const roles = [
  /** What channels and buyers owe: each sale adds, each payment takes off. */
  "receivable",
  "revenue",
  /** Refunds, cancellations and corrections of earlier days, apart from revenue. */
  "returns",
  "discounts",
  "shipping",
  /** Charged to the buyer with the order: gift wrap, cash on delivery. */
  "surcharges",
  "tax",
  /** Where a shop's own total differs from its parts, and where converting rounds. */
  "differences",
  /** Where payments arrive: the channel's wallet, the payment provider, the bank. */
  "money",
  /** What channels charge the merchant. */
  "channelFees",
] as const;
export type Role = (typeof roles)[number];

/** As the ledger knows it. `name` is what people read; some ledgers want it beside the code. */
export type Account = { readonly code: string; readonly name: string };

/**
 * Which account of the merchant's ledger each role is booked on. A shop may have accounts of its own, e.g. one receivable for
 * each channel; what it does not name is booked as everywhere.
 */
export type AccountMap = {
  readonly accounts: Readonly<Record<Role, Account>>;
  /** By connection id. */
  readonly shops: Readonly<Record<string, Partial<Readonly<Record<Role, Account>>>>>;
  /** Who owes the sales of a shop, as the ledger knows the customer; the shop's id where nothing is said. */
  readonly customers: Readonly<Record<string, string>>;
  readonly book: Book;
};

/** What a ledger wants to be told once for all vouchers; each ledger reads what it knows. */
export type Book = {
  /** Kingdee: account book and accounting organisation. Yonyou NC: the accounting book. */
  readonly code: string;
  readonly name: string;
  /** 凭证字, 凭证类别: `记` for most. */
  readonly voucherType: string;
  readonly preparedBy: string;
  /** Xero: taxes stand in lines of their own, so the lines themselves bear none. */
  readonly taxType: string;
  /** Days from an invoice to its due date. */
  readonly dueDays: number;
  /** How the ledger calls currencies, where not by their ISO codes: Kingdee knows CNY as `PRE001`. */
  readonly currencyCodes: Readonly<Record<string, string>>;
};

const account = z.object({ code: z.string().check(z.minLength(1), z.maxLength(40)), name: z.string() });
const shortText = z.string().check(z.maxLength(80));

export const accountMapSchema = z.object({
  accounts: z.record(z.enum(roles), account),
  shops: z.record(z.string(), z.partialRecord(z.enum(roles), account)),
  customers: z.record(z.string(), shortText),
  book: z.object({
    code: shortText,
    name: shortText,
    voucherType: shortText,
    preparedBy: shortText,
    taxType: shortText,
    dueDays: z.int().check(z.gte(0), z.lte(365)),
    currencyCodes: z.record(z.string(), shortText),
  }),
});

export function accountOf(map: AccountMap, role: Role, shop: string): Account {
  return map.shops[shop]?.[role] ?? map.accounts[role];
}

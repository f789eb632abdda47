import { convertMinor } from "../../fx/rate.ts";
import { compareText } from "../../kernel/compare-text.ts";
import type { EntryFact, FeeFact, PaymentFact } from "../facts/fact.ts";
import type { StampedRate } from "../facts/facts-manifest.ts";
import { type Role, roles } from "./account-map.ts";
import {
  type DayVouchers,
  type Unposted,
  type Voucher,
  type VoucherKind,
  type VoucherLine,
  voucherKinds,
} from "./voucher.ts";

/** Sums the facts of a day as they are read, so that a day of any size takes little memory. */
export type DayPostings = {
  entry(fact: EntryFact): void;
  payment(fact: PaymentFact): void;
  fee(fact: FeeFact): void;
  vouchers(): DayVouchers;
};

/** Amounts by role: what is owed, paid or spent is positive, what is earned or owed to others negative. */
type Amounts = Partial<Record<Role, number>>;
type Sum = {
  readonly kind: VoucherKind;
  readonly shop: string;
  readonly currency: string;
  readonly rateId: string | null;
  readonly amounts: Amounts;
  /** What stands against all others: its amount in the merchant's currency is the sum of the facts' own. */
  readonly against: Role;
  bookMinor: number | null;
  entries: number;
};

export type DayOfFacts = {
  readonly day: string;
  readonly currency: string;
  readonly rates: Readonly<Record<string, StampedRate>>;
};

/**
 * Double entry out of facts. A sale debits what the buyer owes and credits revenue (without tax, where prices hold it),
 * shipping, surcharges and tax, and debits the discount; what is taken back is booked the other way round, on returns instead
 * of revenue. A payment debits money, a fee debits channel fees.
 */
export function makeDayPostings(of: DayOfFacts): DayPostings {
  const sums = new Map<string, Sum>();

  function sumOf(kind: VoucherKind, against: Role, fact: FactOfShop): Sum {
    const key = [kind, fact.shop, fact.currency, fact.rateId ?? ""].join("\n");
    const { shop, currency, rateId } = fact;
    const known = sums.get(key) ?? { kind, shop, currency, rateId, against, amounts: {}, bookMinor: 0, entries: 0 };
    sums.set(key, known);
    known.entries += 1;
    known.bookMinor =
      known.bookMinor === null || fact.reportingMinor === null ? null : known.bookMinor + fact.reportingMinor;
    return known;
  }

  return {
    entry(fact) {
      const isSale = fact.kind === "sale" || fact.kind === "void";
      const { amounts } = sumOf(isSale ? "sales" : "returns", "receivable", fact);
      const inPrices = fact.taxIncluded ? fact.taxMinor : 0;
      add(amounts, "receivable", fact.totalMinor);
      add(amounts, isSale ? "revenue" : "returns", inPrices - fact.itemsMinor);
      add(amounts, "discounts", -fact.discountMinor);
      add(amounts, "shipping", -fact.shippingMinor);
      add(amounts, "surcharges", -fact.feesMinor);
      add(amounts, "tax", -fact.taxMinor);
      add(amounts, "differences", -fact.otherMinor);
    },
    payment(fact) {
      const { amounts } = sumOf("payments", "money", fact);
      add(amounts, "money", fact.amountMinor);
      add(amounts, "receivable", -fact.amountMinor);
    },
    fee(fact) {
      const { amounts } = sumOf("fees", "money", fact);
      add(amounts, "money", fact.amountMinor);
      add(amounts, "channelFees", -fact.amountMinor);
    },
    vouchers: () => toVouchers(of, [...sums.values()]),
  };
}

type FactOfShop = Pick<EntryFact, "shop" | "currency" | "rateId" | "reportingMinor">;

function add(amounts: Amounts, role: Role, minor: number): void {
  amounts[role] = (amounts[role] ?? 0) + minor;
}

function toVouchers(of: DayOfFacts, sums: readonly Sum[]): DayVouchers {
  const sorted = sums.toSorted(
    (a, b) =>
      compareText(a.shop, b.shop) ||
      voucherKinds.indexOf(a.kind) - voucherKinds.indexOf(b.kind) ||
      compareText(a.currency, b.currency) ||
      compareText(a.rateId ?? "", b.rateId ?? ""),
  );
  const vouchers: Voucher[] = [];
  const unposted: Unposted[] = [];
  for (const sum of sorted) {
    const { kind, shop, currency, entries, bookMinor } = sum;
    const rate = currency === of.currency ? "1" : of.rates[sum.rateId ?? ""]?.rate;
    if (rate === undefined || bookMinor === null) {
      unposted.push({ shop, currency, kind, entries });
      continue;
    }
    const lines = linesOf(sum, bookMinor, { from: currency, to: of.currency, rate });
    if (lines.length === 0) continue;
    const no = `${of.day.replaceAll("-", "")}-${String(vouchers.length + 1).padStart(3, "0")}`;
    vouchers.push({ no, kind, day: of.day, shop, currency, bookCurrency: of.currency, rate, entries, lines });
  }
  return { vouchers, unposted };
}

/** What converting rounds goes to `differences`: the facts' own amounts in the merchant's currency are never touched. */
function linesOf(sum: Sum, bookMinor: number, rate: Pick<StampedRate, "from" | "to" | "rate">): readonly VoucherLine[] {
  const book: Amounts = {};
  for (const role of roles) {
    const minor = sum.amounts[role] ?? 0;
    if (role === sum.against) book[role] = bookMinor;
    else if (minor !== 0) book[role] = rate.from === rate.to ? minor : convertMinor(minor, rate);
  }
  const off = Object.values(book).reduce((so, minor) => so + minor, 0);
  if (off !== 0) add(book, "differences", -off);
  return roles.flatMap((role) => lineOf(role, sum.amounts[role] ?? 0, book[role] ?? 0));
}

/** An amount may round to the other side of 0 or to nothing in one of the currencies; a line is on one side in both. */
function lineOf(role: Role, minor: number, bookMinor: number): readonly VoucherLine[] {
  if (minor === 0 && bookMinor === 0) return [];
  if (Math.sign(minor) * Math.sign(bookMinor) < 0) return [...lineOf(role, minor, 0), ...lineOf(role, 0, bookMinor)];
  const side = minor > 0 || bookMinor > 0 ? "debit" : "credit";
  return [{ role, side, minor: Math.abs(minor), bookMinor: Math.abs(bookMinor) }];
}

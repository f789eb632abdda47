import { decimalFromMinor } from "../kernel/money.ts";
import type { Problem } from "../platform/http-answer.ts";
import type { WrittenVouchers } from "../reports/vouchers/write-vouchers.ts";

/** What the API shows: each voucher with its lines in decimals, and the files as base64, since a day has few and small ones. */
export function vouchersView({ vouchers, files, ...head }: WrittenVouchers): Readonly<Record<string, unknown>> {
  return {
    ...head,
    vouchers: vouchers.map(({ lines, ...voucher }) => ({
      ...voucher,
      lines: lines.map(({ role, side, minor, bookMinor }) => ({
        role,
        side,
        amount: decimalFromMinor(minor, voucher.currency),
        bookAmount: decimalFromMinor(bookMinor, voucher.bookCurrency),
      })),
    })),
    files: files.map(({ name, contentType, bytes }) => ({
      name,
      contentType,
      base64: Buffer.from(bytes).toString("base64"),
    })),
  };
}

export const noAccounts: Problem = {
  status: 409,
  code: "no_ledger_accounts",
  title: "Nobody has said which accounts there are",
  detail: "Say it once with PUT /v1/ledger-accounts, or `orderhub accounts FILE`; docs/finance.md shows the file.",
};

export function notSealed(day: string): Problem {
  const detail = `${day} has no sealed facts yet: it is sealed at night, or with POST /v1/reports/backfill.`;
  return { status: 409, code: "day_not_sealed", title: "This day is not sealed", detail };
}

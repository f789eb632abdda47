import type { Account, AccountMap } from "./account-map.ts";
import { accountOf } from "./account-map.ts";
import type { Voucher, VoucherKind, VoucherLine } from "./voucher.ts";

/** One file for somebody's ledger, complete in memory: a day has a few vouchers for each shop. */
export type LedgerFile = { readonly name: string; readonly contentType: string; readonly bytes: Uint8Array };

export type LedgerFormat = (vouchers: readonly Voucher[], map: AccountMap) => readonly LedgerFile[];

/** A line with the account it is booked on. */
export type PostedLine = VoucherLine & { readonly account: Account };

export function postedLines({ lines, shop }: Voucher, map: AccountMap): readonly PostedLine[] {
  return lines.map((line) => ({ ...line, account: accountOf(map, line.role, shop) }));
}

/** Unique within a month, as ledgers number vouchers: 21003 is the third of the 21st. */
export function numberInMonth({ no }: Voucher): number {
  const [day = "", place = ""] = no.split("-");
  return Number(day.slice(6)) * 1_000 + Number(place);
}

const inChinese: Readonly<Record<VoucherKind, string>> = {
  sales: "销售",
  returns: "退款及冲销",
  payments: "收款",
  fees: "平台费用",
};

const inEnglish: Readonly<Record<VoucherKind, string>> = {
  sales: "Sales",
  returns: "Refunds and corrections",
  payments: "Payments received",
  fees: "Channel fees",
};

/** 摘要: what the posting is, for whoever opens the ledger in a year. */
export function summaryInChinese({ day, shop, kind, entries }: Voucher): string {
  return `${day} ${shop} ${inChinese[kind]} ${entries} 笔`;
}

export function summaryInEnglish({ day, shop, kind, entries }: Voucher): string {
  return `${inEnglish[kind]} of ${shop}, ${day} (${entries})`;
}

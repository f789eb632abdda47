import { decimalFromMinor } from "../../kernel/money.ts";
import { encodeGbk } from "../../sheets/gb18030.ts";
import type { Cell, Column } from "../../sheets/sheet.ts";
import { writeWorkbook, XLSX_TYPE } from "../../sheets/write-workbook.ts";
import type { AccountMap } from "./account-map.ts";
import { type LedgerFormat, numberInMonth, type PostedLine, postedLines, summaryInChinese } from "./ledger-file.ts";
import type { Voucher } from "./voucher.ts";

/** 用友 NC, voucher import: one header row; the columns it demands and those that a posting of ours can fill. */
export const writeYonyouNc: LedgerFormat = (vouchers, map) => {
  const rows = vouchers.flatMap((voucher) => postedLines(voucher, map).map((line) => ncRow(voucher, line, map)));
  const columns = ncColumns.map(([name, isNumber]): Column => ({ name, kind: isNumber ? "decimal" : "text" }));
  return [
    {
      name: "yonyou-nc-vouchers.xlsx",
      contentType: XLSX_TYPE,
      bytes: writeWorkbook([{ name: "凭证", columns, rows }]),
    },
  ];
};

const ncColumns: readonly (readonly [name: string, isNumber: boolean])[] = [
  ["* 核算账簿", false],
  ["* 凭证类别编码", false],
  ["* 凭证号", false],
  ["附单据数", false],
  ["* 制单人编码", false],
  ["* 制单日期", false],
  ["* 摘要", false],
  ["* 科目编码", false],
  ["* 币种", false],
  ["* 原币借方金额", true],
  ["* 本币借方金额", true],
  ["* 原币贷方金额", true],
  ["* 本币贷方金额", true],
  ["业务日期", false],
];

function ncRow(voucher: Voucher, line: PostedLine, { book }: AccountMap): readonly Cell[] {
  const amounts = (side: "debit" | "credit"): readonly Cell[] => [
    decimalFromMinor(line.side === side ? line.minor : 0, voucher.currency),
    decimalFromMinor(line.side === side ? line.bookMinor : 0, voucher.bookCurrency),
  ];
  return [
    book.code,
    book.voucherType,
    String(numberInMonth(voucher)),
    "0",
    book.preparedBy,
    voucher.day,
    summaryInChinese(voucher),
    line.account.code,
    book.currencyCodes[voucher.currency] ?? voucher.currency,
    ...amounts("debit"),
    ...amounts("credit"),
    voucher.day,
  ];
}

/** What follows the preparer's name, as published files have it: nothing said, and the switches off. */
const u8Tail = [
  "",
  "",
  "",
  "",
  "",
  "",
  "",
  "",
  "",
  "",
  "",
  "",
  "",
  "",
  "",
  "0",
  "",
  "0",
  "",
  "",
  "",
  "",
  "",
  "",
  "",
  "",
  "0",
  "0",
  "0",
  "0",
  "0",
  "",
  "0",
  "0",
  "0",
  "0",
];

/**
 * 用友 U8 总账工具, text import: GBK, the first line names the task, then one line for each posting, without a header. Amounts
 * are in the merchant's own currency; the foreign amount and its rate stand behind them.
 */
export const writeYonyouU8: LedgerFormat = (vouchers, map) => {
  const lines = vouchers.flatMap((voucher) => postedLines(voucher, map).map((line) => u8Line(voucher, line, map)));
  const text = ["填制凭证,V800", ...lines].map((line) => `${line}\r\n`).join("");
  return [{ name: "yonyou-u8-vouchers.txt", contentType: "text/plain; charset=gbk", bytes: encodeGbk(text) }];
};

function u8Line(voucher: Voucher, line: PostedLine, { book }: AccountMap): string {
  const isForeign = voucher.currency !== voucher.bookCurrency;
  const amount = (side: "debit" | "credit"): string =>
    decimalFromMinor(line.side === side ? line.bookMinor : 0, voucher.bookCurrency);
  const fields = [
    voucher.day,
    book.voucherType,
    String(numberInMonth(voucher)),
    "0",
    summaryInChinese(voucher),
    line.account.code,
    amount("debit"),
    amount("credit"),
    "",
    isForeign ? decimalFromMinor(line.minor, voucher.currency) : "",
    isForeign ? voucher.rate : "",
    book.preparedBy,
  ];
  return [...fields.map(plain), ...u8Tail].join(",");
}

/** The format has no quotes: what would end a field or a line becomes a blank. */
function plain(field: string): string {
  return field.replace(/[,\r\n]/g, " ");
}

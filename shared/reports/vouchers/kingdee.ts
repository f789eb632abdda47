import { decimalFromMinor } from "../../kernel/money.ts";
import type { Cell, Column } from "../../sheets/sheet.ts";
import { writeWorkbook, XLSX_TYPE } from "../../sheets/write-workbook.ts";
import type { AccountMap } from "./account-map.ts";
import { type LedgerFormat, numberInMonth, type PostedLine, postedLines, summaryInChinese } from "./ledger-file.ts";
import type { Voucher } from "./voucher.ts";

/**
 * 金蝶云星空, voucher import: one sheet with two header rows, field keys and their Chinese names; what belongs to the voucher
 * stands on its first line only. The other dimensions of the template (bank, item, department …) are left out: the ledger fills
 * them from the account.
 */
export const writeKingdee: LedgerFormat = (vouchers, map) => {
  const rows = vouchers.flatMap((voucher, at) =>
    postedLines(voucher, map).map((line, place) => rowOf({ voucher, line, at: at + 1, place: place + 1 }, map)),
  );
  const columns = fields.map(({ key, isNumber }): Column => ({ name: key, kind: isNumber ? "decimal" : "text" }));
  const names = fields.map(({ title }) => title);
  const sheet = { name: "凭证#单据头(FBillHead)", columns, rows: [names, ...rows] };
  return [{ name: "kingdee-vouchers.xlsx", contentType: XLSX_TYPE, bytes: writeWorkbook([sheet]) }];
};

type Place = {
  readonly voucher: Voucher;
  readonly line: PostedLine;
  readonly at: number;
  readonly place: number;
};

type Field = {
  readonly key: string;
  readonly title: string;
  readonly isNumber?: true;
  /** Said once for a voucher. */
  readonly isHead?: true;
  readonly value: (place: Place, map: AccountMap) => Cell;
};

const nothing = (): Cell => null;

const fields: readonly Field[] = [
  { key: "FBillHead(GL_VOUCHER)", title: "*单据头(序号)", isHead: true, value: ({ at }) => String(at) },
  { key: "FAccountBookID", title: "*(单据头)账簿#编码", isHead: true, value: (_, { book }) => book.code },
  { key: "FAccountBookID#Name", title: "(单据头)账簿#名称", isHead: true, value: (_, { book }) => book.name },
  { key: "FDate", title: "*(单据头)日期", isHead: true, value: ({ voucher }) => voucher.day },
  { key: "FBUSDATE", title: "(单据头)业务日期", isHead: true, value: ({ voucher }) => voucher.day },
  { key: "FYEAR", title: "(单据头)会计年度", isHead: true, value: ({ voucher }) => voucher.day.slice(0, 4) },
  {
    key: "FPERIOD",
    title: "(单据头)期间",
    isHead: true,
    value: ({ voucher }) => String(Number(voucher.day.slice(5, 7))),
  },
  { key: "FVOUCHERGROUPID", title: "*(单据头)凭证字#编码", isHead: true, value: (_, { book }) => book.voucherType },
  {
    key: "FVOUCHERGROUPNO",
    title: "*(单据头)凭证号",
    isHead: true,
    value: ({ voucher }) => String(numberInMonth(voucher)),
  },
  { key: "FATTACHMENTS", title: "(单据头)附件数", isHead: true, value: () => "0" },
  { key: "FACCBOOKORGID", title: "*(单据头)核算组织#编码", isHead: true, value: (_, { book }) => book.code },
  { key: "FACCBOOKORGID#Name", title: "(单据头)核算组织#名称", isHead: true, value: (_, { book }) => book.name },
  { key: "*Split*1", title: "间隔列", value: nothing },
  { key: "FEntity", title: "*分录(序号)", value: ({ place }) => String(place) },
  { key: "FEXPLANATION", title: "(分录)摘要", value: ({ voucher }) => summaryInChinese(voucher) },
  { key: "FACCOUNTID", title: "*(分录)科目编码#编码", value: ({ line }) => line.account.code },
  { key: "FACCOUNTID#Name", title: "(分录)科目编码#名称", value: ({ line }) => line.account.name },
  { key: "FDetailID#FFlex6", title: "(分录)客户#编码", value: customerOf },
  { key: "FCURRENCYID", title: "*(分录)币别#编码", value: currencyOf },
  { key: "FEXCHANGERATETYPE", title: "*(分录)汇率类型#编码", value: () => "HLTX01_SYS" },
  { key: "FEXCHANGERATE", title: "(分录)汇率", isNumber: true, value: ({ voucher }) => voucher.rate },
  {
    key: "FAMOUNTFOR",
    title: "(分录)原币金额",
    isNumber: true,
    value: ({ voucher, line }) => decimalFromMinor(line.minor, voucher.currency),
  },
  { key: "FDEBIT", title: "(分录)借方金额", isNumber: true, value: (place) => bookAmount(place, "debit") },
  { key: "FCREDIT", title: "(分录)贷方金额", isNumber: true, value: (place) => bookAmount(place, "credit") },
  { key: "FBUSNO", title: "(分录)业务编号", value: ({ voucher }) => voucher.no },
];

function rowOf(place: Place, map: AccountMap): readonly Cell[] {
  return fields.map(({ isHead, value }) => (isHead === true && place.place > 1 ? null : value(place, map)));
}

/** Only what somebody owes belongs to a customer. */
function customerOf({ voucher, line }: Place, map: AccountMap): Cell {
  return line.role === "receivable" ? (map.customers[voucher.shop] ?? null) : null;
}

function currencyOf({ voucher }: Place, { book }: AccountMap): Cell {
  return book.currencyCodes[voucher.currency] ?? (voucher.currency === "CNY" ? "PRE001" : voucher.currency);
}

function bookAmount({ voucher, line }: Place, side: "debit" | "credit"): Cell {
  return line.side === side ? decimalFromMinor(line.bookMinor, voucher.bookCurrency) : null;
}

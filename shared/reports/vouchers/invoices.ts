import { daysAfter } from "../../kernel/business-day.ts";
import { decimalFromMinor } from "../../kernel/money.ts";
import type { Cell, Column } from "../../sheets/sheet.ts";
import { writeCsv } from "../../sheets/write-csv.ts";
import type { AccountMap } from "./account-map.ts";
import { type LedgerFile, type LedgerFormat, type PostedLine, postedLines, summaryInEnglish } from "./ledger-file.ts";
import type { Voucher } from "./voucher.ts";

/**
 * Western ledgers keep sales as invoices: one for each shop, day and currency, with a line for each account that the sales
 * touched. Its total is what the shop's buyers owe, to the minor unit. Payments and fees come with the payouts, so they are
 * no invoices.
 */
type Invoice = {
  readonly voucher: Voucher;
  readonly customer: string;
  readonly dueDay: string;
  /** What is sold is positive, discounts negative; of a credit note the other way round. */
  readonly lines: readonly (PostedLine & { readonly amount: string })[];
};

function invoicesOf(vouchers: readonly Voucher[], map: AccountMap, kind: "sales" | "returns"): readonly Invoice[] {
  return vouchers
    .filter((voucher) => voucher.kind === kind)
    .map((voucher) => ({
      voucher,
      customer: map.customers[voucher.shop] ?? voucher.shop,
      dueDay: daysAfter(voucher.day, map.book.dueDays),
      lines: postedLines(voucher, map)
        .filter(({ role, minor }) => role !== "receivable" && minor !== 0)
        .map((line) => {
          const minor = line.side === "credit" ? line.minor : -line.minor;
          return { ...line, amount: decimalFromMinor(minor, voucher.currency) };
        }),
    }));
}

const xeroColumns: readonly string[] = [
  "*ContactName",
  "EmailAddress",
  "POAddressLine1",
  "POAddressLine2",
  "POAddressLine3",
  "POAddressLine4",
  "POCity",
  "PORegion",
  "POPostalCode",
  "POCountry",
  "*InvoiceNumber",
  "Reference",
  "*InvoiceDate",
  "*DueDate",
  "InventoryItemCode",
  "*Description",
  "*Quantity",
  "*UnitAmount",
  "Discount",
  "*AccountCode",
  "*TaxType",
  "TrackingName1",
  "TrackingOption1",
  "TrackingName2",
  "TrackingOption2",
  "Currency",
  "BrandingTheme",
];

/** Xero, sales invoices: what is taken back comes with negative amounts, which Xero imports as a credit note. */
export const writeXero: LedgerFormat = (vouchers, map) => {
  const both = [...invoicesOf(vouchers, map, "sales"), ...invoicesOf(vouchers, map, "returns")];
  const rows = both.flatMap((invoice) => invoice.lines.map((line) => xeroRow(invoice, line, map)));
  return [csvFile("xero-invoices.csv", xeroColumns, rows)];
};

function xeroRow(
  { voucher, customer, dueDay }: Invoice,
  line: Invoice["lines"][number],
  map: AccountMap,
): readonly Cell[] {
  const said: Readonly<Record<string, string>> = {
    "*ContactName": customer,
    "*InvoiceNumber": `OH-${voucher.no}`,
    Reference: voucher.shop,
    "*InvoiceDate": dayFirst(voucher.day),
    "*DueDate": dayFirst(dueDay),
    "*Description": `${summaryInEnglish(voucher)}: ${line.account.name}`,
    "*Quantity": "1",
    "*UnitAmount": line.amount,
    "*AccountCode": line.account.code,
    "*TaxType": map.book.taxType,
    Currency: voucher.currency,
  };
  return xeroColumns.map((name) => said[name] ?? null);
}

const quickBooksColumns: readonly string[] = [
  "*InvoiceNo",
  "*Customer",
  "*InvoiceDate",
  "*DueDate",
  "Terms",
  "Location",
  "Memo",
  "Item(Product/Service)",
  "ItemDescription",
  "ItemQuantity",
  "ItemRate",
  "*ItemAmount",
  "Service Date",
  "Currency",
];

/**
 * QuickBooks Online imports no negative invoice, so what is taken back stands in a file of credit memos of its own, with
 * amounts turned round. Customer and dates stand on the first line of an invoice only. An item is named like its account.
 */
export const writeQuickBooks: LedgerFormat = (vouchers, map) => {
  const rowsOf = (kind: "sales" | "returns"): readonly (readonly Cell[])[] =>
    invoicesOf(vouchers, map, kind).flatMap((invoice) =>
      invoice.lines.map((line, at) => quickBooksRow(invoice, line, at === 0)),
    );
  return [
    csvFile("quickbooks-invoices.csv", quickBooksColumns, rowsOf("sales")),
    csvFile("quickbooks-credit-memos.csv", quickBooksColumns, rowsOf("returns")),
  ];
};

function quickBooksRow(
  { voucher, customer, dueDay }: Invoice,
  line: Invoice["lines"][number],
  isFirst: boolean,
): readonly Cell[] {
  const isCredit = voucher.kind === "returns";
  const amount = isCredit ? turned(line.amount) : line.amount;
  const said: Readonly<Record<string, string>> = {
    "*InvoiceNo": `OH-${voucher.no}`,
    ...(isFirst
      ? {
          "*Customer": customer,
          "*InvoiceDate": dayFirst(voucher.day),
          "*DueDate": dayFirst(dueDay),
          Memo: summaryInEnglish(voucher),
        }
      : {}),
    "Item(Product/Service)": line.account.name,
    ItemDescription: summaryInEnglish(voucher),
    ItemQuantity: "1",
    ItemRate: amount,
    "*ItemAmount": amount,
    "Service Date": dayFirst(voucher.day),
    Currency: voucher.currency,
  };
  return quickBooksColumns.map((name) => said[name] ?? null);
}

function turned(amount: string): string {
  return amount.startsWith("-") ? amount.slice(1) : `-${amount}`;
}

/** dd/mm/yyyy. */
function dayFirst(day: string): string {
  return day.split("-").reverse().join("/");
}

const decimals = new Set(["*Quantity", "*UnitAmount", "ItemQuantity", "ItemRate", "*ItemAmount"]);

/** Without the byte order mark: these importers take it for a part of the first heading. */
function csvFile(name: string, columnNames: readonly string[], rows: readonly (readonly Cell[])[]): LedgerFile {
  const columns = columnNames.map((each): Column => ({ name: each, kind: decimals.has(each) ? "decimal" : "text" }));
  const text = writeCsv({ name: "invoices", columns, rows }).replace(/^\uFEFF/, "");
  return { name, contentType: "text/csv; charset=utf-8", bytes: new TextEncoder().encode(text) };
}

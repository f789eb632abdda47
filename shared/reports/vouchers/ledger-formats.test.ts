import { existsSync, readFileSync } from "node:fs";
import { read, utils } from "@e965/xlsx";
import { describe, expect, it } from "vitest";
import { aFee, anEntry, aPaymentFact } from "../../../tests/support/fact-builders.ts";
import { minorFromDecimal } from "../../kernel/money.ts";
import { type AccountMap, accountMapSchema, roles } from "./account-map.ts";
import { type LedgerName, ledgerFormats } from "./ledger-formats.ts";
import { makeDayPostings } from "./post-day.ts";

const map: AccountMap = {
  accounts: Object.fromEntries(
    roles.map((role, at) => [role, { code: `60${at}`, name: role }]),
  ) as AccountMap["accounts"],
  shops: { "shopify-us": { receivable: { code: "1122.02", name: "应收 Shopify" } } },
  customers: { "shopify-us": "Shopify buyers" },
  book: {
    ...{ code: "001", name: "总账", voucherType: "记", preparedBy: "张三" },
    ...{ taxType: "Tax Exempt", dueDays: 14, currencyCodes: {} },
  },
};

const usd = { from: "USD", to: "CNY", rate: "7.1", day: "2026-11-21", source: "PBOC" };

function dayOfTwoShops() {
  const postings = makeDayPostings({ day: "2026-11-21", currency: "CNY", rates: { usd } });
  postings.entry(
    anEntry({ shop: "taobao-1", itemsMinor: 19_999, discountMinor: -1_001, taxMinor: 1_132, taxIncluded: true }),
  );
  postings.entry(anEntry({ shop: "taobao-1", kind: "refund", itemsMinor: -5_000 }));
  const dollars = { shop: "shopify-us", currency: "USD", rateId: "usd" };
  postings.entry(anEntry({ ...dollars, itemsMinor: 1_999, shippingMinor: 333, taxMinor: 165, reportingMinor: 17_729 }));
  postings.payment(aPaymentFact({ ...dollars, amountMinor: 2_497, reportingMinor: 17_729 }));
  postings.fee(aFee({ ...dollars, amountMinor: -102, reportingMinor: -724 }));
  return postings.vouchers().vouchers;
}

/** The file as another program reads it: rows of texts. */
function rowsOf(ledger: LedgerName, file = 0): string[][] {
  const written = ledgerFormats[ledger](dayOfTwoShops(), map)[file];
  if (written === undefined) throw new Error(`${ledger} wrote nothing`);
  const isGbk = written.contentType.includes("gbk");
  if (isGbk)
    return new TextDecoder("gbk")
      .decode(written.bytes)
      .trimEnd()
      .split("\r\n")
      .map((line) => line.split(","));
  const book = read(written.bytes, { type: "array", raw: true });
  const sheet = book.Sheets[book.SheetNames[0] ?? ""];
  if (sheet === undefined) throw new Error("no sheet");
  return utils.sheet_to_json<string[]>(sheet, { header: 1, raw: false, defval: "", rawNumbers: false });
}

function column(rows: string[][], header: string[], name: string): string[] {
  return rows.map((row) => row[header.indexOf(name)] ?? "");
}

function sum(amounts: readonly string[], currency = "CNY"): number {
  return amounts.reduce((so, text) => {
    const minor = minorFromDecimal(text === "" ? "0" : text.replaceAll(",", ""), currency);
    if (!minor.ok) throw new Error(`${text} is no amount`);
    return so + minor.value;
  }, 0);
}

const samples = new URL("../../../../shared/spreadsheets/samples/", import.meta.url);

describe("ledger files", () => {
  it("know every account that a voucher may need", () => {
    expect(accountMapSchema.parse(map)).toEqual(map);
  });

  it("balance in Kingdee, the voucher's own cells on its first line only", () => {
    const [keys = [], names = [], ...rows] = rowsOf("kingdee");
    expect(names[0]).toBe("*单据头(序号)");
    expect(sum(column(rows, keys, "FDEBIT"))).toBe(sum(column(rows, keys, "FCREDIT")));
    expect(column(rows, keys, "FBillHead(GL_VOUCHER)").filter((text) => text !== "")).toEqual([
      "1",
      "2",
      "3",
      "4",
      "5",
    ]);
    const [first] = rows;
    expect([
      column(first ? [first] : [], keys, "FACCOUNTID"),
      column(first ? [first] : [], keys, "FDetailID#FFlex6"),
    ]).toEqual([["1122.02"], ["Shopify buyers"]]);
  });

  it.skipIf(!existsSync(samples)).each([
    ["kingdee", "kingdee-cloud-galaxy-voucher-2-header-rows.csv"],
    ["yonyou-nc", "yonyou-nc-voucher-header.csv"],
    ["xero", "xero-sales-invoice-import-header.csv"],
  ] as const)("have no column that %s does not know", (ledger, sample) => {
    const known = new Set(
      readFileSync(new URL(sample, samples), "utf8")
        .replace(/^\uFEFF/, "")
        .split(/[,\r\n]+/),
    );
    expect((rowsOf(ledger)[0] ?? []).filter((name) => !known.has(name))).toEqual([]);
  });

  it("balance in Yonyou NC, in both currencies", () => {
    const [header = [], ...rows] = rowsOf("yonyou-nc");
    expect(sum(column(rows, header, "* 本币借方金额"))).toBe(sum(column(rows, header, "* 本币贷方金额")));
    expect(column(rows, header, "* 币种")).toContain("USD");
  });

  it("balance in Yonyou U8, as GBK lines of 48 fields", () => {
    const [task, ...rows] = rowsOf("yonyou-u8");
    expect(task).toEqual(["填制凭证", "V800"]);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([48]));
    expect(sum(rows.map((row) => row[6] ?? ""))).toBe(sum(rows.map((row) => row[7] ?? "")));
    expect(rows[0]?.slice(0, 6)).toEqual([
      "2026-11-21",
      "记",
      "21001",
      "0",
      "2026-11-21 shopify-us 销售 1 笔",
      "1122.02",
    ]);
    expect(rows[0]?.slice(9, 12)).toEqual(["24.97", "7.1", "张三"]);
  });

  it("come to what is owed in Xero, what is taken back below 0", () => {
    const [header = [], ...rows] = rowsOf("xero");
    const of = (no: string, currency: string): number =>
      sum(
        rows
          .filter((row) => row[header.indexOf("*InvoiceNumber")] === no)
          .map((row) => row[header.indexOf("*UnitAmount")] ?? ""),
        currency,
      );
    expect(["OH-20261121-001", "OH-20261121-004", "OH-20261121-005"].map((no) => of(no, "CNY"))).toEqual([
      2_497, 18_998, -5_000,
    ]);
    expect(column(rows, header, "*DueDate")[0]).toBe("05/12/2026");
  });

  it("are invoices and credit memos above 0 in QuickBooks", () => {
    const [header = [], ...rows] = rowsOf("quickbooks");
    expect(sum(column(rows, header, "*ItemAmount"))).toBe(2_497 + 18_998);
    const [, ...credits] = rowsOf("quickbooks", 1);
    expect(sum(column(credits, header, "*ItemAmount"))).toBe(5_000);
    expect(column(rows, header, "*Customer").filter((text) => text !== "")).toEqual(["Shopify buyers", "taobao-1"]);
  });
});

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeImporter } from "../../../tests/support/importer.ts";
import { memoryObjects } from "../../../tests/support/memory-ports.ts";
import { readSheet } from "../../sheets/read-sheet.ts";
import type { ReadSheet } from "../../sheets/rows.ts";
import { makeMemoryTable } from "../../table/table.memory.ts";
import { findColumns } from "../find-columns.ts";
import type { ImportJob } from "../import-job.ts";
import { type ImportKind, isImportKind } from "../import-kind.ts";
import { recogniseLayout } from "./recognise-layout.ts";

const folder = new URL("../../../../shared/spreadsheets/samples/", import.meta.url).pathname;
const isThere = existsSync(folder);
const title = isThere ? "is recognised" : "no folder ../shared/spreadsheets/samples: real header sets were not checked";

/** Every header set, and what it is. */
const files: Readonly<Record<string, string>> = {
  "alipay-signcustomer-bill-shape.csv": "alipay-bill: settlements",
  "amazon-all-orders-GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL.txt": "amazon-all-orders: orders",
  "amazon-settlement-v2-GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2.txt": "amazon-settlement: settlements",
  "amazon-unshipped-orders-GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING.txt": "amazon-unshipped-orders: orders",
  "douyin-fundflow-header.csv": "douyin-fund-flow: settlements",
  "douyin-orders-header.csv": "douyin-orders: orders",
  "jd-pop-orders-header.csv": "jd-orders: orders",
  "jushuitan-order-import-header.csv": "jushuitan-orders: orders",
  "kingdee-cloud-galaxy-voucher-2-header-rows.csv": "kingdee-galaxy-voucher: accounting",
  "kingdee-k3-wise-voucher-header.csv": "kingdee-k3-voucher: accounting",
  "pinduoduo-orders-header.csv": "pinduoduo-orders: orders",
  "quickbooks-online-invoice-import-header.csv": "quickbooks-invoices: accounting",
  "shopify-inventory-export-header.csv": "shopify-inventory: stock",
  "shopify-orders-export-header.csv": "shopify-orders: orders",
  "shopify-partners-product-apparel.csv": "shopify-products: products",
  "shopify-partners-product-home-and-garden.csv": "shopify-products: products",
  "shopify-partners-product-jewelery.csv": "shopify-products: products",
  "shopify-payout-transactions-header.csv": "shopify-payout-transactions: settlements",
  "shopify-payouts-header.csv": "shopify-payouts: settlement-totals",
  "taobao-ExportOrderList-header.csv": "taobao-orders: orders",
  "wangdiantong-order-export-subset-header.csv": "wangdiantong-orders: orders",
  "woocommerce-core-product-header.csv": "woocommerce-products: products",
  "woocommerce-order-csv-export-default-header.csv": "woocommerce-orders: orders",
  "xero-sales-invoice-import-header.csv": "xero-invoices: accounting",
  "yonyou-nc-voucher-header.csv": "yonyou-nc-voucher: accounting",
  "yonyou-u8-voucher-text.txt": "yonyou-u8-voucher: accounting",
};

async function sheetOf(bytes: Uint8Array): Promise<ReadSheet> {
  const sheet = await readSheet(bytes);
  if (!sheet.ok) throw new Error(sheet.error.kind);
  return sheet.value;
}

function nameOf(sheet: ReadSheet): string {
  const found = recogniseLayout(sheet.rows);
  return found === null ? "unknown" : `${found.layout.id}: ${found.layout.kind}`;
}

describe("a header set of the wild", () => {
  it.skipIf(!isThere).each(Object.entries(files))(`${title}: %s`, async (name, wanted) => {
    expect(nameOf(await sheetOf(readFileSync(join(folder, name))))).toBe(wanted);
  });

  it.skipIf(!isThere)("is named here, each of them", () => {
    const tables = readdirSync(folder).filter((name) => !name.endsWith(".md"));
    expect(tables.toSorted()).toEqual(Object.keys(files).toSorted());
  });

  it("is found below titles, in any order of columns, and with other columns between", async () => {
    const headings = "订单状态,备注A,宝贝总数量,宝贝标题,买家会员名,订单编号,订单创建时间";
    const sheet = await sheetOf(new TextEncoder().encode(`千牛导出\n# 2026-11-22\n${headings}\n`));
    expect(nameOf(sheet)).toBe("taobao-orders: orders");
  });

  it("is not mistaken for our own columns", async () => {
    const own = "订单号,下单时间,商家编码,数量,单价,运费,收货人\n1,2026-11-21,A,1,2,0,x\n";
    const sheet = await sheetOf(new TextEncoder().encode(own));
    expect(nameOf(sheet)).toBe("unknown");
    expect(findColumns(sheet.rows, "orders").ok).toBe(true);
  });

  it.skipIf(!isThere).each(Object.entries(files))(
    `is taken or handed back with its name: ${title}: %s`,
    async (name, wanted) => {
      const [, kind = ""] = wanted.split(": ");
      const isOurs = isImportKind(kind);
      const job = await imported(isOurs ? kind : "orders", readFileSync(join(folder, name)));
      expect(job).toMatchObject({ state: isOurs ? "applied" : "rejected", failed: 0, applied: job.rows - job.skipped });
      expect(job.layout).toBe(isOurs ? wanted.split(": ")[0] : "");
      expect(job.reason).toMatch(isOurs ? /^$/ : /^This is (an [AO]|a [^AO]).*Nothing of it was stored\.$/);
    },
  );
});

async function imported(kind: ImportKind, body: Uint8Array): Promise<ImportJob> {
  const files = memoryObjects();
  const { run } = makeImporter({ table: makeMemoryTable(), files, now: () => new Date("2026-11-22T06:00:00.000Z") });
  const key = `demo/${kind}/sample.csv`;
  await files.put(key, body, { contentType: "text/csv" });
  const etag = (await files.get(key))?.etag ?? "";
  const answer = await run({ key, version: etag, etag, bytes: body.length, at: "2026-11-22T06:00:00.000Z" });
  if (answer.kind !== "finished") throw new Error(`the import is ${answer.kind}`);
  return answer.job;
}

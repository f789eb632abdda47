import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { aMerchant, aMerchantId } from "../../../tests/support/builders.ts";
import { makeImporter } from "../../../tests/support/importer.ts";
import { memoryObjects } from "../../../tests/support/memory-ports.ts";
import { connectionId, orderIdOf } from "../../kernel/ids.ts";
import type { Order } from "../../orders/order.ts";
import { readOrder } from "../../orders/order-store.ts";
import { makeMemoryTable } from "../../table/table.memory.ts";
import type { ImportJob } from "../import-job.ts";

const folder = new URL("../../../../shared/spreadsheets/samples/", import.meta.url).pathname;
const isThere = existsSync(folder);
const title = isThere
  ? "imports its rows"
  : "no folder ../shared/spreadsheets/samples: rows under real headings were not imported";

const now = new Date("2026-11-22T08:00:00.000Z");

type Row = Readonly<Record<string, string>>;

type Case = {
  readonly file: string;
  readonly layout: string;
  readonly rows: readonly Row[];
  /** channelOrderId → `status | payment | currency total | sku×quantity@unit-discount …`. */
  readonly orders: Readonly<Record<string, string>>;
};

const cases: readonly Case[] = [
  {
    file: "taobao-ExportOrderList-header.csv",
    layout: "taobao-orders",
    rows: [
      {
        订单编号: '="3216540987654321098"',
        买家应付货款: "199.00",
        买家应付邮费: "10.00",
        总金额: "209.00",
        订单状态: "买家已付款，等待卖家发货",
        订单创建时间: "2026-11-21 23:30:00",
        订单付款时间: "2026-11-21 23:31:00",
        宝贝标题: "龙井 50 克",
        宝贝总数量: "2",
        店铺名称: "茶铺",
        收货人姓名: "沈雨桐",
        联系手机: "'13700002468",
        收货地址: "浙江省 杭州市 西湖区 听泉路 66 号(310013)",
      },
      {
        订单编号: '="3216540987654321099"',
        买家应付货款: "88.00",
        买家应付邮费: "0.00",
        总金额: "88.00",
        订单状态: "交易关闭",
        订单创建时间: "2026-11-21 22:00:00",
        宝贝标题: "白瓷杯",
        宝贝总数量: "1",
        店铺名称: "茶铺",
      },
    ],
    orders: {
      "taobao/茶铺/3216540987654321098":
        "on_hold | paid | CNY 20900 | ×2@9950-0 | 浙江省/杭州市/西湖区/听泉路 66 号/310013",
      "taobao/茶铺/3216540987654321099": "cancelled | voided | CNY 8800 | ×1@8800-0 | ",
    },
  },
  {
    file: "jd-pop-orders-header.csv",
    layout: "jd-orders",
    rows: [
      {
        订单号: "290000000001",
        商品ID: "100",
        商品名称: "龙井",
        订购数量: "2",
        下单时间: "2026-11-21 10:00:00",
        京东价: "50.00",
        结算金额: "120.00",
        应付金额: "120.00",
        订单状态: "等待出库",
        付款确认时间: "2026-11-21 10:01:00",
        运费金额: "6.00",
        货号: "TEA-1",
      },
      {
        订单号: "290000000001",
        商品ID: "101",
        商品名称: "杯",
        订购数量: "1",
        下单时间: "2026-11-21 10:00:00",
        京东价: "20.00",
        结算金额: "120.00",
        应付金额: "120.00",
        订单状态: "等待出库",
        付款确认时间: "2026-11-21 10:01:00",
        运费金额: "6.00",
        货号: "MUG-1",
      },
      {
        订单号: "290000000002",
        商品ID: "100",
        商品名称: "龙井",
        订购数量: "1",
        下单时间: "2026-11-21 11:00:00",
        京东价: "50.00",
        结算金额: "50.00",
        订单状态: "(删除)等待出库",
        运费金额: "0.00",
        货号: "TEA-1",
      },
    ],
    orders: {
      "jd/290000000001": "on_hold | paid | CNY 12000 | TEA-1×2@5000-500 MUG-1×1@2000-100 | ",
      "jd/290000000002": "cancelled | voided | CNY 5000 | TEA-1×1@5000-0 | ",
    },
  },
  {
    file: "pinduoduo-orders-header.csv",
    layout: "pinduoduo-orders",
    rows: [
      {
        订单成交时间: "2026-11-21 09:00:00",
        商品: "龙井",
        订单号: "261121-123456789012345",
        订单状态: "待发货",
        "商品总价(元)": "100.00",
        "邮费(元)": "0.00",
        "店铺优惠折扣(元)": "5.00",
        "平台优惠折扣(元)": "3.00",
        "多多支付立减金额(元)": "1.00",
        "用户实付金额(元)": "91.00",
        "商家实收金额(元)": "95.00",
        "商品数量(件)": "3",
        "商家编码-规格维度": "\tTEA-1",
        售后状态: "无售后或售后取消",
      },
      {
        订单成交时间: "2026-11-20 09:00:00",
        商品: "杯",
        订单号: "261120-123456789012346",
        订单状态: "已发货，待签收",
        "商品总价(元)": "20.00",
        "邮费(元)": "0.00",
        "用户实付金额(元)": "20.00",
        "商家实收金额(元)": "20.00",
        "商品数量(件)": "1",
        "商家编码-规格维度": "MUG-1",
        发货时间: "2026-11-20 18:00:00",
        快递单号: "SF1234567890123",
        快递公司: "顺丰速运",
        售后状态: "无售后或售后取消",
      },
      {
        订单成交时间: "2026-11-19 09:00:00",
        商品: "杯",
        订单号: "261119-123456789012347",
        订单状态: "未发货，退款成功",
        "商品总价(元)": "20.00",
        "邮费(元)": "0.00",
        "用户实付金额(元)": "20.00",
        "商家实收金额(元)": "20.00",
        "商品数量(件)": "1",
        "商家编码-规格维度": "MUG-1",
        售后状态: "退款成功",
      },
    ],
    orders: {
      "pinduoduo/261121-123456789012345": "on_hold | paid | CNY 9100 | TEA-1×3@3334-902 | ",
      "pinduoduo/261120-123456789012346": "shipped | paid | CNY 2000 | MUG-1×1@2000-0 | ",
      "pinduoduo/261119-123456789012347": "completed | refunded | CNY 2000 | MUG-1×1@2000-0 | ",
    },
  },
  {
    file: "douyin-orders-header.csv",
    layout: "douyin-orders",
    rows: [
      {
        主订单编号: "\t6920000000000000001",
        子订单编号: "\t6920000000000000001",
        选购商品: "龙井",
        商品数量: "2",
        商家编码: "\tTEA-1",
        订单应付金额: "¥99.99",
        运费: "0元",
        订单提交时间: "2026/11/21 20:15",
        订单状态: "待发货",
        售后状态: "-",
        收件人: "张*",
        收件人手机号: "1******6198",
      },
      {
        主订单编号: "\t6920000000000000001",
        子订单编号: "\t6920000000000000002",
        选购商品: "杯",
        商品数量: "1",
        商家编码: "\tMUG-1",
        订单应付金额: "¥20.00",
        运费: "0元",
        订单提交时间: "2026/11/21 20:15",
        订单状态: "已关闭",
        售后状态: "-",
      },
    ],
    orders: {
      "douyin/6920000000000000001": "on_hold | partially_refunded | CNY 11999 | TEA-1×2@5000-1 MUG-1×1@2000-0 | ",
    },
  },
  {
    file: "shopify-orders-export-header.csv",
    layout: "shopify-orders",
    rows: [
      {
        Name: "#1001",
        Email: "ada@example.com",
        "Financial Status": "paid",
        "Paid at": "2026-11-20 07:33:09 +0200",
        "Fulfillment Status": "unfulfilled",
        Currency: "EUR",
        Subtotal: "90.00",
        Shipping: "5.00",
        Taxes: "15.17",
        Total: "95.00",
        "Discount Amount": "10.00",
        "Created at": "2026-11-20 07:33:00 +0200",
        "Lineitem quantity": "2",
        "Lineitem name": "Tea",
        "Lineitem price": "40.00",
        "Lineitem sku": "TEA-1",
        "Shipping Name": "Ada Lovelace",
        "Shipping Street": "Teststr. 1",
        "Shipping City": "Berlin",
        "Shipping Zip": "'10115",
        "Shipping Country": "DE",
      },
      {
        Name: "#1001",
        Email: "ada@example.com",
        "Created at": "2026-11-20 07:33:00 +0200",
        "Lineitem quantity": "1",
        "Lineitem name": "Mug",
        "Lineitem price": "20.00",
        "Lineitem sku": "MUG-1",
      },
      {
        Name: "#1002",
        "Financial Status": "refunded",
        "Fulfillment Status": "unfulfilled",
        Currency: "EUR",
        Subtotal: "20.00",
        Shipping: "0.00",
        Taxes: "0.00",
        Total: "20.00",
        "Refunded Amount": "20.00",
        "Created at": "2026-11-20 08:00:00 +0200",
        "Cancelled at": "2026-11-20 09:00:00 +0200",
        "Lineitem quantity": "1",
        "Lineitem price": "20.00",
        "Lineitem sku": "MUG-1",
      },
    ],
    orders: {
      "shopify/#1001": "approved | paid | EUR 9500 | TEA-1×2@4000-800 MUG-1×1@2000-200 | /Berlin//Teststr. 1/10115",
      "shopify/#1002": "cancelled | refunded | EUR 2000 | MUG-1×1@2000-0 | ",
    },
  },
  {
    file: "woocommerce-order-csv-export-default-header.csv",
    layout: "woocommerce-orders",
    rows: [
      {
        order_id: "731",
        order_number: "731",
        date: "2026-11-20 10:00:00",
        status: "processing",
        order_shipping: "5.00",
        order_tax: "0",
        cart_discount: "2.00",
        order_discount: "0",
        order_total: "43.00",
        shipping_first_name: "Ada",
        shipping_last_name: "Lovelace",
        shipping_country: "DE",
        order_item_1: "name:Tea|sku:TEA-1|quantity:2|subtotal:40.00|total:40.00",
      },
      {
        order_id: "732",
        order_number: "732",
        date: "2026-11-20 11:00:00",
        status: "on-hold",
        order_shipping: "0",
        order_total: "20.00",
        order_item_1: "Mug (MUG-1) x 1",
      },
    ],
    orders: {
      "woocommerce/731": "on_hold | paid | CNY 4300 | TEA-1×2@2000-200 | ",
      "woocommerce/732": "on_hold | pending | CNY 2000 | MUG-1×1@0-0 | ",
    },
  },
  {
    file: "amazon-unshipped-orders-GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING.txt",
    layout: "amazon-unshipped-orders",
    rows: [
      {
        "order-id": "114-1234567-1234567",
        "order-item-id": "60000000000001",
        "purchase-date": "2026-11-20T10:00:00+00:00",
        "payments-date": "2026-11-20T10:05:00+00:00",
        sku: "TEA-1",
        "product-name": "Tea",
        "quantity-purchased": "2",
        "recipient-name": "Ada",
        "ship-address-1": "1 Main St",
        "ship-city": "Boston",
        "ship-state": "MA",
        "ship-postal-code": "02134",
        "ship-country": "US",
      },
    ],
    orders: { "amazon/114-1234567-1234567": "approved | paid | CNY 0 | TEA-1×2@0-0 | MA/Boston//1 Main St/02134" },
  },
  {
    file: "amazon-all-orders-GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL.txt",
    layout: "amazon-all-orders",
    rows: [
      {
        "amazon-order-id": "114-1",
        "purchase-date": "2026-11-20T10:00:00+00:00",
        "order-status": "Unshipped",
        "fulfillment-channel": "Merchant",
        sku: "TEA-1",
        "item-status": "Unshipped",
        quantity: "2",
        currency: "USD",
        "item-price": "25.00",
        "item-tax": "2.00",
        "shipping-price": "3.00",
        "item-promotion-discount": "-5.00",
      },
      {
        "amazon-order-id": "114-2",
        "purchase-date": "2026-11-20T10:00:00+00:00",
        "order-status": "Shipped - Delivered to Buyer",
        "fulfillment-channel": "Amazon",
        sku: "TEA-1",
        quantity: "1",
        currency: "USD",
        "item-price": "12.50",
      },
      {
        "amazon-order-id": "114-3",
        "purchase-date": "2026-11-20T10:00:00+00:00",
        "order-status": "Cancelled",
        "fulfillment-channel": "Merchant",
        sku: "TEA-1",
        "item-status": "Cancelled",
        quantity: "0",
        currency: "USD",
      },
    ],
    orders: {
      "amazon/114-1": "on_hold | paid | USD 2500 | TEA-1×2@1250-500 | ",
      "amazon/114-2": "completed | paid | USD 1250 | TEA-1×1@1250-0 | ",
      "amazon/114-3": "cancelled | voided | USD 0 |  | ",
    },
  },
  {
    file: "jushuitan-order-import-header.csv",
    layout: "jushuitan-orders",
    rows: [
      {
        线上单号: "JST-1",
        店铺编码: "10086",
        订单日期: "2026-11-21 10:00:00",
        收件人: "沈雨桐",
        "手机/电话": "13700002468",
        省: "浙江省",
        市: "杭州市",
        区: "西湖区",
        详细地址: "听泉路 66 号",
        应付金额: "105.00",
        运费: "5.00",
        SKU编码: "TEA-1",
        单价: "50.00",
        数量: "2",
        明细金额: "100.00",
      },
    ],
    orders: {
      "jushuitan/10086/JST-1": "approved | paid | CNY 10500 | TEA-1×2@5000-0 | 浙江省/杭州市/西湖区/听泉路 66 号/",
    },
  },
  {
    file: "wangdiantong-order-export-subset-header.csv",
    layout: "wangdiantong-orders",
    rows: [
      {
        订单编号: "JY202611210001",
        店铺: "旗舰店",
        子单原始单号: "321",
        订单状态: "已审核",
        交易时间: "2026-11-21 10:00:00",
        付款时间: "2026-11-21 10:01:00",
        收件人: "沈**",
        买家实付: "100.00",
        应收金额: "100.00",
        货品名称: "龙井",
        实发数量: "3",
        分摊后总价: "100.00",
      },
    ],
    orders: { "wangdiantong/旗舰店/JY202611210001": "on_hold | paid | CNY 10000 | ×3@3334-2 | " },
  },
];

async function imported(body: string, name: string) {
  const table = makeMemoryTable({ now: () => now.getTime() });
  const files = memoryObjects();
  const merchant = aMerchant({ locale: "en" });
  const { run } = makeImporter({ table, files, now: () => now, merchant, warehouses: [] });
  const key = `demo/orders/${name}`;
  await files.put(key, body, { contentType: "text/csv" });
  const etag = (await files.get(key))?.etag ?? "";
  const answer = await run({ key, version: etag, etag, bytes: body.length, at: now.toISOString() });
  if (answer.kind !== "finished") throw new Error(`the import is ${answer.kind}`);
  const receipt = new TextDecoder().decode((await files.get(answer.job.receiptKey))?.body);
  return { table, job: answer.job, receipt };
}

/** The sample's own heading line with the rows under it. */
function fileOf(file: string, rows: readonly Row[]): string {
  const heading = readFileSync(join(folder, file), "utf8").split(/\r?\n/)[0] ?? "";
  const separator = heading.includes("\t") ? "\t" : ",";
  const names = heading.replace("\uFEFF", "").split(separator);
  const cell = (text: string): string => (separator === "," ? `"${text.replaceAll('"', '""')}"` : text.trim());
  for (const name of rows.flatMap((row) => Object.keys(row)))
    if (!names.includes(name)) throw new Error(`${file} has no column ${name}`);
  return [heading, ...rows.map((row) => names.map((name) => cell(row[name] ?? "")).join(separator))].join("\r\n");
}

function summaryOf(order: Order): string {
  const lines = (order.lines?.facts ?? []).map(
    (line) => `${line.sku}×${line.quantity}@${line.unitPriceMinor}-${line.discountMinor}`,
  );
  const at = order.address?.facts;
  const address =
    at === undefined || at.city + at.street + at.region === ""
      ? ""
      : [at.region, at.city, at.district, at.street, at.postalCode].join("/");
  const header = order.header?.facts;
  return [
    order.status,
    order.payment?.facts.state,
    `${header?.currency} ${header?.amounts.totalMinor}`,
    lines.join(" "),
    address,
  ].join(" | ");
}

function figures({ layout, rows, applied, failed }: ImportJob) {
  return { layout, rows, applied, failed };
}

describe("a platform's own export", () => {
  it.skipIf(!isThere).each(cases)(`${title}: $layout`, async ({ file, layout, rows, orders }) => {
    const { table, job, receipt } = await imported(fileOf(file, rows), file);

    expect(figures(job), receipt).toEqual({ layout, rows: rows.length, applied: rows.length, failed: 0 });
    const stored = await Promise.all(
      Object.keys(orders).map(async (id) => {
        const found = await readOrder(table, aMerchantId, orderIdOf(connectionId("sheet-demo"), id));
        return [id, found === null ? "not there" : summaryOf(found.order)];
      }),
    );
    expect(Object.fromEntries(stored)).toEqual(orders);
  });
});

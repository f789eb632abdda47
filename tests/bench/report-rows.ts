import { orderLinesReport } from "../../shared/reports/order-lines-report.ts";
import type { Row, StreamedSheet } from "../../shared/reports/report-definition.ts";

/** As the reports hand them on. */
const BATCH = 5_000;

const channels = ["taobao", "jd", "pinduoduo", "shopify", "amazon"];
const shops = ["天猫旗舰店", "京东自营", "拼多多百货", "Shopify EU", "Amazon DE"];
const categories = ["女装/上衣", "男装/T恤", "鞋靴", "家居/床品", "箱包, 皮具"];
const warehouses = ["SHA-1", "HGH-2", "FRA-1"];

const titles = Array.from({ length: 5_000 }, (_, at) => `夏季新款纯棉短袖T恤 男女同款 ${at}`);
const skus = Array.from({ length: 20_000 }, (_, at) => `SKU-${String(at).padStart(6, "0")}`);
const prices = Array.from({ length: 2_000 }, (_, at) => `${19 + (at % 400)}.${String(at % 100).padStart(2, "0")}`);

const picked = (list: readonly string[], at: number): string => list[at % list.length] ?? "";

/** A line of an order as the report of order lines has it: five ids of its own, the rest as a shop's lines repeat. */
function rowOf(at: number): Row {
  const no = String(at * 7_919).padStart(12, "0");
  const price = picked(prices, at * 31);
  const total = picked(prices, at * 17 + 3);
  return [
    `sale_01JD${no}-line-${at % 4}`,
    `sale_01JD${no}`,
    at % 50 === 0 ? "refund" : "sale",
    "2026-11-21",
    "2026-11-21",
    `ord_01JD${no}`,
    picked(channels, at),
    picked(shops, at),
    `2891234${no}`,
    `${no}-${at % 4}`,
    picked(skus, at * 13),
    picked(titles, at * 11),
    at % 3 === 0 ? "白色 / XL" : "",
    picked(categories, at * 7),
    picked(warehouses, at),
    1 + (at % 4),
    "CNY",
    price,
    price,
    at % 5 === 0 ? "-5.00" : "0.00",
    at % 9 === 0 ? "12.00" : "0.00",
    "0.00",
    picked(prices, at * 3),
    "0.00",
    total,
    "CNY",
    total,
    "1",
    "2026-11-21",
    "same currency",
    at % 4 === 0 ? null : picked(prices, at * 5),
  ];
}

export function reportSheet(rows: number): StreamedSheet {
  return {
    name: "order-lines 2026-11-21",
    columns: orderLinesReport.columns,
    summary: [
      { what: "sales CNY", value: "CNY", amount: "19999999.00" },
      { what: "net CNY", value: "CNY", amount: "19000000.00" },
    ],
    rows: async function* () {
      for (let from = 0; from < rows; from += BATCH)
        yield Array.from({ length: Math.min(BATCH, rows - from) }, (_, at) => rowOf(from + at));
    },
  };
}

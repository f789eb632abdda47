import { previousDay } from "../../shared/kernel/business-day.ts";
import { decimalFromMinor } from "../../shared/kernel/money.ts";
import { allSkus, articleOf, type DemoCurrency } from "./articles.ts";
import { type DemoFile, type DemoRow, fileOf, interleaved } from "./workbooks.ts";

/** What the merchant's amounts are told in. */
export const REPORTING_CURRENCY = "CNY";

type Foreign = Exclude<DemoCurrency, "CNY">;

/** What one unit was worth in yuan, as exact text: yesterday and today, since late orders are of yesterday. */
const rates: Readonly<Record<Foreign, readonly [yesterday: string, today: string]>> = {
  USD: ["7.1234", "7.1188"],
  JPY: ["0.047105", "0.046982"],
  SGD: ["5.4871", "5.4902"],
};

const currencies = Object.keys(rates) as readonly Foreign[];

/** The rate of an amount that belongs to `of`, where the business day is `day`. */
export function rateOf(currency: string, of: string, day: string): string {
  if (currency === REPORTING_CURRENCY) return "1";
  const pair = rates[currency as Foreign];
  return pair[of < day ? 0 : 1];
}

/** Exchange rates of the day and of the day before, and two rows as people get them wrong. */
export function ratesSheet(day: string): DemoFile {
  const good = [previousDay(day), day].flatMap((date, at) =>
    currencies.map((from): DemoRow => ({ cells: [date, from, REPORTING_CURRENCY, rates[from][at] ?? "", "PBOC"] })),
  );
  const wrong: readonly DemoRow[] = [
    { cells: [day, "RMB", "USD", "0.1404", "PBOC"], bad: "unknown_currency" },
    { cells: [day, "EUR", REPORTING_CURRENCY, "七点七", "PBOC"], bad: "not_a_rate" },
  ];
  return fileOf("汇率.xlsx", "rates", ["日期", "原币", "目标币种", "汇率", "来源"], interleaved(good, wrong));
}

/** What one unit costs the merchant, in fen: two fifths of what it sells for in China. */
export function costMinorOf(sku: string): number {
  return Math.round(articleOf(sku).priceMinor.CNY * 0.4);
}

/** Names, categories and cost prices of all articles, and one row that has its cost in words. */
export function productsSheet(): DemoFile {
  const good = allSkus.map((sku): DemoRow => {
    const cost = decimalFromMinor(costMinorOf(sku), REPORTING_CURRENCY);
    return { cells: [sku, articleOf(sku).title.zh, categoryOf(sku), cost] };
  });
  const wrong: readonly DemoRow[] = [{ cells: ["CUP-BLUE", "蓝瓷杯", "茶具", "十六元"], bad: "not_an_amount" }];
  return fileOf("商品成本.xlsx", "products", ["商家编码", "商品名称", "分类", "成本价"], interleaved(good, wrong));
}

function categoryOf(sku: string): string {
  if (sku.startsWith("TEA-")) return "茶叶";
  return sku === "GIFT-BOX" ? "礼盒" : "茶具";
}

/** What the demo's shops sell. Prices in minor units of each currency the shops sell in. */
export type Article = {
  readonly sku: string;
  readonly title: { readonly zh: string; readonly en: string; readonly ja: string };
  readonly variant: string | null;
  readonly grams: number;
  readonly priceMinor: Readonly<Record<"CNY" | "USD" | "JPY" | "SGD", number>>;
};

export type DemoCurrency = keyof Article["priceMinor"];

type Row = readonly [
  sku: string,
  zh: string,
  en: string,
  ja: string,
  variant: string | null,
  grams: number,
  cny: number,
  usd: number,
  jpy: number,
];

const rows: readonly Row[] = [
  ["TEA-LJ-50", "西湖龙井", "Longjing green tea", "西湖龍井茶", "50 g", 50, 8_800, 1_690, 1_980],
  ["TEA-DHP-50", "大红袍", "Da Hong Pao oolong", "大紅袍", "50 g", 50, 9_600, 1_850, 2_200],
  ["TEA-PE-357", "普洱茶饼", "Pu'er tea cake", "プーアル餅茶", "357 g", 357, 26_800, 4_900, 5_800],
  ["TEA-JM-100", "茉莉花茶", "Jasmine tea", "ジャスミン茶", "100 g", 100, 4_500, 980, 1_150],
  ["TEA-TGY-125", "铁观音", "Tieguanyin oolong", "鉄観音", "125 g", 125, 7_200, 1_420, 1_690],
  ["CUP-WHITE", "白瓷品茗杯", "White porcelain cup", "白磁の湯呑み", null, 120, 3_900, 850, 980],
  ["CUP-CELADON", "青瓷杯", "Celadon cup", "青磁の湯呑み", null, 140, 6_800, 1_390, 1_580],
  ["POT-ZISHA", "紫砂壶", "Yixing teapot", "紫砂の急須", "220 ml", 310, 29_800, 5_800, 6_900],
  ["FILTER-SS", "不锈钢茶滤", "Steel tea strainer", "茶こし", null, 40, 2_500, 590, 640],
  ["TRAY-BAMBOO", "竹茶盘", "Bamboo tea tray", "竹の茶盤", null, 850, 12_800, 2_600, 3_100],
  ["TIN-TEA", "马口铁茶叶罐", "Tea tin", "茶缶", "200 ml", 90, 4_900, 1_050, 1_200],
  ["CLOTH-TEA", "加厚茶巾", "Tea towel", "茶巾", "30 × 30 cm", 35, 1_500, 390, 420],
  ["GIFT-BOX", "秋茶礼盒", "Autumn tea gift box", "秋のお茶ギフト", null, 680, 18_800, 3_600, 4_200],
];

const articles: readonly Article[] = rows.map(([sku, zh, en, ja, variant, grams, CNY, USD, JPY]) => ({
  sku,
  title: { zh, en, ja },
  variant,
  grams,
  priceMinor: { CNY, USD, JPY, SGD: sgdFromUsd(USD) },
}));

/** To the next ten cents. */
function sgdFromUsd(usdMinor: number): number {
  return Math.round((usdMinor * 1.34) / 10) * 10;
}

/** Sells faster than it was made: its orders wait until the evening's count. Sold alone, so that it delays nothing else. */
export const shortSku = "GIFT-BOX";
/** Sells through its threshold in Shanghai during the day. */
export const sellingOut = { sku: "CUP-CELADON", warehouse: "SHA", threshold: 12, left: 8 } as const;
/** The evening's count in Chengdu finds fewer of it than the books say. */
export const miscounted = { sku: "TEA-JM-100", warehouse: "CTU", threshold: 10, left: 6 } as const;

export const usualArticles: readonly Article[] = articles.filter((article) => article.sku !== shortSku);
export const shortArticle = articleOf(shortSku);

export function articleOf(sku: string): Article {
  const found = articles.find((article) => article.sku === sku);
  if (found === undefined) throw new Error(`the demo sells no ${sku}`);
  return found;
}

export const allSkus: readonly string[] = articles.map((article) => article.sku);

import { compareText } from "../../kernel/compare-text.ts";
import type { ReportDefinition, ReportSource } from "../report-definition.ts";
import { makeBaskets } from "./baskets.ts";
import { frequentPairs, type Pair } from "./frequent-pairs.ts";
import { percent } from "./fulfilment-report.ts";
import { makeNumberedTexts } from "./numbered-texts.ts";
import { lookBack } from "./periods.ts";

const WINDOW_DAYS = 56;
/** A wholesale order of hundreds of articles says nothing of what goes together, and has their number squared in pairs. */
const MOST_ARTICLES = 20;
const LEAST_ORDERS = 3;
const MOST_PAIRS = 500;

/**
 * Articles that are in one order more often than chance: of orders with the first, how many have the second, and how many times
 * more often that is than in all orders. Weekly, over eight weeks, pairs of at least three orders.
 */
export const boughtTogether: ReportDefinition = {
  name: "bought-together",
  uses: ["lines"],
  ties: [],
  columns: [
    { name: "entry_id", kind: "text", width: 34 },
    { name: "sku", kind: "text" },
    { name: "with_sku", kind: "text" },
    { name: "orders_with_both", kind: "integer", width: 16 },
    { name: "orders_with_sku", kind: "integer", width: 16 },
    { name: "orders_with_other", kind: "integer", width: 16 },
    { name: "percent_of_sku", kind: "decimal", width: 14 },
    { name: "times_more_than_chance", kind: "decimal", width: 20 },
  ],
  rows: async function* (source) {
    const skus = makeNumberedTexts();
    const baskets = makeBaskets();
    const counts: number[] = [];
    let orders = 0;
    await eachBasket(source, (basket) => {
      const numbers = [...basket].map(skus.numberOf);
      orders += 1;
      for (const number of numbers) counts[number] = (counts[number] ?? 0) + 1;
      if (numbers.length > 1 && numbers.length <= MOST_ARTICLES) baskets.add(numbers);
    });
    const named = ({ one, other }: Pair): readonly [string, string] => {
      const [a, b] = [skus.textOf(one), skus.textOf(other)];
      return a < b ? [a, b] : [b, a];
    };
    const compare = (a: Pair, b: Pair): number => compareText(named(a).join("\n"), named(b).join("\n"));
    const pairs = frequentPairs(baskets, { counts, least: LEAST_ORDERS, most: MOST_PAIRS, compare });
    yield pairs.map((pair) => {
      const [sku, other] = named(pair);
      const [ofSku, ofOther] = [counts[skus.numberOf(sku)] ?? 0, counts[skus.numberOf(other)] ?? 0];
      const lift = (pair.both * orders) / (ofSku * ofOther);
      return [
        `pair:${sku}:${other}`,
        sku,
        other,
        pair.both,
        ofSku,
        ofOther,
        percent(pair.both, ofSku),
        lift.toFixed(2),
      ];
    });
  },
};

/** The articles of each order that was sold. An order is sold once, and the lines of a sale come one after the other. */
async function eachBasket(source: ReportSource, take: (skus: ReadonlySet<string>) => void): Promise<void> {
  let order = "";
  let basket = new Set<string>();
  for await (const facts of lookBack(source, WINDOW_DAYS)) {
    for await (const lines of facts.read("lines")) {
      for (const { kind, orderId, sku } of lines) {
        if (kind !== "sale" || sku === "") continue;
        if (orderId !== order && basket.size > 0) {
          take(basket);
          basket = new Set();
        }
        order = orderId;
        basket.add(sku);
      }
    }
  }
  if (basket.size > 0) take(basket);
}

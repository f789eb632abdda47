import { compareText } from "../../kernel/compare-text.ts";
import type { ReportDefinition } from "../report-definition.ts";
import { percent } from "./fulfilment-report.ts";
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
    const [pairs, articles] = [new Map<string, number>(), new Map<string, number>()];
    let orders = 0;
    for await (const facts of lookBack(source, WINDOW_DAYS)) {
      const baskets = new Map<string, Set<string>>();
      for await (const lines of facts.read("lines"))
        for (const { kind, orderId, sku } of lines) if (kind === "sale" && sku !== "") of(baskets, orderId).add(sku);
      for (const basket of baskets.values()) {
        orders += 1;
        const skus = [...basket].sort(compareText);
        for (const sku of skus) add(articles, sku);
        if (skus.length > MOST_ARTICLES) continue;
        for (const [at, sku] of skus.entries()) for (const other of skus.slice(at + 1)) add(pairs, `${sku}\n${other}`);
      }
    }
    const often = [...pairs].filter(([, both]) => both >= LEAST_ORDERS);
    often.sort(([a, one], [b, other]) => other - one || compareText(a, b));
    yield often.slice(0, MOST_PAIRS).map(([pair, both]) => {
      const [sku = "", other = ""] = pair.split("\n");
      const [ofSku, ofOther] = [articles.get(sku) ?? 0, articles.get(other) ?? 0];
      const lift = (both * orders) / (ofSku * ofOther);
      return [`pair:${sku}:${other}`, sku, other, both, ofSku, ofOther, percent(both, ofSku), lift.toFixed(2)];
    });
  },
};

function of(baskets: Map<string, Set<string>>, orderId: string): Set<string> {
  const known = baskets.get(orderId) ?? new Set();
  baskets.set(orderId, known);
  return known;
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

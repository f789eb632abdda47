import { compareText } from "../../kernel/compare-text.ts";
import type { ReportDefinition } from "../report-definition.ts";
import { percent } from "./fulfilment-report.ts";
import { addLine, amountCell, type LineSums, noLines } from "./measure-lines.ts";
import { factsSince, periodsEndingOn } from "./periods.ts";

type Product = { readonly sums: LineSums; title: string; category: string };

/** Products by what they brought in, best first, with the share of returned units. Of the day, and of ended weeks and months. */
export const productRanking: ReportDefinition = {
  name: "product-ranking",
  uses: ["lines"],
  ties: [],
  columns: [
    { name: "entry_id", kind: "text", width: 30 },
    { name: "period", kind: "text", width: 8 },
    { name: "from", kind: "day" },
    { name: "to", kind: "day" },
    { name: "rank", kind: "integer" },
    { name: "sku", kind: "text" },
    { name: "title", kind: "text", width: 36 },
    { name: "category", kind: "text" },
    { name: "orders", kind: "integer" },
    { name: "units", kind: "integer" },
    { name: "returned_units", kind: "integer" },
    { name: "return_percent", kind: "decimal" },
    { name: "reporting_currency", kind: "text", width: 18 },
    { name: "net", kind: "decimal" },
    { name: "revenue_without_tax", kind: "decimal", width: 18 },
    { name: "cost_of_goods", kind: "decimal" },
  ],
  rows: async function* (source) {
    const { day, currency } = source.facts.manifest;
    for (const { period, from } of periodsEndingOn(day)) {
      const products = new Map<string, Product>();
      for await (const facts of factsSince(source, from)) {
        for await (const lines of facts.read("lines")) {
          for (const line of lines) {
            if (line.sku === "") continue;
            const product = products.get(line.sku) ?? { sums: noLines(), title: "", category: "" };
            products.set(line.sku, product);
            addLine(product.sums, line);
            product.title = line.title || product.title;
            product.category = line.category || product.category;
          }
        }
      }
      const worth = ({ sums }: Product): number => sums.reportingNetMinor ?? Number.NEGATIVE_INFINITY;
      const best = [...products].sort(([a, one], [b, other]) => byWorth(worth(one), worth(other)) || compareText(a, b));
      yield best.map(([sku, { sums, title, category }], at) => [
        ...[`${period}:${sku}`, period, from, day, at + 1, sku, title, category],
        ...[sums.orders, sums.units, sums.returnedUnits],
        percent(sums.returnedUnits, sums.units + sums.returnedUnits),
        currency,
        ...[sums.reportingNetMinor, sums.reportingRevenueMinor, sums.costMinor].map((minor) =>
          amountCell(minor, currency),
        ),
      ]);
    }
  },
};

function byWorth(one: number, other: number): number {
  return one === other ? 0 : other > one ? 1 : -1;
}

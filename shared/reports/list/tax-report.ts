import { compareText } from "../../kernel/compare-text.ts";
import { decimalFromMinor } from "../../kernel/money.ts";
import type { LineFact } from "../facts/fact.ts";
import type { ReportDefinition } from "../report-definition.ts";
import { NO_TAX, taxRate } from "./tax-rate.ts";

type Taxed = { lines: number; baseMinor: number; taxMinor: number };

/**
 * Tax by where the goods went and at what rate, which `tax-rate.ts` works out. What of a line bears no tax, freight where only
 * goods are taxed, stands in the row of rate 0.
 */
export const taxReport: ReportDefinition = {
  name: "tax",
  uses: ["lines"],
  ties: [{ amount: "tax", currency: "currency", equals: "tax" }],
  columns: [
    { name: "entry_id", kind: "text", width: 30 },
    { name: "country", kind: "text", width: 10 },
    { name: "region", kind: "text", width: 20 },
    { name: "currency", kind: "text", width: 10 },
    { name: "tax_in_prices", kind: "text", width: 13 },
    { name: "rate_percent", kind: "decimal" },
    { name: "lines", kind: "integer" },
    { name: "amount_without_tax", kind: "decimal", width: 18 },
    { name: "tax", kind: "decimal" },
  ],
  rows: async function* ({ facts }) {
    const groups = new Map<string, Taxed>();
    for await (const lines of facts.read("lines")) for (const line of lines) count(groups, line);
    yield [...groups.keys()].sort(compareText).map((key) => {
      const [country = "", region = "", currency = "", inPrices = "", rate = ""] = key.split("\n");
      const { lines, baseMinor, taxMinor } = groups.get(key) ?? { lines: 0, baseMinor: 0, taxMinor: 0 };
      const show = (minor: number): string => decimalFromMinor(minor, currency);
      const id = `tax:${key.replaceAll("\n", ":")}`;
      return [id, country, region, currency, inPrices, rate, lines, show(baseMinor), show(taxMinor)];
    });
  },
};

function count(groups: Map<string, Taxed>, line: LineFact): void {
  const { rate, baseMinor } = taxRate(line);
  const group = (at: string): Taxed => {
    const key = [line.country, line.region, line.currency, line.taxIncluded ? "yes" : "no", at]
      .map((part) => part.replaceAll("\n", " "))
      .join("\n");
    const sums = groups.get(key) ?? { lines: 0, baseMinor: 0, taxMinor: 0 };
    groups.set(key, sums);
    return sums;
  };
  const sums = group(rate);
  sums.lines += 1;
  sums.baseMinor += baseMinor;
  sums.taxMinor += line.taxMinor;
  const untaxedMinor = line.totalMinor - line.taxMinor - baseMinor;
  if (untaxedMinor !== 0) group(NO_TAX).baseMinor += untaxedMinor;
}

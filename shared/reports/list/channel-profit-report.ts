import { compareText } from "../../kernel/compare-text.ts";
import type { SealedFacts } from "../facts/sealed-facts.ts";
import type { ReportDefinition } from "../report-definition.ts";
import { percent } from "./fulfilment-report.ts";
import { addLine, amountCell, type LineSums, noLines } from "./measure-lines.ts";
import { factsSince, periodsEndingOn } from "./periods.ts";

type Profit = { readonly lines: LineSums; feesMinor: number | null; freightMinor: number | null };

/**
 * What a shop earns: revenue without tax, less what the goods cost, the channel's fees and the planned freight, all in the
 * merchant's currency. A cost or rate that nobody has stated leaves the cell, and the profit, empty: it is never taken for 0.
 */
export const channelProfitReport: ReportDefinition = {
  name: "channel-profit",
  uses: ["lines", "fees", "shipments"],
  ties: [],
  columns: [
    { name: "entry_id", kind: "text", width: 34 },
    { name: "period", kind: "text", width: 8 },
    { name: "from", kind: "day" },
    { name: "to", kind: "day" },
    { name: "channel", kind: "text", width: 14 },
    { name: "connection", kind: "text", width: 18 },
    { name: "reporting_currency", kind: "text", width: 18 },
    { name: "orders", kind: "integer" },
    { name: "units", kind: "integer" },
    { name: "revenue_without_tax", kind: "decimal", width: 18 },
    { name: "cost_of_goods", kind: "decimal" },
    { name: "channel_fees", kind: "decimal" },
    { name: "planned_freight", kind: "decimal" },
    { name: "profit", kind: "decimal" },
    { name: "profit_percent", kind: "decimal" },
  ],
  rows: async function* (source) {
    const { day, currency } = source.facts.manifest;
    for (const { period, from } of periodsEndingOn(day)) {
      const shops = new Map<string, Profit>();
      for await (const facts of factsSince(source, from)) await countDay(shops, facts);
      yield [...shops.keys()].sort(compareText).map((key) => {
        const [channel = "", shop = ""] = key.split("\n");
        const { lines, feesMinor, freightMinor } = shops.get(key) ?? noProfit();
        const { reportingRevenueMinor: revenue, costMinor: cost } = lines;
        const isKnown = revenue !== null && cost !== null && feesMinor !== null && freightMinor !== null;
        const profit = isKnown ? revenue - cost + feesMinor - freightMinor : null;
        return [
          ...[`${period}:${channel}:${shop}`, period, from, day, channel, shop, currency, lines.orders, lines.units],
          ...[revenue, cost, feesMinor, freightMinor, profit].map((minor) => amountCell(minor, currency)),
          profit === null || revenue === null ? null : percent(profit, revenue),
        ];
      });
    }
  },
};

function noProfit(): Profit {
  return { lines: noLines(), feesMinor: 0, freightMinor: 0 };
}

async function countDay(shops: Map<string, Profit>, facts: SealedFacts): Promise<void> {
  const of = ({ channel, shop }: { readonly channel: string; readonly shop: string }): Profit => {
    const known = shops.get(`${channel}\n${shop}`) ?? noProfit();
    shops.set(`${channel}\n${shop}`, known);
    return known;
  };
  for await (const lines of facts.read("lines")) for (const line of lines) addLine(of(line).lines, line);
  for await (const fees of facts.read("fees")) {
    for (const fee of fees) {
      const profit = of(fee);
      profit.feesMinor =
        fee.reportingMinor === null || profit.feesMinor === null ? null : profit.feesMinor + fee.reportingMinor;
    }
  }
  for await (const shipments of facts.read("shipments")) {
    for (const each of shipments) {
      const profit = of(each);
      // Nothing was planned where no rate table is kept: there is no freight to count then.
      if (profit.freightMinor !== null) profit.freightMinor += each.freightMinor ?? 0;
    }
  }
}

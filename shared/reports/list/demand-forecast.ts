import { daysAfter, daysBetween } from "../../kernel/business-day.ts";
import { compareText } from "../../kernel/compare-text.ts";
import type { ReportDefinition } from "../report-definition.ts";
import { forecastDemand } from "./forecast-demand.ts";
import { lookBack } from "./periods.ts";

const WINDOW_DAYS = 56;
const HORIZON_DAYS = 14;

type Article = { title: string; readonly units: number[] };

/** What each sku is expected to sell in the two weeks to come, and how far the same method was off in the last two. Weekly. */
export const demandForecast: ReportDefinition = {
  name: "demand-forecast",
  uses: ["lines"],
  ties: [],
  columns: [
    { name: "entry_id", kind: "text", width: 28 },
    { name: "sku", kind: "text" },
    { name: "title", kind: "text", width: 36 },
    { name: "sold_last_8_weeks", kind: "integer", width: 16 },
    { name: "from", kind: "day" },
    { name: "to", kind: "day" },
    { name: "expected_week_1", kind: "decimal", width: 16 },
    { name: "expected_week_2", kind: "decimal", width: 16 },
    { name: "backtest_error_percent", kind: "decimal", width: 20 },
  ],
  rows: async function* (source) {
    const { day } = source.facts.manifest;
    const first = daysAfter(day, 1 - WINDOW_DAYS);
    const articles = new Map<string, Article>();
    for await (const facts of lookBack(source, WINDOW_DAYS)) {
      const at = daysBetween(first, facts.manifest.day);
      for await (const lines of facts.read("lines")) {
        for (const { sku, title, kind, quantity } of lines) {
          if (sku === "" || kind !== "sale") continue;
          const article = articles.get(sku) ?? { title: "", units: new Array<number>(WINDOW_DAYS).fill(0) };
          articles.set(sku, article);
          article.title = title || article.title;
          article.units[at] = (article.units[at] ?? 0) + quantity;
        }
      }
    }
    yield [...articles]
      .sort(([a], [b]) => compareText(a, b))
      .map(([sku, { title, units }]) => {
        const { days, error } = forecastDemand(units, HORIZON_DAYS);
        const week = (from: number): string => sum(days.slice(from, from + 7)).toFixed(1);
        return [
          ...[`forecast:${sku}`, sku, title, sum(units), daysAfter(day, 1), daysAfter(day, HORIZON_DAYS)],
          ...[week(0), week(7), error === null ? null : (100 * error).toFixed(1)],
        ];
      });
  },
};

function sum(values: readonly number[]): number {
  return values.reduce((so, one) => so + one, 0);
}

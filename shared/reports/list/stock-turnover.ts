import { daysBetween } from "../../kernel/business-day.ts";
import { compareText } from "../../kernel/compare-text.ts";
import type { MovementFact, StockFact } from "../facts/fact.ts";
import type { ReportDefinition, ReportSource } from "../report-definition.ts";
import { amountCell } from "./measure-lines.ts";
import { lookBack } from "./periods.ts";

const WINDOW_DAYS = 91;
const BANDS = [30, 60, 90] as const;

type Received = { readonly day: string; readonly units: number };
type Flow = { shipped: number; readonly received: Received[]; firstDay: string };

/**
 * How fast goods turn and how long they have lain, for each sku and warehouse, weekly. Age is counted as if the oldest left
 * first: what is there now came with the last receipts. Units older than the window stand in the last band.
 */
export const stockTurnover: ReportDefinition = {
  name: "stock-turnover",
  uses: ["stock", "movements"],
  ties: [],
  columns: [
    { name: "entry_id", kind: "text", width: 30 },
    { name: "sku", kind: "text" },
    { name: "warehouse", kind: "text", width: 12 },
    { name: "title", kind: "text", width: 36 },
    { name: "category", kind: "text" },
    { name: "on_hand", kind: "integer" },
    { name: "days_seen", kind: "integer" },
    { name: "shipped", kind: "integer" },
    { name: "days_of_cover", kind: "decimal", width: 14 },
    { name: "turns_a_year", kind: "decimal", width: 14 },
    { name: "units_to_30_days", kind: "integer", width: 16 },
    { name: "units_31_to_60_days", kind: "integer", width: 18 },
    { name: "units_61_to_90_days", kind: "integer", width: 18 },
    { name: "units_older", kind: "integer" },
    { name: "reporting_currency", kind: "text", width: 18 },
    { name: "value_at_cost", kind: "decimal" },
  ],
  rows: async function* (source) {
    const { day, currency } = source.facts.manifest;
    const flows = await flowsOf(source);
    for await (const stock of source.facts.read("stock")) {
      yield stock
        .toSorted((a, b) => compareText(a.sku, b.sku) || compareText(a.warehouse, b.warehouse))
        .map((fact) => {
          const flow = flows.get(`${fact.sku}\n${fact.warehouse}`) ?? { shipped: 0, received: [], firstDay: day };
          const days = Math.min(WINDOW_DAYS, daysBetween(flow.firstDay, day) + 1);
          const perDay = flow.shipped / days;
          return [
            ...[`turnover:${fact.sku}:${fact.warehouse}`, fact.sku, fact.warehouse, fact.title, fact.category],
            ...[fact.onHand, days, flow.shipped],
            perDay === 0 ? null : (fact.onHand / perDay).toFixed(1),
            fact.onHand <= 0 ? null : ((perDay * 365) / fact.onHand).toFixed(1),
            ...ageBands(fact, flow.received, day),
            currency,
            amountCell(fact.unitCostMinor === null ? null : fact.unitCostMinor * Math.max(0, fact.onHand), currency),
          ];
        });
    }
  },
};

async function flowsOf(source: ReportSource): Promise<ReadonlyMap<string, Flow>> {
  const flows = new Map<string, Flow>();
  for await (const facts of lookBack(source, WINDOW_DAYS))
    for await (const movements of facts.read("movements")) for (const each of movements) count(flows, each);
  return flows;
}

function count(flows: Map<string, Flow>, { sku, warehouse, day, kind, onHandChange }: MovementFact): void {
  const key = `${sku}\n${warehouse}`;
  const flow = flows.get(key) ?? { shipped: 0, received: [], firstDay: day };
  flows.set(key, flow);
  if (kind === "shipped") flow.shipped -= onHandChange;
  else if (onHandChange > 0) flow.received.push({ day, units: onHandChange });
}

/** The youngest receipts cover what is there; the rest is older than anything seen. */
function ageBands({ onHand }: StockFact, received: readonly Received[], today: string): readonly number[] {
  const bands = [0, 0, 0, 0];
  let left = Math.max(0, onHand);
  for (const { day, units } of received.toReversed()) {
    const taken = Math.min(left, units);
    const age = daysBetween(day, today);
    const at = BANDS.findIndex((most) => age <= most);
    const band = at === -1 ? BANDS.length : at;
    bands[band] = (bands[band] ?? 0) + taken;
    left -= taken;
  }
  bands[BANDS.length] = (bands[BANDS.length] ?? 0) + left;
  return bands;
}

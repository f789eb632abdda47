import type { Carrier } from "../../shared/routing/costs/carrier.ts";
import { planBySet } from "../../shared/routing/plan-for-order.ts";
import type { SourcingProblem } from "../../shared/routing/planner/problem.ts";
import { defaultRules } from "../../shared/routing/rules.ts";
import { checkRuleSet } from "../../shared/rules/check-rule-set.ts";
import type { RuleSet } from "../../shared/rules/rule-set.ts";
import { aLine, aMerchant, aMoment, anAddress, anOrder } from "../support/builders.ts";
import { aStock, aWarehouse, skuOf } from "./routing-orders.ts";

/** Ten rules of all that rules can say, six of which speak about each order; parcels are priced by two carriers. */
const rules = [
  { name: "VIP fast", when: '"VIP" in order.tags', actions: [{ do: "choose_carrier", by: "speed" }] },
  { name: "East from the east", when: 'inRegion("华东")', actions: [{ do: "prefer", warehouses: ["W03", "W07"] }] },
  { name: "South from the south", when: 'inRegion("华南")', actions: [{ do: "prefer", warehouses: ["W01"] }] },
  { name: "Two parcels", when: "true", actions: [{ do: "max_shipments", count: 2, soft: true }] },
  { name: "No dust", when: "order.weightGrams > 100", actions: [{ do: "min_split_value", minor: 500, soft: true }] },
  { name: "Heavy", when: "order.weightGrams > 90000", actions: [{ do: "hold", reason: "ask for a truck" }] },
  { name: "At home", when: 'order.country == "CN"', actions: [{ do: "stay_in_country" }] },
  { name: "Last resort", when: "true", actions: [{ do: "fallback", warehouses: ["W05"] }] },
  {
    name: "Gifts",
    when: "order.lines.exists(l, l.sku.startsWith('GIFT'))",
    actions: [{ do: "exclude", warehouses: ["W02"] }],
  },
  { name: "Some stays", when: "true", actions: [{ do: "safety_stock", units: 1, warehouses: ["W04"] }] },
] as const;

/** The same problems as orders under a rule set; each call evaluates the rules, plans, prices the parcels and explains. */
export function ruledOrders(problems: readonly SourcingProblem[]): readonly (() => unknown)[] {
  const read = checkRuleSet({ rules }, {});
  if (!read.ok) throw new Error(read.error.map(({ says }) => says).join("; "));
  const set = { ...read.value, version: 7 } as unknown as RuleSet;
  return problems.map(({ warehouses: count, articles }) => {
    const warehouses = Array.from({ length: count }, (_, place) => aWarehouse(place));
    const clock = { at: Date.parse(aMoment), tie: "a" };
    const lines = articles.map(({ lines: [quantity = 1] }, article) =>
      aLine({ lineId: `${article}`, sku: skuOf(article), quantity, weightGrams: 100 * (1 + (article % 9)) }),
    );
    const facts = {
      order: anOrder({
        lines: { clock, facts: lines },
        address: { clock, facts: anAddress({ region: "31", regionName: "上海市" }) },
      }),
      stocks: articles.flatMap(({ free }, article) =>
        warehouses.map(({ code }, place) => aStock(article, code, free[place] ?? 0)),
      ),
      settings: { merchant: aMerchant(), warehouses, rules: defaultRules, connections: [] },
      now: aMoment,
    };
    return () => planBySet(facts, set, carriers);
  });
}

const carriers: readonly Carrier[] = ["SF", "ZTO"].map((code, at) => ({
  code,
  name: code,
  isActive: true,
  volumetricDivisor: null,
  tariffs: [["上海市"], ["华东"], ["*"]].map((zone, far) => ({
    zone,
    from: [],
    rate: {
      kind: "first_and_steps",
      firstGrams: 1_000,
      firstMinor: 1_200 - 500 * at + 300 * far,
      stepGrams: 500,
      stepMinor: 200,
    },
    days: 1 + 2 * at,
    maxGrams: null,
  })),
}));

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { defaultRules } from "../../shared/routing/rules.ts";
import { readDecided } from "../../shared/routing/what-if/read-decided.ts";
import { makeWhatIf, type WhatIfResult } from "../../shared/routing/what-if/what-if.ts";
import { checkRuleSet } from "../../shared/rules/check-rule-set.ts";
import type { RuleSetDraft } from "../../shared/rules/rule-set.ts";
import { type Bench, figure, show } from "./bench.ts";
import { storedOrders } from "./stored-orders.ts";

const KINDS = 2_000;
const SIZES = [10_000, 100_000];
const PAGE = 500;
const GOAL_SECONDS = 60;

type Run = {
  readonly orders: number;
  readonly seconds: number;
  readonly heapMb: number;
  readonly result: WhatIfResult;
};

/** Other rules tried on past orders: the time, and what is kept in memory meanwhile. */
export const whatIfBench: Bench = {
  name: "what-if",
  about: "a draft rule set on 100,000 stored orders beside the rules in force: time and memory",
  run: async () => {
    const draft = draftRules();
    const runs: Run[] = [];
    for (const size of SIZES) runs.push(await tryOn(size, draft));
    return {
      tables: [
        {
          title: "what-if over stored orders",
          columns: [
            figure("orders"),
            figure("seconds"),
            figure("goal"),
            figure("orders / s"),
            figure("heap kept, MB"),
            figure("moved"),
          ],
          rows: runs.map(({ orders, seconds, heapMb, result }) => [
            String(orders),
            show(seconds, 1),
            orders === 100_000 ? String(GOAL_SECONDS) : "",
            String(Math.round(orders / seconds)),
            show(heapMb, 1),
            `${((result.moved / orders) * 100).toFixed(1)} %`,
          ]),
        },
      ],
      notes: [
        `Orders as routing stores them (${KINDS} different, half with up to 3 lines, 1 in 10 with 10 to 16, 6 warehouses, 2 carriers), read in pages of ${PAGE}; each is planned twice.`,
        "Heap kept: after a garbage collection at the end, above that at the start; up to 5,000 orders that move are kept one by one.",
        "Reading is from memory: over HTTP the pages of the API come on top.",
      ],
      figures: Object.fromEntries(
        runs.map(({ orders, seconds, heapMb, result }) => [orders, { seconds, heapMb, moved: result.moved }]),
      ),
    };
  },
};

async function tryOn(orders: number, draft: RuleSetDraft): Promise<Run> {
  const { table, merchant, day, network } = storedOrders(orders, KINDS);
  const heapBefore = heapMb();
  const start = performance.now();
  const tried = { kind: "set", set: { ...draft, version: 1 } } as const;
  const whatIf = makeWhatIf({ kind: "plain", rules: defaultRules }, tried, network);
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof readDecided>> = await readDecided(table, merchant, day, {
      limit: PAGE,
      cursor,
    });
    if (!page.ok) throw new Error(page.error.kind);
    for (const order of page.value.items) whatIf.add(order);
    cursor = page.value.cursor;
  } while (cursor !== null);
  const seconds = (performance.now() - start) / 1_000;
  const kept = heapMb() - heapBefore;
  const result = whatIf.result();
  if (result.orders !== orders) throw new Error(`${result.orders} of ${orders} orders were tried`);
  return { orders, seconds, heapMb: kept, result };
}

/** After a collection of garbage, which Node shows only when it is asked to. */
function heapMb(): number {
  setFlagsFromString("--expose-gc");
  runInNewContext("gc()");
  return process.memoryUsage().heapUsed / 1_048_576;
}

function draftRules(): RuleSetDraft {
  const rules = [
    { name: "VIP fast", when: '"VIP" in order.tags', actions: [{ do: "choose_carrier", by: "speed" }] },
    { name: "South from the south", when: 'inRegion("华南")', actions: [{ do: "prefer", warehouses: ["W1"] }] },
    { name: "Two parcels", when: "true", actions: [{ do: "max_shipments", count: 2, soft: true }] },
    { name: "Heavy", when: "order.weightGrams > 20000", actions: [{ do: "hold", reason: "ask for a truck" }] },
  ];
  const read = checkRuleSet({ rules }, {});
  if (!read.ok) throw new Error(read.error[0]?.says);
  return read.value;
}

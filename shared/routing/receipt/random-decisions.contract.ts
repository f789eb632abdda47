import { seeded } from "../../../tests/property/seeded.ts";
import { sku, warehouseCode } from "../../kernel/ids.ts";
import type { Action } from "../../rules/actions.ts";
import type { RuleSetDraft } from "../../rules/rule-set.ts";
import type { Carrier } from "../costs/carrier.ts";
import type { PlanRequest } from "../plan.ts";
import type { Question } from "../question.ts";
import { sourcingOf } from "../sourcing/sourcing.ts";
import type { Warehouse } from "../warehouse.ts";

export type TriedSet = RuleSetDraft & { readonly version: number };

const monday = "2026-11-23T02:00:00.000Z";
const provinces = [
  ["CN", "31", "上海市"],
  ["CN", "44", "广东省"],
  ["CN", "51", "四川省"],
  ["DE", "", ""],
] as const;

/** A decision with all that can speak in it, small enough to be tried out by hand; the same seed gives the same one. */
export function randomDecision(seed: number): { readonly question: Question; readonly set: TriedSet | null } {
  const random = seeded(seed);
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const oneOf = <T>(all: readonly T[]): T => all[upTo(all.length - 1)] as T;
  const codes = Array.from({ length: 1 + upTo(3) }, (_, at) => `W${at}`);
  const warehouses = codes.map((code) => aWarehouse(code, upTo, oneOf));
  const lines = Array.from({ length: 1 + upTo(2) }, (_, at) => {
    return { lineId: `${at}`, sku: `S${upTo(2)}`, quantity: 1 + upTo(2) };
  });
  const stocks = codes.flatMap((code) =>
    [0, 1, 2].map((at) => {
      const counts = { available: upTo(5), safetyStock: upTo(1), version: 1 + upTo(90) };
      return { sku: sku(`S${at}`), warehouse: warehouseCode(code), ...counts };
    }),
  );
  const [country, region, regionName] = oneOf(provinces);
  const common = {
    lines,
    destination: { country, region, regionName },
    channel: "shopify",
    connectionId: "shop",
    warehouses,
    stocks,
    usedWarehouses: upTo(4) === 0 ? [warehouseCode(oneOf(codes))] : [],
  };
  const lineWorth = new Map(lines.map(({ lineId }) => [lineId, { grams: 100 * upTo(20), priceMinor: 100 * upTo(50) }]));
  if (upTo(3) === 0) {
    return {
      question: { kind: "plain", request: plainRequest(common, oneOf, codes), lineWorth, now: monday },
      set: null,
    };
  }
  const rules = Array.from({ length: 1 + upTo(4) }, (_, at) => {
    const actions = [anAction(upTo, oneOf, codes)];
    return { name: `r${at}`, when: "true", program: [], actions, isOff: false, from: null, until: null };
  }) as unknown as RuleSetDraft["rules"];
  const set: TriedSet = { version: 4, rules, regions: {}, skuLists: {}, note: "" };
  const spoke = rules.map((_, place) => place).filter(() => upTo(3) > 0);
  const applied = spoke.flatMap((at) => (rules[at]?.actions ?? []).map((action) => ({ rule: `r${at}`, action })));
  const request = {
    ...common,
    sourcing: sourcingOf(applied),
    rulesVersion: 4,
    now: monday,
    carriers: ["SF", "ZTO"].slice(0, upTo(2)).map((code) => aCarrier(code, upTo)),
    lineWorth,
    ordersToday: new Map(warehouses.filter(({ dailyCapacity }) => dailyCapacity).map(({ code }) => [code, upTo(2)])),
  };
  return { question: { kind: "ruled", request, spoke }, set };
}

type UpTo = (most: number) => number;
type OneOf = <T>(all: readonly T[]) => T;

function aWarehouse(code: string, upTo: UpTo, oneOf: OneOf): Warehouse {
  const [country, region, regionName] = oneOf(provinces);
  return {
    code: warehouseCode(code),
    name: code,
    country,
    region,
    regionName,
    serves: oneOf([[], [], ["CN"]]),
    priority: 1 + upTo(2),
    isActive: upTo(9) > 0,
    ...(upTo(4) === 0 ? { kind: "store" as const } : {}),
    ...(upTo(4) === 0 ? { dailyCapacity: 2 } : {}),
    ...(upTo(2) === 0 ? { handlingMinor: 50 * upTo(6) } : {}),
    ...(upTo(2) > 0
      ? {}
      : { hours: { zone: "Asia/Shanghai", cutoffMinutes: 540, workingDays: [1, 2, 3], holidays: [] } }),
  };
}

function aCarrier(code: string, upTo: UpTo): Carrier {
  const rate = {
    kind: "first_and_steps" as const,
    firstGrams: 1_000,
    firstMinor: 100 * upTo(15),
    stepGrams: 500,
    stepMinor: 10 * upTo(20),
  };
  const tariffs = [{ zone: upTo(4) === 0 ? ["华东"] : ["*"], from: [], rate, days: 1 + upTo(3), maxGrams: null }];
  return { code, name: code, isActive: true, volumetricDivisor: null, tariffs };
}

function plainRequest(common: Omit<PlanRequest, "rules">, oneOf: OneOf, codes: readonly string[]): PlanRequest {
  const rule = { id: "1", name: "one", when: { countries: ["CN"] } };
  const rules = oneOf([[], [{ ...rule, prefer: [oneOf(codes)] }], [{ ...rule, exclude: [oneOf(codes)] }]]);
  const split = oneOf(["never", "by_line", "by_quantity"] as const);
  return { ...common, rules: { version: 2, rules, split, backorder: oneOf(["whole_order", "partial"] as const) } };
}

function anAction(upTo: UpTo, oneOf: OneOf, codes: readonly string[]): Action {
  const warehouses = [oneOf(codes), oneOf(codes)];
  const soft = upTo(1) === 0;
  return oneOf<Action>([
    { do: "exclude", warehouses, soft },
    { do: "include", warehouses, soft },
    { do: "prefer", warehouses: [warehouses, oneOf(codes)] },
    { do: "fallback", warehouses },
    { do: "stay_in_country", soft },
    { do: "no_split", soft },
    { do: "split", how: "by_quantity" },
    { do: "max_shipments", count: 1 + upTo(2), soft },
    { do: "min_split_value", minor: 100 * (1 + upTo(40)), soft },
    { do: "max_days", days: upTo(4), soft },
    { do: "max_distance", km: 200 + upTo(2_000), soft },
    { do: "ships_today", soft },
    { do: "safety_stock", units: 1 + upTo(2), warehouses },
    { do: "backorder", how: "partial" },
    { do: "ship_from_store" },
    { do: "choose_carrier", by: "speed" },
    { do: "compare_by", terms: ["cost", "days"] },
  ]);
}

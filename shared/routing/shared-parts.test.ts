import { describe, expect, it } from "vitest";
import { seeded } from "../../tests/property/seeded.ts";
import { aLine, aMerchant, anOrder } from "../../tests/support/builders.ts";
import type { Bundles } from "../inventory/products/bundle.ts";
import { freeToPromise, type Stock } from "../inventory/stock.ts";
import { sku, warehouseCode } from "../kernel/ids.ts";
import { lineQuantities } from "../orders/open-quantities.ts";
import type { Order } from "../orders/order.ts";
import { checkRuleSet } from "../rules/check-rule-set.ts";
import { type PlannedOrder, type PlanningFacts, planForOrder } from "./plan-for-order.ts";
import { answer } from "./question.ts";
import { makeReceipt } from "./receipt/make-receipt.ts";
import { fromSnapshot, type Snapshot, toSnapshot } from "./receipt/snapshot.ts";
import { defaultRules, type RoutingRules } from "./rules.ts";
import type { Settings } from "./settings-store.ts";
import { outcomeOf } from "./what-if/outcome.ts";

const bundles: Bundles = {
  "TEA-SET": [
    { sku: sku("TEA"), quantity: 2 },
    { sku: sku("CUP"), quantity: 1 },
  ],
  PAIR: [
    { sku: sku("CUP"), quantity: 1 },
    { sku: sku("POT"), quantity: 1 },
  ],
};
const goods = ["TEA", "CUP", "POT"];
const codes = ["SHA", "CAN", "BER"];
const now = "2026-11-23T02:00:00.000Z";

type Random = () => number;
type Rules = Pick<RoutingRules, "split" | "backorder">;

function orderOf(wants: readonly (readonly [article: string, quantity: number])[]): Order {
  const facts = wants.map(([article, quantity], at) => aLine({ lineId: `l${at}`, sku: article, quantity }));
  return anOrder({ lines: { clock: { at: 0, tie: "" }, facts }, bundles });
}

function stockOf(article: string, code: string, onHand: number): Stock {
  const counts = { onHand, available: onHand, allocated: 0, damaged: 0, onHold: 0, safetyStock: 0, incoming: 0 };
  const place = { merchantId: anOrder().merchantId, sku: sku(article), warehouse: warehouseCode(code) };
  return { ...place, ...counts, lowStockThreshold: null, version: 1, changedAt: now };
}

function settingsOf(howMany: number, rules: Rules): Settings {
  const warehouses = codes.slice(0, howMany).map((code, at) => {
    const place = { country: "CN", region: "31", regionName: "上海市", serves: [], isActive: true };
    return { code: warehouseCode(code), name: code, ...place, priority: at };
  });
  return { merchant: aMerchant(), connections: [], warehouses, rules: { ...defaultRules, ...rules } };
}

function randomCase(random: Random): PlanningFacts {
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const oneOf = <T>(all: readonly T[]): T => all[upTo(all.length - 1)] as T;
  const articles = [...goods, "TEA-SET", "PAIR", "TEA-SET", "PAIR"];
  const wants = Array.from({ length: 2 + upTo(1) }, () => [oneOf(articles), 1 + upTo(1)] as const);
  const rules: Rules = {
    split: oneOf(["never", "by_line", "by_quantity"] as const),
    backorder: oneOf(["whole_order", "partial"] as const),
  };
  const howMany = 2 + upTo(1);
  const stocks = codes.slice(0, howMany).flatMap((code) => goods.map((article) => stockOf(article, code, upTo(4))));
  return { order: orderOf(wants), stocks, settings: settingsOf(howMany, rules), now };
}

/** The most units of lines as sold that can leave, as told by trying every way to send them. */
function mostThatCanLeave({ order, stocks, settings }: PlanningFacts): {
  readonly units: number;
  readonly isAll: boolean;
} {
  const { split } = settings.rules;
  const free = new Map(stocks.map((stock) => [`${stock.sku}#${stock.warehouse}`, freeToPromise(stock)]));
  const open = lineQuantities(order).map(({ lineId, sku: article, open: units }) => {
    const components = bundles[article] ?? [{ sku: sku(article), quantity: 1 }];
    const own = order.allocations.filter((each) => each.lineId === lineId && each.sku === components[0]?.sku);
    const promised = own.reduce((sum, { quantity }) => sum + quantity, 0) / (components[0]?.quantity ?? 1);
    return { components, units: units - promised };
  });
  const parts = open.flatMap(({ components, units }) =>
    split === "by_line" ? [{ components, units }] : Array.from({ length: units }, () => ({ components, units: 1 })),
  );
  const all: readonly string[] = settings.warehouses.map(({ code }) => code);
  const leftFrom = all.filter((code) => order.allocations.some(({ warehouse }) => warehouse === code));
  const single = leftFrom.length > 0 ? leftFrom : all;
  const bySplit = split === "never" ? single.map((code) => [code]) : [all];
  const most = (at: number, from: readonly string[]): number => {
    const part = parts[at];
    if (part === undefined) return 0;
    let best = most(at + 1, from);
    for (const code of from) {
      const takes = part.components.map((each) => ({
        place: `${each.sku}#${code}`,
        units: each.quantity * part.units,
      }));
      if (takes.some(({ place, units }) => (free.get(place) ?? 0) < units)) continue;
      for (const { place, units } of takes) free.set(place, (free.get(place) ?? 0) - units);
      best = Math.max(best, part.units + most(at + 1, from));
      for (const { place, units } of takes) free.set(place, (free.get(place) ?? 0) + units);
    }
    return best;
  };
  const units = Math.max(...bySplit.map((from) => most(0, from)));
  return { units, isAll: units === open.reduce((sum, line) => sum + line.units, 0) };
}

/** Units of lines as they are sold. */
function unitsSold(order: Order, { plan }: PlannedOrder): number {
  return (order.lines?.facts ?? []).reduce((sum, line) => {
    const [first = { sku: sku(line.sku), quantity: 1 }] = bundles[line.sku] ?? [];
    const own = plan.allocations.filter((each) => each.lineId === line.lineId && each.sku === first.sku);
    return sum + own.reduce((all, { quantity }) => all + quantity, 0) / first.quantity;
  }, 0);
}

/** What is taken must be there, in whole sets from one warehouse, and undivided where lines are. */
function brokenBy({ order, stocks, settings }: PlanningFacts, { plan }: PlannedOrder): readonly string[] {
  const { split, backorder } = settings.rules;
  const over = stocks.flatMap((stock) => {
    const own = plan.note.plan.filter((each) => each.sku === stock.sku && each.warehouse === stock.warehouse);
    const taken = own.reduce((sum, { quantity }) => sum + quantity, 0);
    return taken > freeToPromise(stock) ? [`${taken} of ${stock.sku} in ${stock.warehouse}`] : [];
  });
  const sets = (order.lines?.facts ?? []).flatMap((line) => {
    const components = bundles[line.sku] ?? [{ sku: sku(line.sku), quantity: 1 }];
    const own = plan.allocations.filter((each) => each.lineId === line.lineId);
    const from = [...new Set(own.map(({ warehouse }) => warehouse))];
    const broken = from.flatMap((code) => {
      const made = components.map(({ sku: part, quantity }) => {
        const units = own.filter((each) => each.warehouse === code && each.sku === part);
        return units.reduce((sum, each) => sum + each.quantity, 0) / quantity;
      });
      const isWhole = made.every((units) => units === made[0] && Number.isInteger(units));
      const isUndivided = split !== "by_line" || made[0] === line.quantity;
      return isWhole && isUndivided ? [] : [`${line.sku} in ${code}: ${made.join(", ")}`];
    });
    return broken;
  });
  const places = new Set(plan.allocations.map(({ warehouse }) => warehouse));
  const parted = split === "never" && places.size > 1 ? ["leaves from several places"] : [];
  const half =
    backorder === "whole_order" && plan.allocations.length > 0 && plan.short.length > 0 ? ["left in part"] : [];
  return [...over, ...sets, ...parted, ...half];
}

describe("lines that want the same component", () => {
  it("are planned as well as any way of sending them, on 2,000 small orders", () => {
    let contested = 0;
    for (let seed = 0; seed < 2_000; seed += 1) {
      const facts = randomCase(seeded(seed));
      const planned = planForOrder(facts);
      expect({ seed, broken: brokenBy(facts, planned) }).toEqual({ seed, broken: [] });
      const most = mostThatCanLeave(facts);
      const isWhole = facts.settings.rules.backorder === "whole_order";
      const expected = isWhole && !most.isAll ? 0 : most.units;
      expect({ seed, units: unitsSold(facts.order, planned) }).toEqual({ seed, units: expected });
      expect({ seed, waits: planned.plan.short.length > 0 }).toEqual({ seed, waits: !most.isAll });
      expect(planned.plan.note.gap).toBeUndefined();
      if (planned.question.request.parts !== undefined) contested += 1;
    }
    expect(contested).toBeGreaterThan(600);
  });

  it("are told truly by a receipt that is made from what is stored of the decision, and by a what-if", () => {
    for (let seed = 0; seed < 600; seed += 1) {
      const facts = randomCase(seeded(seed));
      const { question, plan } = planForOrder(facts);
      const made = answer(question);
      const snapshot = JSON.parse(JSON.stringify(toSnapshot(question))) as Snapshot;
      const receipt = makeReceipt(snapshot, null);
      const { considered, because } = made.note;
      expect({ seed, plan: receipt.plan.plan, short: receipt.plan.short, because: receipt.plan.because }).toEqual({
        seed,
        plan: made.note.plan,
        short: made.short,
        because,
      });
      expect(plan.note.considered).toEqual(considered);
      expect(
        receipt.warehouses.map(({ warehouse, verdict, because: why }) => ({ warehouse, verdict, because: why })),
      ).toEqual(considered);
      expect(receipt.plan.isProven).toBe(true);
      const { warehouses, rules } = facts.settings;
      const asked = { destination: question.request.destination, channel: "shopify", connection: "c" };
      const decided = { orderId: "o", channelOrderNo: "1", asked, snapshot } as unknown as Parameters<
        typeof outcomeOf
      >[0];
      const tried = outcomeOf(decided, { kind: "plain", rules }, { warehouses, carriers: [] }, new Map());
      expect({ seed, plan: tried.plan, short: tried.short }).toEqual({ seed, plan: made.note.plan, short: made.short });
    }
  });

  it("leave together when another warehouse can serve one of them", () => {
    const stocks = [
      ...["TEA", "CUP", "POT"].map((article) => stockOf(article, "SHA", 2)),
      ...["TEA", "CUP", "POT"].map((article) => stockOf(article, "CAN", 2)),
    ];
    const order = orderOf([
      ["TEA-SET", 1],
      ["PAIR", 2],
    ]);
    const settings = settingsOf(2, { split: "by_line", backorder: "whole_order" });
    const { plan } = planForOrder({ order, stocks, settings, now });
    expect(plan.short).toEqual([]);
    expect(plan.allocations).toEqual([
      { lineId: "l0", sku: "TEA", warehouse: "SHA", quantity: 2 },
      { lineId: "l0", sku: "CUP", warehouse: "SHA", quantity: 1 },
      { lineId: "l1", sku: "CUP", warehouse: "CAN", quantity: 2 },
      { lineId: "l1", sku: "POT", warehouse: "CAN", quantity: 2 },
    ]);
    expect(plan.note.because).toContain("SHA comes closest and lacks 1 × CUP (2 free)");
  });

  it("wait for what all of them together lack, and say so", () => {
    const stocks = [stockOf("TEA", "SHA", 9), stockOf("CUP", "SHA", 1), stockOf("POT", "SHA", 9)];
    const order = orderOf([
      ["TEA-SET", 1],
      ["PAIR", 1],
    ]);
    const settings = settingsOf(1, { split: "by_line", backorder: "whole_order" });
    const { plan } = planForOrder({ order, stocks, settings, now });
    expect(plan.allocations).toEqual([]);
    expect(plan.short).toEqual([{ sku: "CUP", quantity: 1 }]);
    expect(plan.note.considered[0]?.because).toContain("lacks 1 × CUP (1 free)");
  });

  it("are planned on what a rule leaves of a component", () => {
    const stocks = ["SHA", "CAN"].flatMap((code) => [
      stockOf("CUP", code, 5),
      stockOf("TEA", code, code === "SHA" ? 2 : 4),
    ]);
    const settings = heldBack(settingsOf(2, { split: "by_line", backorder: "whole_order" }), "TEA", 1);
    const { plan, question } = planForOrder({ order: orderOf([["TEA-SET", 1]]), stocks, settings, now });
    expect(plan.note.plan).toEqual([
      { warehouse: "CAN", sku: "TEA", quantity: 2 },
      { warehouse: "CAN", sku: "CUP", quantity: 1 },
    ]);
    const again = answer(
      fromSnapshot(JSON.parse(JSON.stringify(toSnapshot(question))) as Snapshot, settings.ruled?.sets[0] ?? null),
    );
    expect(again.note.plan).toEqual([{ warehouse: "CAN", sku: "TEA-SET", quantity: 1 }]);
  });

  it("are woken by whatever lets more of them leave, and left alone otherwise", () => {
    for (let seed = 0; seed < 1_000; seed += 1) {
      const random = seeded(seed);
      let facts = randomCase(random);
      for (let step = 0; step < 8; step += 1) {
        const { plan } = planForOrder(facts);
        facts = afterPlan(facts, plan);
        if (plan.short.length === 0) break;
        const waitsFor = new Set(plan.short.map((part) => part.sku));
        // What it does not wait for may come in any number and order: nothing of it alone lets more leave.
        for (let arrival = 0; arrival < 4; arrival += 1) {
          const article = goods[Math.floor(random() * goods.length)] ?? "";
          const code = codes[Math.floor(random() * facts.settings.warehouses.length)] ?? "";
          const more = 1 + Math.floor(random() * 2);
          facts = arrived(facts, article, code, more);
          if (waitsFor.has(article)) break;
          const most = mostThatCanLeave(facts);
          const isWhole = facts.settings.rules.backorder === "whole_order";
          const missed = isWhole ? most.isAll : most.units > 0;
          expect({ seed, step, article, missed }, JSON.stringify(plan)).toMatchObject({ missed: false });
        }
      }
    }
  });
});

/** With a rule set that keeps so many units of a sku in every warehouse. */
function heldBack(settings: Settings, article: string, units: number): Settings {
  const rules = [{ name: "keep some", when: "true", actions: [{ do: "safety_stock", units, skus: [article] }] }];
  const draft = checkRuleSet({ rules }, { warehouses: codes, channels: ["shopify"] });
  if (!draft.ok) throw new Error(draft.error[0]?.says);
  const from = "2026-11-01T00:00:00.000Z";
  const set = { ...draft.value, version: 1, effectiveFrom: from, publishedAt: from, publishedBy: "mei" };
  const schedule = { lastVersion: 1, entries: [{ version: 1, from }], change: 1 };
  return { ...settings, ruled: { schedule, sets: [set], carriers: [] } };
}

function arrived(facts: PlanningFacts, article: string, code: string, units: number): PlanningFacts {
  const stocks = facts.stocks.map((stock) => {
    const isIt = stock.sku === article && stock.warehouse === code;
    return isIt ? { ...stock, onHand: stock.onHand + units, available: stock.available + units } : stock;
  });
  return { ...facts, stocks };
}

function afterPlan(facts: PlanningFacts, { allocations, short, note }: PlannedOrder["plan"]): PlanningFacts {
  const stocks = facts.stocks.map((stock) => {
    const own = note.plan.filter((each) => each.sku === stock.sku && each.warehouse === stock.warehouse);
    const taken = own.reduce((sum, { quantity }) => sum + quantity, 0);
    return { ...stock, available: stock.available - taken, allocated: stock.allocated + taken };
  });
  const order = { ...facts.order, allocations: [...facts.order.allocations, ...allocations], backorder: short };
  return { ...facts, order, stocks };
}

import { describe, expect, it } from "vitest";
import { defaultRules, matchRules, type RoutedOrder, type RoutingRule, routingRulesSchema } from "./rules.ts";

const order: RoutedOrder = {
  destination: { country: "CN", region: "31", regionName: "上海市" },
  channel: "shopify",
  connectionId: "tea-shop",
  skus: ["TEA", "CUP"],
};

const rule = (id: string, when: RoutingRule["when"]): RoutingRule => ({
  id,
  name: id,
  when,
  prefer: ["SHA"],
});

function matching(when: RoutingRule["when"]): boolean {
  return matchRules(order, { ...defaultRules, rules: [rule("r", when)] }).length === 1;
}

describe("matchRules", () => {
  it("lets a rule without conditions speak about every order", () => {
    expect(matching({})).toBe(true);
    expect(matching({ countries: [], skus: [] })).toBe(true);
  });

  it("asks for every part that is there, and any one entry of it", () => {
    expect(matching({ countries: ["US", "CN"], regions: ["华东"], channels: ["shopify"] })).toBe(true);
    expect(matching({ countries: ["CN"], channels: ["woocommerce"] })).toBe(false);
    expect(matching({ connections: ["tea-shop"], skus: ["CUP", "POT"] })).toBe(true);
    expect(matching({ skus: ["POT"] })).toBe(false);
  });

  it("keeps the rules in their order", () => {
    const rules = [rule("b", {}), rule("no", { countries: ["US"] }), rule("a", {})];
    expect(matchRules(order, { ...defaultRules, rules }).map(({ id }) => id)).toEqual(["b", "a"]);
  });
});

describe("routingRulesSchema", () => {
  it("refuses a rule that both prefers and excludes, or does neither", () => {
    const set = (part: object): unknown => ({ ...defaultRules, rules: [{ id: "r", name: "r", when: {}, ...part }] });
    expect(routingRulesSchema.safeParse(set({ prefer: ["A"] })).success).toBe(true);
    expect(routingRulesSchema.safeParse(set({ exclude: ["A"] })).success).toBe(true);
    expect(routingRulesSchema.safeParse(set({ prefer: ["A"], exclude: ["B"] })).success).toBe(false);
    expect(routingRulesSchema.safeParse(set({ prefer: [] })).success).toBe(false);
    expect(routingRulesSchema.safeParse(set({})).success).toBe(false);
  });
});

import { describe, expect, it } from "vitest";
import { checkRuleSet } from "./check-rule-set.ts";
import { evaluateRules } from "./evaluate-rules.ts";
import { reviewByRules } from "./review-by-rules.ts";
import type { RuleOrder } from "./rule-order.ts";
import type { RuleSetDraft } from "./rule-set.ts";

const now = "2026-11-22T08:00:00.000Z";

function anOrder(over: Partial<RuleOrder> = {}): RuleOrder {
  return {
    channel: "shopify",
    connection: "tea-shop",
    number: "#1001",
    currency: "CNY",
    totalMinor: 19_999,
    itemsMinor: 19_999,
    discountMinor: 0,
    shippingMinor: 0,
    isPaid: true,
    isCod: false,
    paymentMethod: "alipay",
    tags: ["VIP"],
    customerTags: ["wholesale"],
    note: "gift, please",
    destination: {
      country: "CN",
      region: "31",
      regionName: "上海市",
      city: "浦东新区",
      district: "",
      postalCode: "200120",
    },
    lines: [
      { sku: "TEA-250", title: "Green tea", quantity: 2, unitPriceMinor: 5_000, weightGrams: 250 },
      { sku: "BAT-1", title: "Power bank", quantity: 1, unitPriceMinor: 9_999, weightGrams: null },
    ],
    ...over,
  };
}

function set(rules: readonly object[], more: object = {}): RuleSetDraft {
  const read = checkRuleSet({ rules, ...more }, {});
  if (!read.ok) throw new Error(read.error[0]?.says);
  return read.value;
}

const approve = [{ do: "approve" }];
function holds(when: string, over: Partial<RuleOrder> = {}, more: object = {}): boolean {
  return evaluateRules(set([{ name: "r", when, actions: approve }], more), anOrder(over), now).length === 1;
}

describe("a condition holds", () => {
  it.each([
    "true",
    "order.total == 19999 && order.totalDecimal == 199.99",
    'order.total >= money("199.99", "CNY") && order.total < money("200", "CNY")',
    'order.channel == "shopify" && order.connection in ["tea-shop", "other"]',
    '"VIP" in order.tags && "wholesale" in order.customerTags',
    'inRegion("华东") && inRegion("上海") && !inRegion("EU")',
    'order.province == "上海" && order.city == "上海市" && order.district == "浦东新区"',
    'order.postal.startsWith("200")',
    "order.weightGrams == 500 && order.quantity == 3 && order.lineCount == 2",
    'hasSku("tea-*") && !onlySkus("TEA-*") && onlySkus("*-*")',
    '"BAT-1" in order.skus && size(order.skus) == 2',
    'order.lines.exists(line, skuMatches(line.sku, "BAT-?") && line.priceDecimal == 99.99)',
    "order.lines.all(line, line.quantity > 0 && line.weightGrams >= 0)",
    "order.lines.filter(l, l.quantity > 1).size() == 1",
    'order.note.contains("gift") ? order.isPaid : false',
  ])("%s", (text) => expect(holds(text)).toBe(true));

  it("for the set's own regions and sku lists", () => {
    const more = { regions: { 江浙沪: ["江苏", "浙江", "上海"] }, skuLists: { battery: ["BAT-*"] } };
    expect(holds('inRegion("江浙沪")', {}, more)).toBe(true);
    expect(holds('order.lines.exists(line, "battery" in line.tags)', {}, more)).toBe(true);
    expect(holds('order.lines.exists(line, "battery" in line.tags)')).toBe(false);
  });

  it("in the digits of each currency", () => {
    expect(holds("order.totalDecimal == 19999.0", { currency: "JPY" })).toBe(true);
    expect(holds("order.totalDecimal == 19.999", { currency: "KWD" })).toBe(true);
  });

  it("for no order without an address, wherever it asks for a region", () => {
    const destination = { country: "", region: "", regionName: "", city: "", district: "", postalCode: "" };
    expect(holds('inRegion("华东") || inRegion("EU") || order.province == "上海"', { destination })).toBe(false);
  });

  it("not, rather than failing, when a number leaves its range", () => {
    expect(holds("order.total * 9000000000000000 * 9000000000000000 > 0")).toBe(false);
  });
});

describe("evaluateRules", () => {
  it("gives the actions of every rule that holds, from top to bottom, and changes nothing", () => {
    const rules = set([
      {
        name: "b",
        when: "true",
        actions: [
          { do: "tag", tag: "x" },
          { do: "priority", level: 2 },
        ],
      },
      { name: "no", when: "order.isCod", actions: approve },
      {
        name: "a",
        when: { field: "total", op: "at_least", value: 100 },
        actions: [{ do: "backorder", how: "partial" }],
      },
    ]);
    const given = anOrder();
    const before = structuredClone(given);
    const applied = evaluateRules(rules, given, now);
    expect(applied.map(({ rule, action }) => `${rule}:${action.do}`)).toEqual(["b:tag", "b:priority", "a:backorder"]);
    expect(evaluateRules(rules, given, now)).toEqual(applied);
    expect(given).toEqual(before);
  });

  it("leaves out rules that are off, over, or not yet begun", () => {
    const rules = set([
      { name: "off", when: "true", isOff: true, actions: approve },
      { name: "over", when: "true", until: "2026-11-22T16:00:00+08:00", actions: approve },
      { name: "ahead", when: "true", from: "2026-12-01T00:00:00+08:00", actions: approve },
      { name: "now", when: "true", from: "2026-11-22T16:00:00+08:00", actions: approve },
    ]);
    expect(evaluateRules(rules, anOrder(), now).map(({ rule }) => rule)).toEqual(["now"]);
  });

  it("asks an order of 1,500 lines in some milliseconds", () => {
    const line = { sku: "A", title: "", quantity: 1, unitPriceMinor: 1, weightGrams: 1 };
    const lines = Array.from({ length: 1_500 }, () => line);
    const rules = set(
      Array.from({ length: 20 }, (_, at) => ({
        name: `${at}`,
        when: `order.lines.all(line, line.quantity > ${at} || line.price > 0)`,
        actions: approve,
      })),
    );
    const order = anOrder({ lines });
    evaluateRules(rules, order, now);
    const start = performance.now();
    expect(evaluateRules(rules, order, now)).toHaveLength(20);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe("reviewByRules", () => {
  const review = (rules: readonly object[]) => reviewByRules(evaluateRules(set(rules), anOrder(), now));
  const hold = (name: string) => ({ name, when: "true", actions: [{ do: "hold", reason: `because of ${name}` }] });

  it("holds with the rule's name and reason, tags once, notes who is told, and takes the uppermost priority", () => {
    const found = review([
      hold("a"),
      {
        name: "t",
        when: "true",
        actions: [
          { do: "tag", tag: "gift" },
          { do: "priority", level: 1 },
        ],
      },
      {
        name: "u",
        when: "true",
        actions: [
          { do: "tag", tag: "gift" },
          { do: "priority", level: 9 },
        ],
      },
      { name: "n", when: "true", actions: [{ do: "notify", to: "warehouse", text: "pack with ice" }] },
    ]);
    expect(found).toEqual({
      holds: [{ reason: "held_by_rule", note: "rule “a”: because of a" }],
      tags: ["gift"],
      notices: [{ rule: "n", to: "warehouse", text: "pack with ice" }],
      priority: 1,
    });
  });

  it("lets an approval lift the holds below it and none above", () => {
    const found = review([hold("a"), { name: "ok", when: "true", actions: approve }, hold("b")]);
    expect(found.holds.map(({ note }) => note)).toEqual(["rule “a”: because of a"]);
  });

  it("says nothing where no rule does", () => {
    expect(review([])).toEqual({ holds: [], tags: [], notices: [], priority: 5 });
  });
});

describe("tags that rules set", () => {
  const tagging = (when: string, tag: string): object => ({ name: tag, when, actions: [{ do: "tag", tag }] });

  it("are seen by the rules below, not by those above", () => {
    const asks = tagging('"bulky" in order.tags', "by truck");
    const sets = tagging("order.quantity >= 3", "bulky");
    const tags = (rules: readonly object[]): readonly string[] =>
      reviewByRules(evaluateRules(set(rules), anOrder(), now)).tags;
    expect(tags([sets, asks])).toEqual(["bulky", "by truck"]);
    expect(tags([asks, sets])).toEqual(["bulky"]);
  });
});

import { describe, expect, it } from "vitest";
import { checkRuleSet } from "./check-rule-set.ts";
import type { KnownNames } from "./conditions/known-names.ts";

const known: KnownNames = {
  channels: ["shopify", "woocommerce"],
  connections: ["tea-shop"],
  warehouses: ["SHA", "CAN", "BER"],
  carriers: ["SF", "ZTO"],
};

const when = (text: string): object => ({ rules: [{ name: "r", when: text, actions: [{ do: "approve" }] }] });
const action = (one: object): object => ({ rules: [{ name: "r", when: "true", actions: [one] }] });
const rule = (part: object): object => ({
  rules: [{ name: "r", when: "true", actions: [{ do: "approve" }], ...part }],
});

/** What is written, where the mistake is (line:column of the condition, or the way to it), what was found, what to write. */
const wrong: readonly (readonly [string, object, string, string, string | null])[] = [
  ["a misspelt field", when("order.totl > 100"), "1:7", "totl", "order.total"],
  ["another word for a field", when("order.amount > 100"), "1:7", "amount", "order.total"],
  ["a field without its order", when("total > 100"), "1:1", "total", "order.total"],
  ["a misspelt field of a line", when('order.lines.exists(l, l.skuu == "A")'), "1:25", "skuu", "l.sku"],
  ["a mistake on the second line", when('order.isPaid\n  && order.citty == "x"'), "2:12", "citty", "order.city"],
  ["a single equals sign", when("order.isCod = true"), "1:13", "=", "=="],
  ["the word and", when("order.isCod and order.isPaid"), "1:13", "and", "&&"],
  ["the word not", when("not order.isCod"), "1:1", "not", "!"],
  ["curly quotes", when("order.currency == “CNY”"), "1:19", "“", '"'],
  ["full-width brackets", when('inRegion（"华东"）'), "1:9", "（", "("],
  ["a number with a comma", when("order.total >= 1,000"), "1:16", "1,000", "1000"],
  [
    "an amount with a currency sign",
    when("order.total > ¥100"),
    "1:15",
    "¥100",
    "10000 (for a currency of two decimals)",
  ],
  ["cents with a point", when("order.total > 199.99"), "1:15", "199.99", "order.totalDecimal to compare with 199.99"],
  ["a number in quotes", when('order.total > "100"'), "1:15", '"100"', "100"],
  ["true in quotes", when('order.isCod == "true"'), "1:16", '"true"', "true"],
  ["a text without quotes", when("order.country == CN"), "1:18", "CN", '"CN" if it is a text'],
  ["a quote that is not closed", when('order.currency == "CNY'), "1:19", '"CNY', '"CNY"'],
  ["a bracket that is not closed", when("(order.total > 5"), "1:17", "", null],
  ["nothing after &&", when("order.isPaid &&"), "1:16", "", null],
  ["contains on a list", when('order.tags.contains("VIP")'), "1:1", "tags.contains", '"VIP" in order.tags'],
  [
    "a regular expression",
    when('order.note.matches("(a+)+$")'),
    "1:12",
    "matches",
    'skuMatches(line.sku, "TEA-*"), startsWith or contains',
  ],
  ["a line by its number", when('order.lines[0].sku == "A"'), "1:1", "[]", null],
  ["a loop inside a loop", when("order.lines.all(a, order.lines.all(b, a.sku == b.sku))"), "1:1", "order.", "no loop"],
  ["a number for an answer", when("order.total"), "1:1", "order.total", "a comparison such as … > 0"],
  ["an unknown channel", when('order.channel == "shopfy"'), "1:18", "shopfy", '"shopify"'],
  ["an unknown region", when('inRegion("Nordiks")'), "1:10", "Nordiks", 'inRegion("Nordics")'],
  ["a misspelt function", when('inRegoin("EU")'), "1:1", "inRegoin", 'inRegion("华东")'],
  ["an amount of too many digits", when('order.total > money("1.999", "CNY")'), "1:21", "1.999", null],
  ["a division that may have no answer", when("order.total / order.quantity > 5"), "1:15", "/", "a multiplication"],
  ["a form with a misspelt field", rule({ when: { field: "totl", op: "is", value: 1 } }), "1:7", "totl", "order.total"],
  [
    "an unknown action",
    action({ do: "exlude", warehouses: ["SHA"] }),
    "rules[0].actions[0].do",
    "exlude",
    '{"do":"excl',
  ],
  [
    "a misspelt key",
    action({ do: "exclude", warehouse: ["SHA"] }),
    "rules[0].actions[0].warehouses",
    "nothing",
    '{"do"',
  ],
  [
    "an unknown warehouse",
    action({ do: "prefer", warehouses: ["SHAA", "CAN"] }),
    "rules[0].actions[0].warehouses[0]",
    "SHAA",
    "SHA",
  ],
  ["an unknown carrier", action({ do: "carrier", carriers: ["SFF"] }), "rules[0].actions[0].carriers[0]", "SFF", "SF"],
  ["an empty list", action({ do: "exclude", warehouses: [] }), "rules[0].actions[0].warehouses", "[]", '{"do"'],
  ["a number in the wrong range", action({ do: "priority", level: 0 }), "rules[0].actions[0].level", "0", '{"do"'],
  ["a misspelt choice", action({ do: "split", how: "by_lines" }), "rules[0].actions[0].how", '"by_lines"', "by_line"],
  ["no action at all", rule({ actions: [] }), "rules[0].actions", "[]", '{"name"'],
  ["a key that a rule has not", rule({ whem: "true" }), "rules[0].whem", "whem", "when"],
  ["a time without its zone", rule({ from: "2026-11-01 00:00" }), "rules[0].from", "2026-11-01 00:00", "2026-11-01T"],
  [
    "two rules of one name",
    {
      rules: [
        { name: "r", when: "true", actions: [{ do: "approve" }] },
        { name: "r", when: "true", actions: [{ do: "approve" }] },
      ],
    },
    "rules[1].name",
    "r",
    "r (2)",
  ],
  [
    "a region list with a typing error",
    { rules: [], regions: { 江浙沪: ["江苏", "浙姜"] } },
    "regions.江浙沪[1]",
    "浙姜",
    "浙江",
  ],
];

describe("a wrong rule", () => {
  it.each(wrong)("%s is refused with its place and how to mend it", (_, set, place, found, suggestion) => {
    const read = checkRuleSet(set, known);

    if (read.ok) throw new Error("it was taken");
    const [mistake] = read.error;
    const at = mistake?.line === null ? mistake.path : `${mistake?.line}:${mistake?.column}`;
    expect(at).toBe(place);
    expect(mistake?.found.startsWith(found)).toBe(true);
    expect(mistake?.expected).not.toBe("");
    if (suggestion === null) expect(mistake?.suggestion).toBeNull();
    else expect(mistake?.suggestion?.startsWith(suggestion)).toBe(true);
    expect(mistake?.says).toContain(mistake?.line === null ? mistake.path : `line ${mistake?.line}, column`);
  });

  it("is refused when all rules together would take too long", () => {
    const rules = Array.from({ length: 40 }, (_, at) => ({
      name: `${at}`,
      when: 'order.lines.exists(line, line.tags.exists(tag, tag == "x"))',
      actions: [{ do: "approve" }],
    }));
    const read = checkRuleSet({ rules }, known);
    expect(read.ok ? [] : read.error.map(({ path, suggestion }) => [path, suggestion])).toEqual([
      ["rules", expect.stringContaining("fewer loops over lines")],
    ]);
  });

  it("is not the only one that is told", () => {
    const read = checkRuleSet(when("order.totl > 5 || order.citty == order.curency"), known);
    expect(read.ok ? [] : read.error.map(({ suggestion }) => suggestion)).toEqual([
      "order.total",
      "order.city",
      "order.currency",
    ]);
  });
});

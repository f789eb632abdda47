import { routes as manageRules } from "../../../functions/operators/manage-rules.handler.ts";
import { merchantId } from "../../../shared/kernel/ids.ts";
import { checkRuleSet } from "../../../shared/rules/check-rule-set.ts";
import { evaluateRules } from "../../../shared/rules/evaluate-rules.ts";
import { nowhere, type RuleOrder } from "../../../shared/rules/rule-order.ts";
import { readRuleDraft } from "../../../shared/rules/rule-store.ts";
import { ruleDraftKey } from "../../../shared/table/keys.ts";
import type { Table } from "../../../shared/table/port.ts";
import { makeMemoryTable } from "../../../shared/table/table.memory.ts";
import { attack, type HostileAnswer, type HostileInput, madeAttack, marker } from "./hostile-input.ts";

// Rules that a merchant's own people send: refused with every mistake named, or asked of the largest order in time.
const now = (): Date => new Date("2026-11-21T12:00:00.000Z");
const demo = merchantId("demo");

async function saved(body: string, table: Table = makeMemoryTable()): Promise<HostileAnswer> {
  const principal = { merchantId: demo, role: "operator", subject: "someone" } as const;
  const call = { principal, path: "/", params: {}, query: {}, body, requestId: "request" };
  const answer = await manageRules["PUT /v1/rules/draft"]?.(call, { table, now });
  const says = answer === undefined ? "no route" : answer.ok ? String(answer.value.status) : `${answer.error.status}`;
  const kept = await table.get(ruleDraftKey(demo));
  return { says, left: kept === null ? [] : ["a draft"] };
}

const hold = [{ do: "hold", reason: marker }];
const ruleOf = (when: unknown, at = 0): object => ({ name: `rule ${at}`, when, actions: hold });
const setOf = (...conditions: readonly unknown[]): string => JSON.stringify({ rules: conditions.map(ruleOf) });
const many = (count: number, make: (at: number) => string, between: string): string =>
  Array.from({ length: count }, (_, at) => make(at)).join(between);

const bodies: readonly (readonly [name: string, make: () => string])[] = [
  ["a condition of a megabyte", () => setOf(`order.note == "${"x".repeat(1_000_000)}"`)],
  ["brackets two thousand deep", () => setOf(`${"(".repeat(1_990)}true${")".repeat(1_990)}`)],
  ["not, four thousand times", () => setOf(`${"!".repeat(3_990)}true`)],
  ["minus, four thousand times", () => setOf(`${"-".repeat(3_900)}1 > 0`)],
  ["choices in choices", () => setOf(`${"true ? true : ".repeat(280)}true`)],
  ["a list of two thousand numbers", () => setOf(`1 in [${"1,".repeat(1_900)}1]`)],
  ["lists in lists", () => setOf(`${"[".repeat(1_900)}${"]".repeat(1_900)} == []`)],
  ["a loop over lines in loops over lines", () => setOf(`${"order.lines.exists(a, ".repeat(40)}true${")".repeat(40)}`)],
  ["two loops over all lines", () => setOf("order.lines.all(a, order.lines.all(b, a.sku != b.sku))")],
  ["a regular expression that takes for ever", () => setOf('order.note.matches("(a+)+$")')],
  [
    "patterns that take long, again and again",
    () => setOf(many(80, (at) => `hasSku("*${"a".repeat(24)}${at}b*")`, " || ")),
  ],
  ["a pattern that the buyer writes", () => setOf(many(60, () => "hasSku(order.note)", " || "))],
  ["1e400", () => setOf("order.total > 1e400")],
  ["a number of a thousand digits", () => setOf(`order.total > ${"9".repeat(1_000)}`)],
  ["NaN", () => setOf("order.total > NaN")],
  ["a field __proto__", () => setOf("order.__proto__ != order.constructor")],
  ["the maker of functions", () => setOf('order.note.constructor.constructor("return process")() == ""')],
  ["a name of every object", () => setOf("constructor == toString")],
  ["a function of every object", () => setOf("hasOwnProperty(order.note)")],
  ["a map", () => setOf('{"__proto__": 1}.size() > 0')],
  ["bytes", () => setOf('b"\\xff" == b""')],
  ["an escape without an end", () => setOf('order.note == "\\u')],
  ["a NUL in the condition", () => setOf("true\u0000")],
  ["a condition that is a number", () => setOf(1e300)],
  [
    "an action that there is not",
    () => JSON.stringify({ rules: [{ ...ruleOf("true"), actions: [{ do: "constructor" }] }] }),
  ],
  ["a hundred thousand rules", () => `{"rules":[${many(100_000, () => "{}", ",")}]}`],
  [
    "ten thousand rules, each wrong",
    () => JSON.stringify({ rules: Array.from({ length: 10_000 }, (_, at) => ruleOf("x", at)) }),
  ],
  [
    "two hundred rules, each with many mistakes",
    () => setOf(...Array.from({ length: 200 }, () => many(90, (at) => `order.x${at} > a${at}`, " && "))),
  ],
  [
    "a list of a hundred thousand skus",
    () => JSON.stringify({ rules: [], skuLists: { a: Array.from({ length: 100_000 }, (_, at) => `${at}`) } }),
  ],
  [
    "fifty thousand lists",
    () =>
      JSON.stringify({
        rules: [],
        regions: Object.fromEntries(Array.from({ length: 50_000 }, (_, at) => [`${at}`, ["CN"]])),
      }),
  ],
  [
    "lists full of patterns that take long",
    () => JSON.stringify({ rules: [], skuLists: lists((at) => `*${"a".repeat(20)}${at}?b`) }),
  ],
  ["JSON a hundred thousand deep", () => `{"rules":${"[".repeat(100_000)}`],
];

function lists(make: (at: number) => string): object {
  const entries = (list: number): readonly string[] => Array.from({ length: 500 }, (_, at) => make(list * 500 + at));
  return Object.fromEntries(Array.from({ length: 50 }, (_, list) => [`list ${list}`, entries(list)]));
}

/** As many lines as are routed, with skus that patterns take long over. */
const largest: RuleOrder = {
  ...{
    channel: "shopify",
    connection: "demo-shop",
    number: "1",
    currency: "CNY",
    paymentMethod: "",
    note: "a".repeat(1_000),
  },
  ...{ totalMinor: 1, itemsMinor: 1, discountMinor: 0, shippingMinor: 0, isPaid: true, isCod: false },
  ...{ tags: [], customerTags: [], destination: nowhere },
  lines: Array.from({ length: 1_500 }, (_, at) => {
    return { sku: "a".repeat(90) + at, title: "", quantity: 1, unitPriceMinor: 1, weightGrams: null };
  }),
};

/** A key that would reach a prototype is not kept. */
async function keptOf(body: string): Promise<string> {
  const table = makeMemoryTable({ now: () => now().getTime() });
  const { says } = await saved(body, table);
  const draft = await readRuleDraft(table, demo);
  const strange = draft === null ? [] : Object.keys(draft.draft).filter((key) => !known.includes(key));
  return `${says}, kept ${strange.length} strange keys, ${String(({} as { readonly role?: string }).role)}`;
}

const known = ["rules", "regions", "skuLists", "note"];

const costly: readonly (readonly [name: string, make: () => object])[] = [
  ["a region of every object", () => ({ rules: allowed(() => 'inRegion("constructor") || inRegion("value of")', 1) })],
  ["a list of skus of every object", () => ({ rules: [ruleOf('order.lines.exists(a, "constructor" in a.tags)')] })],
  ["lists of as many skus as there may be", () => ({ rules: [ruleOf("true")], skuLists: lists((at) => `A${at}*`) })],
  [
    "as many loops as there may be",
    () => ({
      rules: allowed((at) => `order.lines.all(a, ${many(60, (each) => `a.quantity >= -${at}${each}`, " && ")})`, 9),
    }),
  ],
  [
    "as many patterns as there may be",
    () => ({
      rules: allowed(
        (at) =>
          `order.lines.all(a, !(${many(8, (each) => `skuMatches(a.sku, "*${"a".repeat(30)}?${at}${each}")`, " || ")}))`,
        5,
      ),
    }),
  ],
  [
    "as many texts to look into as there may be",
    () => ({
      rules: allowed(
        (at) => many(55, (each) => `order.note.lowerAscii().contains("${"a".repeat(20)}b${at}${each}")`, " || "),
        200,
      ),
    }),
  ],
  [
    "as many regions as there may be",
    () => ({
      regions: Object.fromEntries(
        Array.from({ length: 50 }, (_, at) => [`r${at}`, Array.from({ length: 500 }, () => "DE")]),
      ),
      rules: allowed(() => many(100, (each) => `inRegion("r${each % 50}")`, " || "), 200),
    }),
  ],
];

function allowed(make: (at: number) => string, count: number): readonly object[] {
  return Array.from({ length: count }, (_, at) => ruleOf(make(at), at));
}

function asked(set: object): string {
  const read = checkRuleSet(set, {});
  if (!read.ok) return `refused: ${read.error[0]?.says ?? ""}`;
  return `asked, ${evaluateRules(read.value, largest, now().toISOString()).length} actions`;
}

export const hostileRules: readonly HostileInput[] = [
  ...bodies.map(([name, make]) => madeAttack({ door: "rules", name, wants: /^(?:400|413|422)/ }, make, saved)),
  ...costly.map(([name, make]) => madeAttack({ door: "rules", name, wants: /^asked, \d actions$/ }, make, asked)),
  attack("rules", "a key __proto__", /^200, kept 0 strange keys, undefined$/, () =>
    keptOf('{"rules":[],"__proto__":{"role":"operator"}}'),
  ),
];

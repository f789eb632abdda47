import { EvaluationError } from "@marcbachmann/cel-js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RuleOrder } from "../rule-order.ts";
import { ask, parseCondition } from "./language.ts";
import { readCondition } from "./read-condition.ts";
import { holds } from "./run-program.ts";
import { toSubject } from "./subject.ts";

const word = fc.constantFrom("", "A", "TEA-1", "tea-2", "VIP", "上海", "𠮷野家", "Grüße");
const order: fc.Arbitrary<RuleOrder> = fc.record({
  channel: word,
  connection: word,
  number: word,
  currency: fc.constantFrom("CNY", "JPY", "KWD"),
  totalMinor: fc.integer({ min: -5, max: 300 }),
  itemsMinor: fc.integer({ min: 0, max: 3 }),
  discountMinor: fc.integer({ min: 0, max: 3 }),
  shippingMinor: fc.constant(0),
  isPaid: fc.boolean(),
  isCod: fc.boolean(),
  paymentMethod: word,
  tags: fc.array(word, { maxLength: 3 }),
  customerTags: fc.array(word, { maxLength: 3 }),
  note: word,
  destination: fc.constantFrom(
    { country: "CN", region: "31", regionName: "上海市", city: "上海市", district: "", postalCode: "200000" },
    { country: "DE", region: "BE", regionName: "Berlin", city: "Berlin", district: "", postalCode: "10115" },
    { country: "", region: "", regionName: "", city: "", district: "", postalCode: "" },
  ),
  lines: fc.array(
    fc.record({
      sku: word,
      title: word,
      quantity: fc.integer({ min: 1, max: 3 }),
      unitPriceMinor: fc.integer({ min: 0, max: 3 }),
      weightGrams: fc.option(fc.integer({ min: 0, max: 3 })),
    }),
    { maxLength: 4 },
  ),
});

const quoted = word.map((text) => JSON.stringify(text));
const wholeOf = (...names: readonly string[]) =>
  fc.oneof(fc.constantFrom(...names), fc.integer({ min: -3, max: 300 }).map(String));
const { condition } = fc.letrec<{ condition: string; whole: string; text: string; texts: string }>((tie) => {
  const binary = (a: fc.Arbitrary<string>, signs: readonly string[], b: fc.Arbitrary<string>) =>
    fc.tuple(a, fc.constantFrom(...signs), b).map(([left, sign, right]) => `(${left} ${sign} ${right})`);
  return {
    whole: fc.oneof(
      { depthSize: "small" },
      wholeOf(
        "order.total",
        "order.subtotal",
        "order.quantity",
        "order.weightGrams",
        "size(order.tags)",
        "9223372036854775807",
      ),
      binary(tie("whole"), ["+", "-", "*"], tie("whole")),
      tie("whole").map((inner) => `(${inner} / 7)`),
      tie("whole").map((inner) => `(${inner} % 3)`),
      tie("whole").map((inner) => `-(${inner})`),
      tie("text").map((inner) => `${inner}.size()`),
      tie("condition").map((inner) => `(${inner} ? 1 : 2)`),
    ),
    text: fc.oneof(
      { depthSize: "small" },
      quoted,
      fc.constantFrom("order.channel", "order.note", "order.province", "order.city", "order.note.lowerAscii()"),
      binary(tie("text"), ["+"], tie("text")),
      tie("text").map((inner) => `${inner}.upperAscii().trim()`),
    ),
    texts: fc.oneof(
      fc.constantFrom("order.tags", "order.skus", "order.customerTags"),
      fc.array(quoted, { minLength: 1, maxLength: 3 }).map((all) => `[${all.join(", ")}]`),
    ),
    condition: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom("true", "order.isCod", 'inRegion("华东")', 'inRegion("EU")', 'hasSku("tea*")', 'onlySkus("*A*")'),
      binary(tie("condition"), ["&&", "||", "==", "!="], tie("condition")),
      tie("condition").map((inner) => `!${inner}`),
      binary(tie("whole"), ["==", "!=", "<", "<=", ">", ">="], tie("whole")),
      binary(tie("text"), ["==", "!=", "<", ">="], tie("text")),
      binary(tie("text"), ["in"], tie("texts")),
      binary(tie("texts"), ["==", "!="], tie("texts")),
      binary(fc.constant("order.totalDecimal"), ["<", ">=", "=="], fc.constantFrom("0.5", "1.0", "3.0", "0.003")),
      fc
        .tuple(tie("text"), fc.constantFrom("startsWith", "endsWith", "contains"), tie("text"))
        .map(([a, name, b]) => `${a}.${name}(${b})`),
      fc
        .tuple(fc.constantFrom("exists", "all", "exists_one"), wholeOf("line.quantity", "line.price"), tie("whole"))
        .map(([name, a, b]) => `order.lines.${name}(line, ${a} < ${b} || skuMatches(line.sku, "t?a*"))`),
      fc
        .tuple(tie("texts"), fc.constantFrom("exists", "all"), quoted)
        .map(([list, name, text]) => `${list}.${name}(each, each != ${text})`),
      tie("whole").map((inner) => `order.lines.filter(l, l.weightGrams * ${inner} > 2).size() == 1`),
      fc.constant('money("1.00", "CNY") <= order.total'),
    ),
  };
});

describe("a condition that is run", () => {
  it("says of 3,000 conditions what the language itself says", () => {
    let answered = 0;
    fc.assert(
      fc.property(condition, order, (text, asked) => {
        const read = readCondition(text, {});
        if (!read.ok) return;
        answered += 1;
        const subject = toSubject(asked, {});
        const program = JSON.parse(JSON.stringify(read.value.program));
        expect(holds(program, subject)).toBe(answerOf(text, subject));
      }),
      { numRuns: 3_000 },
    );
    expect(answered).toBeGreaterThan(1_000);
  });
});

function answerOf(text: string, subject: Parameters<typeof ask>[1]): boolean {
  try {
    return ask(parseCondition(text), subject) === true;
  } catch (error) {
    if (error instanceof EvaluationError) return false;
    throw error;
  }
}

import { Environment, type ParseResult } from "@marcbachmann/cel-js";
import { type FieldType, lineFields, orderFields } from "./order-fields.ts";
import { skuMatches } from "./sku-pattern.ts";
import { ownFunctions, type Subject } from "./subject.ts";

export type Parsed = ParseResult;

/** Bounds of a condition. Its steps are bounded apart, by `stepsOf`. */
export const limits = {
  maxAstNodes: 400,
  maxDepth: 24,
  maxListElements: 200,
  maxMapEntries: 0,
  maxCallArguments: 4,
} as const;

/** Functions that a condition may call by themselves, with how they are used. */
export const functions: Readonly<Record<string, string>> = {
  inRegion: 'inRegion("华东")',
  hasSku: 'hasSku("TEA-*")',
  onlySkus: 'onlySkus("TEA-*")',
  skuMatches: 'skuMatches(line.sku, "TEA-*")',
  money: 'money("199.99", "CNY")',
  size: "size(order.tags)",
};

/** And those called on a value. */
export const methods: Readonly<Record<string, string>> = {
  exists: "order.lines.exists(line, line.quantity > 5)",
  all: "order.lines.all(line, line.price > 0)",
  exists_one: 'order.lines.exists_one(line, line.sku == "TEA")',
  filter: "order.lines.filter(line, line.quantity > 5).size() > 2",
  size: "order.tags.size()",
  startsWith: 'order.postal.startsWith("200")',
  endsWith: 'order.number.endsWith("-X")',
  contains: 'order.note.contains("gift")',
  lowerAscii: "order.paymentMethod.lowerAscii()",
  upperAscii: "order.country.upperAscii()",
  trim: "order.note.trim()",
};

const celTypes: Readonly<Record<FieldType, string>> = {
  text: "string",
  whole: "int",
  decimal: "double",
  yes_no: "bool",
  texts: "list<string>",
  lines: "list<Line>",
};

/**
 * Whom the functions are asked about. They take no order as an argument, so that a rule may say `inRegion("华东")`; asking is
 * synchronous and ends before anything else runs.
 */
let asked: Subject | null = null;
let language: Environment | null = null;

/** Throws the package's ParseError on a text that is no expression. */
export function parseCondition(text: string): Parsed {
  language ??= makeLanguage();
  return language.parse(text);
}

/**
 * What the language itself answers; orders are asked by programs, which a test compares with this. Throws the package's
 * EvaluationError when a number leaves its range.
 */
export function ask(parsed: Parsed, subject: Subject): unknown {
  const before = asked;
  asked = subject;
  try {
    return parsed({ order: subject.values.all() });
  } finally {
    asked = before;
  }
}

function makeLanguage(): Environment {
  const typesOf = (fields: readonly { readonly name: string; readonly type: FieldType }[]): Record<string, string> =>
    Object.fromEntries(fields.map(({ name, type }) => [name, celTypes[type]]));
  return new Environment({ limits })
    .registerType("Line", { fields: typesOf(lineFields) })
    .registerType("Order", { fields: typesOf(orderFields) })
    .registerVariable("order", "Order")
    .registerFunction("inRegion(string): bool", (name: string) => asked !== null && ownFunctions.inRegion(asked, name))
    .registerFunction("hasSku(string): bool", (text: string) => asked !== null && ownFunctions.hasSku(asked, text))
    .registerFunction("onlySkus(string): bool", (text: string) => asked !== null && ownFunctions.onlySkus(asked, text))
    .registerFunction("skuMatches(string, string): bool", skuMatches)
    .registerFunction("money(string, string): int", (text: string, currency: string) => {
      return asked === null ? 0n : ownFunctions.money(asked, text, currency);
    });
}

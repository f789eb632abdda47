import { Environment, type ParseResult } from "@marcbachmann/cel-js";
import { minorFromDecimal } from "../../kernel/money.ts";
import { regionMatches } from "../regions/region-groups.ts";
import type { RuleOrder } from "../rule-order.ts";
import type { KnownNames } from "./known-names.ts";
import { type Field, type FieldType, lineFields, orderFields, type TaggedLine } from "./order-fields.ts";
import { listsOf, skuMatches } from "./sku-pattern.ts";

/** An order ready to be asked, with the lists of the rule set that asks. */
export type Subject = {
  readonly order: RuleOrder;
  readonly lists: Pick<KnownNames, "regions" | "skuLists">;
  /** The order in the language's own values, made once for all rules. */
  readonly values: Readonly<Record<string, unknown>>;
};

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

/** Throws the package's EvaluationError when a number leaves its range. */
export function ask(parsed: Parsed, subject: Subject): unknown {
  const before = asked;
  asked = subject;
  try {
    return parsed({ order: subject.values });
  } finally {
    asked = before;
  }
}

export function toSubject(order: RuleOrder, lists: Subject["lists"]): Subject {
  const values = toValues(orderFields, order);
  const skuLists = lists.skuLists ?? {};
  const lines = order.lines.map((line): TaggedLine => {
    return { ...line, currency: order.currency, tags: listsOf(line.sku, skuLists) };
  });
  return { order, lists, values: { ...values, lines: lines.map((line) => toValues(lineFields, line)) } };
}

function toValues<Of>(fields: readonly Field<Of>[], subject: Of): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ name, type, read }) => [name, type === "whole" ? BigInt(Number(read(subject))) : read(subject)]),
  );
}

function makeLanguage(): Environment {
  const typesOf = (fields: readonly { readonly name: string; readonly type: FieldType }[]): Record<string, string> =>
    Object.fromEntries(fields.map(({ name, type }) => [name, celTypes[type]]));
  return new Environment({ limits })
    .registerType("Line", { fields: typesOf(lineFields) })
    .registerType("Order", { fields: typesOf(orderFields) })
    .registerVariable("order", "Order")
    .registerFunction("inRegion(string): bool", (name: string) => asked !== null && isIn(name, asked))
    .registerFunction("hasSku(string): bool", (pattern: string) => skusAsked().some((sku) => skuMatches(sku, pattern)))
    .registerFunction("onlySkus(string): bool", (pattern: string) => {
      const skus = skusAsked();
      return skus.length > 0 && skus.every((sku) => skuMatches(sku, pattern));
    })
    .registerFunction("skuMatches(string, string): bool", skuMatches)
    .registerFunction("money(string, string): int", (text: string, currency: string) => {
      const minor = minorFromDecimal(text, currency);
      return BigInt(minor.ok ? minor.value : 0);
    });
}

function skusAsked(): readonly string[] {
  return asked === null ? [] : asked.order.lines.map(({ sku }) => sku);
}

/** A group of the rule set's own comes first; its names may be groups of the hub. */
function isIn(name: string, { order, lists }: Subject): boolean {
  const own = lists.regions?.[name];
  return own === undefined
    ? regionMatches(name, order.destination)
    : own.some((each) => regionMatches(each, order.destination));
}

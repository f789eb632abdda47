import { minorFromDecimal } from "../../kernel/money.ts";
import { regionMatches } from "../regions/region-groups.ts";
import type { RuleOrder } from "../rule-order.ts";
import type { KnownNames } from "./known-names.ts";
import { type Field, lineFields, orderFields, type TaggedLine } from "./order-fields.ts";
import { listsOf } from "./sku-lists.ts";
import { skuMatches } from "./sku-pattern.ts";

/**
 * An order or a line in the language's own values (whole numbers are bigints). Rules ask for few of them, so each is made when
 * it is first asked for, once for all rules.
 */
export type Values = {
  readonly of: (name: string) => unknown;
  /** All of them as plain objects, the lines too. */
  readonly all: () => Readonly<Record<string, unknown>>;
};

/** An order ready to be asked, with the lists of the rule set that asks. */
export type Subject = {
  readonly order: RuleOrder;
  readonly lists: Pick<KnownNames, "regions" | "skuLists">;
  readonly values: Values;
  /** Answers about lines and destination, which are the same however often rules ask. */
  readonly answers: Map<string, boolean>;
};

export function toSubject(order: RuleOrder, lists: Subject["lists"]): Subject {
  const values = valuesOf(orderFieldsByName, order);
  const skuLists = lists.skuLists ?? {};
  let lines: readonly Values[] | null = null;
  const toLines = (): readonly Values[] => {
    lines ??= order.lines.map((line) => {
      const tagged = { ...line, currency: order.currency, tags: listsOf(line.sku, skuLists) };
      return valuesOf(lineFieldsByName, tagged);
    });
    return lines;
  };
  const own: Values = {
    of: (name) => (name === "lines" ? toLines() : values.of(name)),
    all: () => ({ ...values.all(), lines: toLines().map((line) => line.all()) }),
  };
  return { order, lists, values: own, answers: new Map() };
}

/** The same order with one more tag. */
export function withTag(subject: Subject, tag: string): Subject {
  const { order, values } = subject;
  if (order.tags.includes(tag)) return subject;
  const tags = [...order.tags, tag];
  const tagged: Values = {
    of: (name) => (name === "tags" ? tags : values.of(name)),
    all: () => ({ ...values.all(), tags }),
  };
  return { ...subject, order: { ...order, tags }, values: tagged };
}

/** The functions that rules have beside the language's own. */
export const ownFunctions = {
  /** A group of the rule set's own comes first; its names may be groups of the hub. */
  inRegion: (subject: Subject, name: string): boolean =>
    answered(subject, `region ${name}`, ({ order, lists: { regions = {} } }) => {
      const own = Object.hasOwn(regions, name) ? regions[name] : undefined;
      return (own ?? [name]).some((each) => regionMatches(each, order.destination));
    }),
  hasSku: (subject: Subject, pattern: string): boolean =>
    answered(subject, `sku ${pattern}`, ({ order }) => order.lines.some(({ sku }) => skuMatches(sku, pattern))),
  onlySkus: (subject: Subject, pattern: string): boolean =>
    answered(
      subject,
      `skus ${pattern}`,
      ({ order: { lines } }) => lines.length > 0 && lines.every(({ sku }) => skuMatches(sku, pattern)),
    ),
  skuMatches: (_: Subject, sku: string, pattern: string): boolean => skuMatches(sku, pattern),
  money: (_: Subject, text: string, currency: string): bigint => {
    const minor = minorFromDecimal(text, currency);
    return BigInt(minor.ok ? minor.value : 0);
  },
} as const;

function answered(subject: Subject, question: string, ask: (subject: Subject) => boolean): boolean {
  const known = subject.answers.get(question);
  if (known !== undefined) return known;
  const answer = ask(subject);
  subject.answers.set(question, answer);
  return answer;
}

const orderFieldsByName = new Map(orderFields.map((field) => [field.name, field]));
const lineFieldsByName = new Map<string, Field<TaggedLine>>(lineFields.map((field) => [field.name, field]));

function valuesOf<Of>(fields: ReadonlyMap<string, Field<Of>>, subject: Of): Values {
  const known = new Map<string, unknown>();
  const of = (name: string): unknown => {
    const field = fields.get(name);
    if (field === undefined || known.has(name)) return known.get(name);
    const read = field.read(subject);
    const value = field.type === "whole" ? BigInt(Number(read)) : read;
    known.set(name, value);
    return value;
  };
  return { of, all: () => Object.fromEntries([...fields.keys()].map((name) => [name, of(name)])) };
}

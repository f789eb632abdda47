import { minorFromDecimal } from "../../kernel/money.ts";
import { regionMatches } from "../regions/region-groups.ts";
import type { RuleOrder } from "../rule-order.ts";
import type { KnownNames } from "./known-names.ts";
import { type Field, lineFields, orderFields, type TaggedLine } from "./order-fields.ts";
import { listsOf } from "./sku-lists.ts";
import { skuMatches } from "./sku-pattern.ts";

/** An order ready to be asked, with the lists of the rule set that asks. */
export type Subject = {
  readonly order: RuleOrder;
  readonly lists: Pick<KnownNames, "regions" | "skuLists">;
  /** The order in the language's own values (whole numbers are bigints), made once for all rules. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Answers about lines and destination, which are the same however often rules ask. */
  readonly answers: Map<string, boolean>;
};

export function toSubject(order: RuleOrder, lists: Subject["lists"]): Subject {
  const values = toValues(orderFields, order);
  const skuLists = lists.skuLists ?? {};
  const lines = order.lines.map((line): TaggedLine => {
    return { ...line, currency: order.currency, tags: listsOf(line.sku, skuLists) };
  });
  const ofLines = lines.map((line) => toValues(lineFields, line));
  return { order, lists, values: { ...values, lines: ofLines }, answers: new Map() };
}

/** The same order with one more tag. */
export function withTag(subject: Subject, tag: string): Subject {
  const { order, values } = subject;
  if (order.tags.includes(tag)) return subject;
  const tags = [...order.tags, tag];
  return { ...subject, order: { ...order, tags }, values: { ...values, tags } };
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

function toValues<Of>(fields: readonly Field<Of>[], subject: Of): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(({ name, type, read }) => [name, type === "whole" ? BigInt(Number(read(subject))) : read(subject)]),
  );
}

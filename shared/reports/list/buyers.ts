import { compareText } from "../../kernel/compare-text.ts";
import type { EntryFact } from "../facts/fact.ts";
import { makeNumberedTexts } from "./numbered-texts.ts";

/** `netMinor` is in the merchant's currency; null once a rate was missing. Days are those of orders. */
export type Buyer = {
  readonly customer: string;
  readonly shop: string;
  readonly tags: string;
  readonly orders: number;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly netMinor: number | null;
};

export type Buyers = {
  /** Entries are to come in the order of their days. */
  readonly count: (entry: EntryFact) => void;
  /** Those who bought something, by what they were worth. */
  readonly bestFirst: () => Generator<Buyer>;
};

/**
 * Sums up what each buyer did. A year may have millions of them: of each there are a name and a number in each list, and texts
 * that many share stand once.
 */
export function makeBuyers(): Buyers {
  const buyers = makeNumberedTexts();
  const texts = makeNumberedTexts();
  const [shops, tags, firstDays, lastDays]: [number[], number[], number[], number[]] = [[], [], [], []];
  const [orders, netMinor]: [number[], number[]] = [[], []];
  const withoutRate = new Set<number>();
  const count = ({ customer, shop, day, kind, reportingMinor, customerTags }: EntryFact): void => {
    if (customer === null) return;
    const at = buyers.numberOf(customer);
    if (at === shops.length) {
      for (const list of [orders, netMinor, tags, firstDays, lastDays]) list.push(0);
      shops.push(texts.numberOf(shop));
    }
    if (reportingMinor === null) withoutRate.add(at);
    netMinor[at] = (netMinor[at] ?? 0) + (reportingMinor ?? 0);
    tags[at] = texts.numberOf(customerTags.join(", "));
    if (kind !== "sale") return;
    lastDays[at] = texts.numberOf(day);
    if (orders[at] === 0) firstDays[at] = texts.numberOf(day);
    // An order is sold once.
    orders[at] = (orders[at] ?? 0) + 1;
  };
  const worth = (at: number): number => (withoutRate.has(at) ? 0 : (netMinor[at] ?? 0));
  return {
    count,
    bestFirst: function* () {
      const bought = [...shops.keys()].filter((at) => (orders[at] ?? 0) > 0);
      bought.sort((a, b) => worth(b) - worth(a) || compareText(buyers.textOf(a), buyers.textOf(b)));
      for (const at of bought)
        yield {
          customer: buyers.textOf(at),
          shop: texts.textOf(shops[at]),
          tags: texts.textOf(tags[at]),
          orders: orders[at] ?? 0,
          firstDay: texts.textOf(firstDays[at]),
          lastDay: texts.textOf(lastDays[at]),
          netMinor: withoutRate.has(at) ? null : (netMinor[at] ?? 0),
        };
    },
  };
}

import { compareText } from "../../kernel/compare-text.ts";
import { inChunks } from "../../kernel/in-chunks.ts";
import { decimalFromMinor } from "../../kernel/money.ts";
import type { OrderDimensions } from "../facts/fact.ts";
import type { SealedFacts } from "../facts/sealed-facts.ts";
import type { ReportDefinition, Row } from "../report-definition.ts";

type Owed = {
  readonly cells: readonly string[];
  readonly currency: string;
  entriesMinor: number;
  paymentsMinor: number;
};

/** So many orders at a time are in memory with all that a row tells of them. */
const ORDERS_AT_ONCE = 100_000;

/**
 * What the day changed in what buyers owe: sales, cancellations and corrections less the payments of the day, for each order
 * that they do not even out. Refunds are paid back, not owed. The sum over all days is what is open.
 */
export const receivablesReport: ReportDefinition = {
  name: "receivables",
  uses: ["entries", "payments"],
  ties: [{ amount: "change", currency: "currency", equals: "receivables" }],
  columns: [
    { name: "entry_id", kind: "text", width: 38 },
    { name: "order_id", kind: "text", width: 32 },
    { name: "channel", kind: "text", width: 14 },
    { name: "connection", kind: "text", width: 18 },
    { name: "channel_order_no", kind: "text" },
    { name: "currency", kind: "text", width: 10 },
    { name: "sold_or_corrected", kind: "decimal", width: 18 },
    { name: "paid", kind: "decimal" },
    { name: "change", kind: "decimal" },
  ],
  rows: async function* ({ facts }) {
    const keys = (await openOrders(facts)).sort(compareText);
    for (const some of inChunks(keys, ORDERS_AT_ONCE)) {
      const owed = await readOwed(facts, new Set(some));
      yield some.flatMap((key): Row[] => {
        const known = owed.get(key);
        return known === undefined ? [] : [rowOf(key, known)];
      });
    }
  },
};

function keyOf({ orderId, currency }: { readonly orderId: string; readonly currency: string }): string {
  return `${orderId}:${currency}`;
}

/**
 * Orders that the day's payments do not even out; almost all do. An order's entries and payments lie about as far on in their
 * files, so that most orders are forgotten soon.
 */
async function openOrders(facts: SealedFacts): Promise<string[]> {
  const owed = new Map<string, number>();
  const count = (key: string, minor: number): void => {
    const sum = (owed.get(key) ?? 0) + minor;
    if (sum === 0) owed.delete(key);
    else owed.set(key, sum);
  };
  const entries = facts.read("entries")[Symbol.asyncIterator]();
  const payments = facts.read("payments")[Symbol.asyncIterator]();
  for (let isOver = false; !isOver; ) {
    const [some, paid] = [await entries.next(), await payments.next()];
    for (const entry of some.done === true ? [] : some.value)
      if (entry.kind !== "refund") count(keyOf(entry), entry.totalMinor);
    for (const payment of paid.done === true ? [] : paid.value) count(keyOf(payment), -payment.amountMinor);
    isOver = some.done === true && paid.done === true;
  }
  return [...owed.keys()];
}

async function readOwed(facts: SealedFacts, keys: ReadonlySet<string>): Promise<ReadonlyMap<string, Owed>> {
  const owed = new Map<string, Owed>();
  const of = (fact: OrderDimensions & { readonly currency: string }): Owed | undefined => {
    const key = keyOf(fact);
    if (!keys.has(key)) return undefined;
    const known = owed.get(key);
    if (known !== undefined) return known;
    const { orderId, channel, shop, orderNo, currency } = fact;
    const fresh = { cells: [orderId, channel, shop, orderNo], currency, entriesMinor: 0, paymentsMinor: 0 };
    owed.set(key, fresh);
    return fresh;
  };
  for await (const entries of facts.read("entries")) {
    for (const entry of entries) {
      const known = entry.kind === "refund" ? undefined : of(entry);
      if (known !== undefined) known.entriesMinor += entry.totalMinor;
    }
  }
  for await (const payments of facts.read("payments")) {
    for (const payment of payments) {
      const known = of(payment);
      if (known !== undefined) known.paymentsMinor += payment.amountMinor;
    }
  }
  return owed;
}

function rowOf(key: string, { cells, currency, entriesMinor, paymentsMinor }: Owed): Row {
  return [
    ...[`owed:${key}`, ...cells, currency],
    ...[entriesMinor, paymentsMinor, entriesMinor - paymentsMinor].map((minor) => decimalFromMinor(minor, currency)),
  ];
}

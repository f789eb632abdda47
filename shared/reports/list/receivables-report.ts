import { compareText } from "../../kernel/compare-text.ts";
import { decimalFromMinor } from "../../kernel/money.ts";
import type { OrderDimensions } from "../facts/fact.ts";
import type { ReportDefinition } from "../report-definition.ts";

type Owed = {
  readonly of: OrderDimensions;
  readonly currency: string;
  entriesMinor: number;
  paymentsMinor: number;
};

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
    const owed = new Map<string, Owed>();
    const of = (fact: OrderDimensions & { readonly currency: string }): Owed => {
      const key = `${fact.orderId}:${fact.currency}`;
      const known = owed.get(key) ?? { of: fact, currency: fact.currency, entriesMinor: 0, paymentsMinor: 0 };
      owed.set(key, known);
      return known;
    };
    for await (const entries of facts.read("entries"))
      for (const entry of entries) if (entry.kind !== "refund") of(entry).entriesMinor += entry.totalMinor;
    for await (const payments of facts.read("payments"))
      for (const payment of payments) of(payment).paymentsMinor += payment.amountMinor;
    const open = [...owed].filter(([, { entriesMinor, paymentsMinor }]) => entriesMinor !== paymentsMinor);
    yield open
      .sort(([a], [b]) => compareText(a, b))
      .map(([key, { of: order, currency, entriesMinor, paymentsMinor }]) => [
        ...[`owed:${key}`, order.orderId, order.channel, order.shop, order.orderNo, currency],
        ...[entriesMinor, paymentsMinor, entriesMinor - paymentsMinor].map((minor) =>
          decimalFromMinor(minor, currency),
        ),
      ]);
  },
};

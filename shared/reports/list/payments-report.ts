import { decimalFromMinor } from "../../kernel/money.ts";
import type { ReportDefinition } from "../report-definition.ts";
import { rateCells } from "../sales-report.ts";

/** Money that came in, order by order: what is matched with wallets and bank accounts. */
export const paymentsReport: ReportDefinition = {
  name: "payments",
  uses: ["payments"],
  ties: [{ amount: "amount", currency: "currency", equals: "payments" }],
  columns: [
    { name: "entry_id", kind: "text", width: 38 },
    { name: "business_day", kind: "day" },
    { name: "original_business_day", kind: "day", width: 20 },
    { name: "order_id", kind: "text", width: 32 },
    { name: "channel", kind: "text", width: 14 },
    { name: "connection", kind: "text", width: 18 },
    { name: "channel_order_no", kind: "text" },
    { name: "at_utc", kind: "instant" },
    { name: "method", kind: "text" },
    { name: "currency", kind: "text", width: 10 },
    { name: "amount", kind: "decimal" },
    { name: "reporting_currency", kind: "text", width: 18 },
    { name: "reporting_amount", kind: "decimal" },
    { name: "rate", kind: "text", width: 12 },
    { name: "rate_day", kind: "day" },
    { name: "rate_source", kind: "text" },
  ],
  rows: async function* ({ facts }) {
    const { currency: reporting, rates } = facts.manifest;
    for await (const payments of facts.read("payments"))
      yield payments.map((fact) => [
        ...[fact.id, fact.day, fact.originalDay, fact.orderId, fact.channel, fact.shop, fact.orderNo, fact.at],
        ...[fact.method, fact.currency, decimalFromMinor(fact.amountMinor, fact.currency), reporting],
        ...rateCells(fact, reporting, rates),
      ]);
  },
};

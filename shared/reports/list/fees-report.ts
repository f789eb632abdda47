import { decimalFromMinor } from "../../kernel/money.ts";
import type { ReportDefinition } from "../report-definition.ts";
import { rateCells } from "../sales-report.ts";

/** What channels charged (below 0) or gave back. A fee without an order is one of the whole payout and stays so. */
export const feesReport: ReportDefinition = {
  name: "fees",
  uses: ["fees"],
  ties: [{ amount: "amount", currency: "currency", equals: "fees" }],
  columns: [
    { name: "entry_id", kind: "text", width: 38 },
    { name: "business_day", kind: "day" },
    { name: "original_business_day", kind: "day", width: 20 },
    { name: "channel", kind: "text", width: 14 },
    { name: "connection", kind: "text", width: 18 },
    { name: "settlement_id", kind: "text" },
    { name: "order_id", kind: "text", width: 32 },
    { name: "channel_order_no", kind: "text" },
    { name: "sku", kind: "text" },
    { name: "fee", kind: "text" },
    { name: "note", kind: "text", width: 30 },
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
    for await (const fees of facts.read("fees"))
      yield fees.map((fact) => [
        ...[
          fact.id,
          fact.day,
          fact.originalDay,
          fact.channel,
          fact.shop,
          fact.settlementId,
          fact.orderId,
          fact.orderNo,
        ],
        ...[
          fact.sku,
          fact.feeKind,
          fact.note,
          fact.currency,
          decimalFromMinor(fact.amountMinor, fact.currency),
          reporting,
        ],
        ...rateCells(fact, reporting, rates),
      ]);
  },
};

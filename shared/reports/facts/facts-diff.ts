import { decimalFromMinor } from "../../kernel/money.ts";
import type { Column } from "../../sheets/sheet.ts";
import { csvHead, makeCsvLine } from "../../sheets/write-csv.ts";
import type { EntryFact, FactKind, Facts, FeeFact, PaymentFact, ShipmentFact } from "./fact.ts";

const columns: readonly Column[] = [
  { name: "change", kind: "text" },
  { name: "kind", kind: "text" },
  { name: "id", kind: "text" },
  { name: "day", kind: "day" },
  { name: "original_day", kind: "day" },
  { name: "order_id", kind: "text" },
  { name: "currency", kind: "text" },
  { name: "amount", kind: "decimal" },
  { name: "reporting_amount_minor", kind: "integer" },
];

const lineOf = makeCsvLine(columns);

/** One row of what a restatement changes; null for the lines of an entry, which go with it, and for what is no booking. */
export function diffRow<Kind extends FactKind>(
  change: "added" | "converted",
  kind: Kind,
  fact: Facts[Kind],
): string | null {
  if (kind !== "entries" && kind !== "payments" && kind !== "fees" && kind !== "shipments") return null;
  const { id, day, originalDay, orderId } = fact as EntryFact | PaymentFact | FeeFact | ShipmentFact;
  const money = kind === "shipments" ? ["", "", ""] : amountCells(kind, fact as EntryFact | PaymentFact | FeeFact);
  return lineOf([change, kind, id, day, originalDay, orderId, ...money]);
}

/** As every CSV file of ours is written: byte order mark, CRLF, formulas disarmed. */
export function diffText(rows: readonly string[]): string {
  return csvHead(columns) + rows.join("");
}

function amountCells(kind: FactKind, fact: EntryFact | PaymentFact | FeeFact): readonly string[] {
  const minor = kind === "entries" ? (fact as EntryFact).totalMinor : (fact as PaymentFact).amountMinor;
  const { currency, reportingMinor } = fact;
  return [currency, decimalFromMinor(minor, currency), reportingMinor === null ? "" : String(reportingMinor)];
}

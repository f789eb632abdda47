import { decimalFromMinor } from "../../kernel/money.ts";
import type { EntryFact, FactKind, Facts, FeeFact, PaymentFact, ShipmentFact } from "./fact.ts";

const columns = [
  "change",
  "kind",
  "id",
  "day",
  "original_day",
  "order_id",
  "currency",
  "amount",
  "reporting_amount_minor",
];

/** One row of what a restatement changes; null for the lines of an entry, which go with it. */
export function diffRow<Kind extends FactKind>(
  change: "added" | "converted",
  kind: Kind,
  fact: Facts[Kind],
): string | null {
  if (kind === "lines" || kind === "exceptions" || kind === "stock" || kind === "movements") return null;
  const { id, day, originalDay, orderId } = fact as EntryFact | PaymentFact | FeeFact | ShipmentFact;
  const money = kind === "shipments" ? ["", "", ""] : amountCells(kind, fact as EntryFact | PaymentFact | FeeFact);
  return [change, kind, id, day, originalDay, orderId, ...money].map(quoted).join(",");
}

export function diffText(rows: readonly string[]): string {
  return `\uFEFF${[columns.join(","), ...rows].join("\r\n")}\r\n`;
}

function amountCells(kind: FactKind, fact: EntryFact | PaymentFact | FeeFact): readonly string[] {
  const minor = kind === "entries" ? (fact as EntryFact).totalMinor : (fact as PaymentFact).amountMinor;
  const { currency, reportingMinor } = fact;
  return [currency, decimalFromMinor(minor, currency), reportingMinor === null ? "" : String(reportingMinor)];
}

function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?[\d.]+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

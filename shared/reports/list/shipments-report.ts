import { decimalFromMinor } from "../../kernel/money.ts";
import type { ShipmentFact } from "../facts/fact.ts";
import type { ReportDefinition } from "../report-definition.ts";

const HOUR_MS = 3_600_000;

/** From when the order could leave until it left, in hours with one digit. */
export function hoursToShip({ confirmedAt, at }: Pick<ShipmentFact, "confirmedAt" | "at">): number {
  return Math.max(0, Math.round((Date.parse(at) - Date.parse(confirmedAt)) / (HOUR_MS / 10)) / 10);
}

/** Every parcel that left or was changed later, with how long it took: what carriers' bills are checked against. */
export const shipmentsReport: ReportDefinition = {
  name: "shipments",
  uses: ["shipments"],
  ties: [],
  columns: [
    { name: "entry_id", kind: "text", width: 38 },
    { name: "kind", kind: "text", width: 10 },
    { name: "business_day", kind: "day" },
    { name: "original_business_day", kind: "day", width: 20 },
    { name: "order_id", kind: "text", width: 32 },
    { name: "channel", kind: "text", width: 14 },
    { name: "connection", kind: "text", width: 18 },
    { name: "channel_order_no", kind: "text" },
    { name: "warehouse", kind: "text", width: 12 },
    { name: "carrier", kind: "text" },
    { name: "tracking_no", kind: "text" },
    { name: "units", kind: "integer" },
    { name: "goods", kind: "text", width: 40 },
    { name: "confirmed_at_utc", kind: "instant" },
    { name: "shipped_at_utc", kind: "instant" },
    { name: "hours_to_ship", kind: "decimal", width: 14 },
    { name: "reporting_currency", kind: "text", width: 18 },
    { name: "planned_freight", kind: "decimal", width: 16 },
  ],
  rows: async function* ({ facts }) {
    const { currency } = facts.manifest;
    for await (const shipments of facts.read("shipments"))
      yield shipments.map((fact) => [
        ...[fact.id, fact.kind, fact.day, fact.originalDay, fact.orderId, fact.channel, fact.shop, fact.orderNo],
        ...[fact.warehouse, fact.carrier, fact.trackingNo, fact.units],
        fact.lines.map(([, sku, quantity]) => `${sku} x ${quantity}`).join(", "),
        ...[fact.confirmedAt, fact.at, hoursToShip(fact).toFixed(1), currency],
        fact.freightMinor === null ? null : decimalFromMinor(fact.freightMinor, currency),
      ]);
  },
};

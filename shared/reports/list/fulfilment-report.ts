import { compareText } from "../../kernel/compare-text.ts";
import type { ShipmentFact } from "../facts/fact.ts";
import type { ReportDefinition } from "../report-definition.ts";
import { factsSince, periodsEndingOn } from "./periods.ts";
import { hoursToShip } from "./shipments-report.ts";

/** Most channels count a parcel as late after two days. */
export const LATE_AFTER_HOURS = 48;

/** How many parcels took so many hours: these have one digit, so that many parcels share few of them. */
type Hours = Map<number, number>;
type Parcels = { readonly hours: Hours; shipped: number; changed: number; units: number };

/**
 * How fast and how right parcels left, by warehouse and channel: the half and nine tenths that were fastest, the share that
 * was late, and how many had to be taken back or changed. Of the day, of the week on Sundays, of the month on its last day.
 */
export const fulfilmentReport: ReportDefinition = {
  name: "fulfilment",
  uses: ["shipments"],
  ties: [],
  columns: [
    { name: "entry_id", kind: "text", width: 34 },
    { name: "period", kind: "text", width: 8 },
    { name: "from", kind: "day" },
    { name: "to", kind: "day" },
    { name: "warehouse", kind: "text", width: 12 },
    { name: "channel", kind: "text", width: 14 },
    { name: "parcels", kind: "integer" },
    { name: "units", kind: "integer" },
    { name: "hours_p50", kind: "decimal" },
    { name: "hours_p90", kind: "decimal" },
    { name: "late", kind: "integer" },
    { name: "late_percent", kind: "decimal" },
    { name: "changed", kind: "integer" },
    { name: "right_percent", kind: "decimal" },
  ],
  rows: async function* (source) {
    const { day } = source.facts.manifest;
    for (const { period, from } of periodsEndingOn(day)) {
      const groups = new Map<string, Parcels>();
      for await (const facts of factsSince(source, from))
        for await (const shipments of facts.read("shipments")) for (const each of shipments) count(groups, each);
      yield [...groups.keys()].sort(compareText).map((key) => {
        const [warehouse = "", channel = ""] = key.split("\n");
        const parcels = groups.get(key) ?? noParcels();
        const { hours, shipped, changed, units } = parcels;
        const late = [...hours].reduce((sum, [each, count]) => sum + (each > LATE_AFTER_HOURS ? count : 0), 0);
        return [
          ...[`${period}:${warehouse}:${channel}`, period, from, day, warehouse, channel, shipped, units],
          ...[quantile(parcels, 0.5), quantile(parcels, 0.9), late, percent(late, shipped), changed],
          percent(Math.max(0, shipped - changed), shipped),
        ];
      });
    }
  },
};

function count(groups: Map<string, Parcels>, fact: ShipmentFact): void {
  const key = `${fact.warehouse}\n${fact.channel}`;
  const parcels = groups.get(key) ?? noParcels();
  groups.set(key, parcels);
  parcels.units += fact.units;
  if (fact.kind === "shipped") {
    const hours = hoursToShip(fact);
    parcels.hours.set(hours, (parcels.hours.get(hours) ?? 0) + 1);
    parcels.shipped += 1;
  } else parcels.changed += 1;
}

function noParcels(): Parcels {
  return { hours: new Map(), shipped: 0, changed: 0, units: 0 };
}

/** The least number of hours within which at least `share` of the parcels left; null of none. */
function quantile({ hours, shipped }: Parcels, share: number): string | null {
  const wanted = Math.ceil(shipped * share);
  let seen = 0;
  for (const [each, parcels] of [...hours].sort(([a], [b]) => a - b)) {
    seen += parcels;
    if (seen >= wanted) return each.toFixed(1);
  }
  return null;
}

/** With one digit; null of nothing. */
export function percent(part: number, whole: number): string | null {
  return whole === 0 ? null : ((100 * part) / whole).toFixed(1);
}

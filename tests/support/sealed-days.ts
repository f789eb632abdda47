import type { FactKind, Facts } from "../../shared/reports/facts/fact.ts";
import type { SealedFacts } from "../../shared/reports/facts/sealed-facts.ts";
import type { ReportDefinition, ReportSource, Row } from "../../shared/reports/report-definition.ts";

/** Facts of one day by their kind; what is left out is empty. */
export type DayOfFacts = { readonly [Kind in FactKind]?: readonly Facts[Kind][] };

/** Sealed days in memory, in batches of two, as a report sees them; the last one is the report's own. */
export function sealedDays(days: Readonly<Record<string, DayOfFacts>>): ReportSource {
  const sealed = Object.keys(days)
    .sort()
    .map((day): SealedFacts => sealedDay(day, days[day] ?? {}));
  const facts = sealed.at(-1);
  if (facts === undefined) throw new Error("a report needs a day");
  return {
    facts,
    days: async function* (from, to) {
      for (const each of sealed) if (each.manifest.day >= from && each.manifest.day <= to) yield each;
    },
    zone: "Asia/Shanghai",
  };
}

function sealedDay(day: string, facts: DayOfFacts): SealedFacts {
  const manifest = { merchantId: "demo", day, version: 1, currency: "CNY", rates: {} } as SealedFacts["manifest"];
  return {
    manifest,
    read: async function* <Kind extends FactKind>(kind: Kind) {
      const all = (facts[kind] ?? []) as readonly Facts[Kind][];
      for (let at = 0; at < all.length; at += 2) yield all.slice(at, at + 2);
    },
  };
}

/** The rows as objects by column, and every row as long as the columns. */
export async function rowsOf(report: ReportDefinition, source: ReportSource): Promise<readonly Named[]> {
  const rows: Row[] = [];
  for await (const batch of report.rows(source)) rows.push(...batch);
  return rows.map((row) => {
    if (row.length !== report.columns.length) throw new Error(`${report.name}: ${row.length} cells in a row`);
    return Object.fromEntries(report.columns.map(({ name }, at) => [name, row[at] ?? null]));
  });
}

export type Named = Readonly<Record<string, string | number | null>>;

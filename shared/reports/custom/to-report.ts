import { decimalFromMinor } from "../../kernel/money.ts";
import type { Cell, Column } from "../../sheets/sheet.ts";
import { csv } from "../formats/csv.ts";
import { jsonLines } from "../formats/json-lines.ts";
import { parquet } from "../formats/parquet/parquet.ts";
import { workbook } from "../formats/workbook.ts";
import { factsSince, periodsEndingOn } from "../list/periods.ts";
import type { Period } from "../report.ts";
import type { FileFormat, ReportDefinition, Row, Summed, Tie } from "../report-definition.ts";
import { type CustomReport, customReportName, type FormatName } from "./custom-report.ts";
import { OTHERS } from "./group-facts.ts";
import { everyPeriod, type Measure } from "./source.ts";
import { sources } from "./sources.ts";

const fileFormats: Readonly<Record<FormatName, FileFormat>> = { csv, xlsx: workbook, jsonl: jsonLines, parquet };

/** A saved definition as a report like all others. */
export function toReport(custom: CustomReport): ReportDefinition {
  const { source, measures, periods, filters } = custom;
  const { uses, groups, measures: known } = sources[source];
  const dimensions = withCurrency(custom);
  const kinds = measures.map((name) => known[name]?.kind ?? "count");
  const isInOwn = kinds.includes("own_money");
  const columns = columnsOf(custom, dimensions);
  const summed = measures.filter((name, at) => kinds[at] === "money" && known[name]?.isAverage !== true);
  return {
    name: customReportName(custom.id),
    uses: [uses],
    columns,
    ties: filters.length > 0 ? [] : periods.flatMap((period) => summed.flatMap((name) => tieOf(custom, name, period))),
    totals: summed.map((amount) => ({ amount, currency: "currency", ...shortestOf(periods) })),
    formats: custom.formats.map((name) => fileFormats[name]),
    custom,
    rows: async function* (of) {
      const { day, currency: own } = of.facts.manifest;
      for (const { period, from } of periodsEndingOn(day).filter((each) => periods.includes(each.period))) {
        const found = await groups({ ...custom, dimensions }, factsSince(of, from));
        yield found.map(({ values, amounts }): Row => {
          const currency = values[dimensions.indexOf("currency")] ?? own;
          const cells = amounts.map((amount, at) => measureCell(kinds[at], amount, { currency, own }));
          const id = [period, from, ...values].map(idPart).join(":");
          const shown = values.map((value, at) => (isDayOf(source, dimensions[at]) ? dayCell(value) : value));
          return [id, period, from, day, ...shown, ...cells, ...(isInOwn ? [own] : [])];
        });
      }
    },
  };
}

/** Whether a period of the report ends with the day. */
export function endsOn({ periods }: CustomReport, day: string): boolean {
  return periodsEndingOn(day).some(({ period }) => periods.includes(period));
}

/** Amounts of different currencies are never added: who asks for money is told of which. */
function withCurrency({ source, dimensions, measures }: CustomReport): readonly string[] {
  const isMoney = measures.some((name) => sources[source].measures[name]?.kind === "money");
  return isMoney && !dimensions.includes("currency") ? [...dimensions, "currency"] : dimensions;
}

function columnsOf({ source, measures }: CustomReport, dimensions: readonly string[]): readonly Column[] {
  const { dimensions: named, measures: known } = sources[source];
  const isInOwn = measures.some((name) => known[name]?.kind === "own_money");
  return [
    { name: "entry_id", kind: "text", width: 38 },
    { name: "period", kind: "text", width: 8 },
    { name: "from", kind: "day" },
    { name: "to", kind: "day" },
    ...dimensions.map((name): Column => ({ name, kind: named[name]?.kind ?? "text" })),
    ...measures.map((name): Column => ({ name, kind: known[name]?.kind === "count" ? "integer" : "decimal" })),
    ...(isInOwn ? [{ name: "reporting_currency", kind: "text", width: 18 } as const] : []),
  ];
}

function tieOf({ source }: CustomReport, name: string, period: Period): readonly Tie[] {
  const equals = sources[source].measures[name]?.equals;
  return equals === undefined ? [] : [{ amount: name, currency: "currency", period, equals }];
}

/** A week holds its days: only the rows of one period are summed. */
function shortestOf(periods: readonly Period[]): Pick<Summed, "period"> {
  const period = everyPeriod.find((each) => periods.includes(each));
  return period === undefined ? {} : { period };
}

function measureCell(
  kind: Measure<never>["kind"] | undefined,
  amount: number | null,
  { currency, own }: { readonly currency: string; readonly own: string },
): Cell {
  if (amount === null) return null;
  if (kind === "money") return decimalFromMinor(amount, currency);
  if (kind === "own_money") return decimalFromMinor(amount, own);
  return kind === "tenths" ? (amount / 10).toFixed(1) : amount;
}

function isDayOf(source: CustomReport["source"], dimension: string | undefined): boolean {
  return sources[source].dimensions[dimension ?? ""]?.kind === "day";
}

function dayCell(value: string): Cell {
  return value === OTHERS ? null : value;
}

/** So that no two rows of different values have one id. */
function idPart(value: string): string {
  return value.replace(/[%:]/g, (letter) => (letter === "%" ? "%25" : "%3A"));
}

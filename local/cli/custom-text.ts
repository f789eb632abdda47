import type { CustomFields } from "../../shared/reports/custom/custom-report.ts";
import { sources } from "../../shared/reports/custom/sources.ts";
import type { Column } from "../../shared/sheets/sheet.ts";
import { shortTime } from "./show-time.ts";
import { textTable } from "./text-table.ts";

export type CustomAnswer = CustomFields & {
  readonly id: string;
  readonly report: string;
  readonly version: number;
  readonly from: string;
  readonly savedAt: string;
  readonly savedBy: string;
  readonly versions?: readonly {
    readonly version: number;
    readonly from: string;
    readonly isDeleted: boolean;
    readonly savedAt: string;
    readonly savedBy: string;
  }[];
  /** Of one definition: what makes a table of it; null where it has no Parquet files. */
  readonly athena?: string | null;
};

export type PreviewAnswer = {
  readonly days: readonly string[];
  readonly missing: readonly string[];
  readonly rows: number;
  readonly columns?: readonly Column[];
  readonly items?: readonly (readonly (string | number | null)[])[];
  readonly file?: { readonly name: string; readonly base64: string };
};

/** More rows than anybody reads on a screen. */
const MOST_SHOWN = 60;

export function customTable(items: readonly CustomAnswer[]): string {
  return textTable(
    [
      { title: "id" },
      { title: "version", align: "right" },
      { title: "title", shrinks: true },
      { title: "of" },
      { title: "by", wraps: true },
      { title: "measures", wraps: true },
      { title: "from day" },
    ],
    items.map(({ id, version, title, source, dimensions, measures, from }) => [
      ...[id, `v${version}`, title, source, dimensions.join(", "), measures.join(", "), from],
    ]),
  );
}

/** As it may be saved again, and what it was before. */
export function oneCustomText({ versions = [], ...answer }: CustomAnswer): string {
  const { title, source, dimensions, measures, filters, periods, formats } = answer;
  const definition = { title, source, dimensions, measures, filters, periods, formats };
  const table = textTable(
    [{ title: "version" }, { title: "from day" }, { title: "" }, { title: "saved (UTC)" }, { title: "by" }],
    versions.map((each) => [
      ...[`v${each.version}`, each.from, each.isDeleted ? "deleted" : "", shortTime(each.savedAt), each.savedBy],
    ]),
  );
  return `${JSON.stringify(definition, null, 2)}\n\n${table}`;
}

export function previewText({ days, missing, rows, columns = [], items = [] }: PreviewAnswer): string {
  const notSealed = missing.length === 0 ? "" : `; not sealed: ${missing.join(", ")}`;
  const told = `${rows} rows of ${days.length} sealed days${notSealed}`;
  if (rows === 0) return told;
  const shown = items.slice(0, MOST_SHOWN);
  // What tells rows apart stands in the other columns.
  const table = textTable(
    columns.slice(1).map(({ name, kind }) => {
      return { title: name, align: kind === "integer" || kind === "decimal" ? "right" : "left" } as const;
    }),
    shown.map((row) => row.slice(1).map((cell) => (cell === null ? "" : String(cell)))),
  );
  const more = rows > shown.length ? `\n… and ${rows - shown.length} more; --out FILE.xlsx has all` : "";
  return `${table}${more}\n\n${told}`;
}

/** What there is to ask for. */
export function sourcesText(): string {
  return textTable(
    [{ title: "source" }, { title: "dimensions and filters", wraps: true }, { title: "measures", wraps: true }],
    Object.entries(sources).map(([name, { dimensions, measures }]) => [
      ...[name, Object.keys(dimensions).join(", "), Object.keys(measures).join(", ")],
    ]),
  );
}

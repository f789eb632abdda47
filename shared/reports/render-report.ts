import type { Sheet } from "../sheets/sheet.ts";
import { writeCsv } from "../sheets/write-csv.ts";
import { writeWorkbook } from "../sheets/write-workbook.ts";
import type { CurrencySums, ReportName, ReportSnapshot } from "./report.ts";
import { encodeSnapshot, sha256 } from "./snapshot.ts";
import { sumsByCurrency } from "./tie-out.ts";

type ReportFile = { readonly name: string; readonly contentType: string; readonly body: string | Uint8Array };

/** What finance checks a download against. Amounts are decimal text; hashes are of the file as stored. */
export type Manifest = Omit<ReportSnapshot, "rows" | "columns" | "ledger"> & {
  readonly rows: number;
  readonly columns: readonly string[];
  readonly sums: Readonly<Record<string, CurrencySums>>;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
};

/** `demo/sales/date=2026-11-20/v1/`: versions stand beside each other, `latest.json` names the current one. */
export function versionPrefix(merchantId: string, report: ReportName, day: string, version: number): string {
  return `${dayPrefix(merchantId, report, day)}v${version}/`;
}

export function dayPrefix(merchantId: string, report: ReportName, day: string): string {
  return `${merchantId}/${report}/date=${day}/`;
}

export function snapshotName(report: ReportName, day: string): string {
  return `${report}-${day}.jsonl`;
}

/** All files of one sealed version. The same snapshot gives the same bytes, always. */
export function renderReport(snapshot: ReportSnapshot): {
  readonly files: readonly ReportFile[];
  readonly manifest: Manifest;
} {
  const { report, day } = snapshot;
  const sheet: Sheet = { name: `${report} ${day}`, columns: snapshot.columns, rows: snapshot.rows };
  const sums = sumsByCurrency(snapshot.ledger);
  const files: ReportFile[] = [
    { name: snapshotName(report, day), contentType: "application/x-ndjson", body: encodeSnapshot(snapshot) },
    { name: `${report}-${day}.csv`, contentType: "text/csv; charset=utf-8", body: writeCsv(sheet) },
    {
      name: `${report}-${day}.xlsx`,
      contentType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      body: writeWorkbook([sheet, summarySheet(snapshot, sums)]),
    },
  ];
  const { rows, columns, ledger: _, ...head } = snapshot;
  return {
    files,
    manifest: {
      ...head,
      rows: rows.length,
      columns: columns.map((column) => column.name),
      sums,
      files: files.map(({ name, body }) => ({ name, bytes: Buffer.byteLength(body), sha256: sha256(body) })),
    },
  };
}

/** The second sheet of the workbook: what the file covers and what it comes to. */
function summarySheet(snapshot: ReportSnapshot, sums: Readonly<Record<string, CurrencySums>>): Sheet {
  const about: readonly (readonly [string, string])[] = [
    ["report", snapshot.report],
    ["merchant", snapshot.merchantId],
    ["business day", snapshot.day],
    ["version", String(snapshot.version)],
    ["from (UTC)", snapshot.window.startsAt],
    ["to, not included (UTC)", snapshot.window.endsAt],
    [`from (${snapshot.zone})`, snapshot.window.startsAtLocal],
    [`to, not included (${snapshot.zone})`, snapshot.window.endsAtLocal],
    ["rows", String(snapshot.rows.length)],
  ];
  const money = Object.entries(sums).flatMap(([currency, sum]) =>
    (["sales", "refunds", "cancellations", "adjustments", "net"] as const).map((kind) => [
      `${kind} ${currency}`,
      null,
      sum[kind],
    ]),
  );
  return {
    name: "summary",
    columns: [
      { name: "what", kind: "text", width: 34 },
      { name: "value", kind: "text", width: 34 },
      { name: "amount", kind: "decimal", width: 18 },
    ],
    rows: [...about.map(([what, value]) => [what, value, null]), ...money],
  };
}

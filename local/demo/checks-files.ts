import { rowsOfCsv } from "../../shared/sheets/read-csv.ts";
import { type Check, noneOf, same } from "./check.ts";
import type { DayRecord, FileRecord } from "./day-record.ts";
import { netSales } from "./figures.ts";
import type { PulledReport } from "./merchant-files.ts";

export function fileChecks({ files, reports, back, date }: DayRecord): readonly Check[] {
  return [
    ...files.map(receiptCheck),
    noneOf(
      "files are what their manifest says, byte for byte (SHA-256)",
      reports.flatMap(wrongBytes),
      `${reports.reduce((sum, each) => sum + each.files.length, 0)} files in ${reports.length} reports`,
    ),
    noneOf(
      "the CSV has as many rows as the manifest says",
      reports.flatMap(wrongRows),
      reports.map((each) => `${each.manifest.rows} ${each.manifest.report}`).join(", "),
    ),
    salesCheck(
      netSales(back.orders, date),
      reports.find((each) => each.manifest.report === "sales"),
    ),
    same(
      "the stock report has every position",
      back.stock.length,
      reports.find((each) => each.manifest.report === "stock")?.manifest.rows ?? 0,
    ),
    noneOf(
      "every report of the day is sealed, none failed to tie out",
      back.seals.filter((seal) => seal.state !== "sealed").map((seal) => `${seal.report} ${seal.day}: ${seal.note}`),
      `${back.seals.filter((seal) => seal.day === date).length} sealed`,
    ),
  ];
}

function receiptCheck({ file, badRows }: FileRecord): Check {
  const says = `the receipt of ${file.name} names exactly its bad rows`;
  const missed = [...file.bad]
    .filter(([row, code]) => badRows.get(row) !== code)
    .map(([row, code]) => `row ${row} should be ${code}, is ${badRows.get(row) ?? "fine"}`);
  const extra = [...badRows].filter(([row]) => !file.bad.has(row)).map(([row, code]) => `row ${row} is ${code}`);
  const found = [...file.bad].map(([row, code]) => `${row} ${code}`).join(", ");
  return noneOf(says, [...missed, ...extra], found === "" ? `no bad row among ${file.rows}` : `rows ${found}`);
}

function wrongBytes({ manifest, latest, manifestSha256, files }: PulledReport): readonly string[] {
  const wrong = files.filter((file) => file.sha256 !== file.expectedSha256).map((file) => file.name);
  return latest.manifestSha256 === manifestSha256 ? wrong : [...wrong, `manifest of ${manifest.report}`];
}

function wrongRows({ manifest, files }: PulledReport): readonly string[] {
  const csv = files.find((file) => file.name.endsWith(".csv"));
  const rows = csv === undefined ? -1 : rowsOfCsv(new TextDecoder().decode(csv.body)).length - 1;
  return rows === manifest.rows
    ? []
    : [`${manifest.report}: ${rows} rows in the file, ${manifest.rows} in the manifest`];
}

function salesCheck(computed: Readonly<Record<string, string>>, sales: PulledReport | undefined): Check {
  const said = Object.fromEntries(
    Object.entries(sales?.manifest.sums ?? {}).map(([currency, sums]) => [currency, sums.net]),
  );
  const text = (sums: Readonly<Record<string, string>>): string =>
    Object.entries(sums)
      .map(([currency, net]) => `${net} ${currency}`)
      .join(", ");
  return same("net sales of the report = what the orders come to less refunds", text(computed), text(said));
}

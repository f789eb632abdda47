import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decimalFromMinor } from "../../shared/kernel/money.ts";
import { type BookedDay, bookDemoDay } from "../../tests/support/booked-demo-day.ts";
import { hasPython, pythonNote, readReports } from "../../tests/support/foreign-readers.ts";
import { financeChecks } from "./checks-finance.ts";
import { sentByCurrency } from "./sent-entries.ts";

const folder = mkdtempSync(join(tmpdir(), "orderhub-booked-"));
let booked: BookedDay;

beforeAll(async () => {
  booked = await bookDemoDay(5, 0.3, folder);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the demo's day in the books", () => {
  it("comes to what its shops sent, in every currency, in the merchant's, and in cost prices", () => {
    const checks = financeChecks(booked);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks).toHaveLength(6);
    for (const { name, bad, badRows } of booked.receipts) expect(badRows, name).toEqual(bad);
  });

  it("is told of when a cent is missing, or a rate", () => {
    const spoilt = (from: RegExp, to: string) => ({
      ...booked,
      reports: booked.reports.map((report) => ({
        ...report,
        files: report.files.map((file) =>
          file.name.startsWith("sales-") && file.name.endsWith(".csv")
            ? { ...file, body: new TextEncoder().encode(new TextDecoder().decode(file.body).replace(from, to)) }
            : file,
        ),
      })),
    });
    const failed = (from: RegExp, to: string) =>
      financeChecks(spoilt(from, to))
        .filter(({ ok }) => !ok)
        .map(({ says }) => says);
    expect(failed(/,CNY,[\d.]+,7\.\d+,/, ",CNY,0.01,7.1188,")).toEqual([
      "net sales in CNY = the orders at the rates of the file",
    ]);
    expect(failed(/,CNY,[\d.]+,7\.\d+,[^,]*,[^,]*/, ",CNY,,,,no rate")).toContain(
      "every amount has its rate and stands in CNY too",
    );
  });

  it.skipIf(!hasPython)(
    `is the same in CSV, XLSX and Parquet to readers that are not ours${pythonNote}`,
    async () => {
      const found = await readReports(folder);
      expect(found.length).toBe(booked.reports.length);
      for (const { report, csv, xlsx, parquet } of found) {
        expect(csv, report).toEqual(parquet);
        expect(xlsx, report).toEqual(parquet);
      }
      const sales = found.find(({ report }) => report.startsWith("sales-"));
      const [total = -1, currency = -1] = ["total", "currency"].map((name) => sales?.columns.indexOf(name) ?? -1);
      for (const format of ["csv", "xlsx", "parquet"] as const) {
        const sums = new Map<string, number>();
        for (const row of sales?.[format] ?? [])
          sums.set(row[currency] ?? "", (sums.get(row[currency] ?? "") ?? 0) + Math.round(Number(row[total]) * 10_000));
        expect(Object.fromEntries(sums), format).toEqual(
          Object.fromEntries(
            sentByCurrency(booked.day, booked.date).map(([name, minor]) => [
              name,
              Math.round(Number(decimalFromMinor(minor, name)) * 10_000),
            ]),
          ),
        );
      }
    },
    120_000,
  );
});

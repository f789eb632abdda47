import { decimalFromMinor } from "../../shared/kernel/money.ts";
import { alertsTable } from "../cli/stock.ts";
import { factLines, PAGE_WIDTH, textTable } from "../cli/text-table.ts";
import { clip } from "../cli/text-width.ts";
import { channelsTable } from "./channels-table.ts";
import type { Check } from "./check.ts";
import { webhookRecords } from "./checks-deliveries.ts";
import type { DayRecord } from "./day-record.ts";
import { countBy } from "./figures.ts";
import { REPORTING_CURRENCY } from "./finance-files.ts";
import { reportedMinor, rowsOfReport } from "./report-rows.ts";

/** The day on one page or two, for a terminal. */
export function summaryText(record: DayRecord, checks: readonly Check[], folder: string): string {
  return [
    heading(`Business day ${record.date} of merchant ${record.merchant}`),
    dayText(record),
    heading("Channels"),
    channelsTable(record),
    foundText(record),
    heading("Sales by currency (from the sealed report)"),
    salesTable(record),
    heading(`What each shop earns, in ${REPORTING_CURRENCY} (revenue without tax)`),
    profitTable(record),
    heading("Files people uploaded"),
    importsTable(record),
    heading("Low stock (left when it was told)"),
    record.back.openAlerts.length === 0 ? "no open alert" : alertsTable(record.back.openAlerts),
    heading("What it would cost on AWS"),
    billText(record),
    heading("Checks"),
    checks.map(checkLine).join("\n"),
    heading("Where to look"),
    factLines([
      ["finance files", `${folder}/exports`],
      ["receipts", `${folder}/receipts`],
      ["what was uploaded", `${folder}/uploads`],
      ["functions' logs", ".orderhub/logs"],
    ]),
  ].join("\n");
}

function heading(text: string): string {
  return `\n── ${text} ${"─".repeat(Math.max(0, PAGE_WIDTH - text.length - 4))}`;
}

function dayText({ sent, back, waited }: DayRecord): string {
  const records = webhookRecords(back.deliveries);
  const outcomes = countBy(records, (each) => each.outcome);
  const again = records.reduce((sum, each) => sum + each.duplicates, 0);
  const refused = sent.filter((each) => each.status === 401).length;
  const statuses = countBy(back.orders, (order) => order.status.replaceAll("_", " "));
  const from = countBy(
    back.orders.flatMap((order) => order.warehouses),
    (code) => code,
  );
  const to = countBy(back.orders, (order) => order.address?.country ?? "?");
  return factLines(
    [
      ["webhooks", `${sent.length}: ${listed(outcomes)}, ${again} sent again, ${refused} refused`],
      ["orders", `${back.orders.length}: ${listed(statuses)}`],
      ["going to", listed(to)],
      ["promised from", listed(from)],
      ["waited for stock", `${waited} until the evening's count, ${statuses["backordered"] ?? 0} still`],
    ],
    0,
  );
}

function foundText({ day, asked: { foundByPolling, foundAtNight, served } }: DayRecord): string {
  return [
    `${day.lost.length} webhooks were lost on purpose. ${foundByPolling.size} orders of them were found by asking, the others' changes as well;`,
    `${foundAtNight.size} orders that no list showed in time were found by the night's count of the day.`,
    `The channels were asked ${served.requests} times; ${served.refused} times they said "too many", ${served.broken} times 503, ${served.slow} times they were slow.`,
  ].join("\n");
}

/** `233 allocated, 22 cancelled` */
function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ");
}

function salesTable(record: DayRecord): string {
  const sums = record.reports.find((each) => each.manifest.report === "sales")?.manifest.sums ?? {};
  const rows = rowsOfReport(record, "sales") ?? [];
  const inYuan = (currency: string): string => {
    const minor = reportedMinor(rows.filter((row) => row["currency"] === currency));
    return Number.isNaN(minor) ? "" : decimalFromMinor(minor, REPORTING_CURRENCY);
  };
  return textTable(
    [
      { title: "currency" },
      ...["entries", "sales", "refunds", "cancellations", "net", `in ${REPORTING_CURRENCY}`].map((title) => ({
        title,
        align: "right" as const,
      })),
    ],
    Object.entries(sums).map(([currency, each]) => [
      currency,
      String(each.entries),
      each.sales,
      each.refunds,
      each.cancellations,
      each.net,
      inYuan(currency),
    ]),
  );
}

function profitTable(record: DayRecord): string {
  const rows = (rowsOfReport(record, "channel-profit") ?? []).filter((row) => row["period"] === "day");
  const columns = ["orders", "units", "revenue_without_tax", "cost_of_goods", "profit", "profit_percent"] as const;
  return textTable(
    [
      { title: "shop" },
      ...["orders", "units", "revenue", "cost of goods", "profit", "%"].map((title) => ({
        title,
        align: "right" as const,
      })),
    ],
    rows.map((row) => [row["connection"] ?? "", ...columns.map((column) => row[column] ?? "")]),
  );
}

function importsTable({ files, back }: DayRecord): string {
  const jobs = new Map(back.imports.map((job) => [job.objectKey, job]));
  return textTable(
    [
      { title: "file" },
      { title: "kind" },
      { title: "rows", align: "right" },
      { title: "applied", align: "right" },
      { title: "failed", align: "right" },
      { title: "bad rows", wraps: true },
    ],
    files.map(({ file, key, badRows }) => [
      file.name,
      file.kind,
      String(jobs.get(key)?.rows ?? 0),
      String(jobs.get(key)?.applied ?? 0),
      String(jobs.get(key)?.failed ?? 0),
      [...badRows].map(([row, code]) => `${row} ${code}`).join(", "),
    ]),
  );
}

function billText({ bill, back }: DayRecord): string {
  const each = (count: number): string => (count / Math.max(1, back.orders.length)).toFixed(1);
  const requests = Object.values(bill.requests).reduce((sum, count) => sum + count, 0);
  return factLines(
    [
      [
        "for each order",
        `${each(bill.writeUnits)} write units, ${each(bill.readUnits)} read units, ${each(requests)} AWS requests, ${each(bill.invocations)} invocations, ${each(bill.events)} events`,
      ],
      [
        "a million orders",
        `USD ${bill.usdPerMillionOrders.toFixed(2)} for requests and units; Lambda's time at most USD ${bill.computeUsdPerMillionOrders.toFixed(2)} more`,
      ],
    ],
    0,
  );
}

function checkLine({ says, ok, found }: Check): string {
  return clip(`${ok ? "✓" : "✗"} ${says}: ${found}`, ok ? PAGE_WIDTH : 400);
}
